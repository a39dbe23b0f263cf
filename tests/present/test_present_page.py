"""投影: one conclusion a screen, and the step in the address."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.domain.build import total
from tests.domain.test_scorecard import SCIENCE, card, score
from tests.pages.conftest import Visit, text_of
from tests.pages.world import KEJI, LEADER
from tracker.charts import counts_by
from tracker.charts.frame import larger

SCREENS = 13  # the plan, areas, departments, eight areas, what is behind, what has no data


def counted(at: AppTest) -> str:
    return next(str(each.value) for each in at.caption if " / " in str(each.value))


def test_the_first_screen_states_the_conclusion(visit: Visit) -> None:
    at = visit(LEADER, "present", "2025Q2")
    assert counted(at) == f"1 / {SCREENS}"
    assert at.header[0].value.startswith("上半年应达")
    assert "快于" not in text_of(at)
    assert "上报率" in text_of(at)


@pytest.mark.parametrize("step", range(1, SCREENS + 1))
def test_every_screen_has_one_conclusion_and_no_error(visit: Visit, step: int) -> None:
    at = visit(LEADER, "present", q="2025Q2", step=str(step))
    assert not at.exception
    assert counted(at) == f"{step} / {SCREENS}"
    assert len(at.header) == 1
    assert at.header[0].value.strip()


@pytest.mark.parametrize(("asked", "shown"), [("0", 1), ("99", SCREENS), ("x", 1), ("-3", 1), ("²", 1)])
def test_a_step_that_is_not_there_shows_the_nearest(visit: Visit, asked: str, shown: int) -> None:
    assert counted(visit(LEADER, "present", q="2025Q2", step=asked)) == f"{shown} / {SCREENS}"


def test_the_buttons_of_all_keys_go_where_they_say(visit: Visit) -> None:
    at = visit(LEADER, "present", q="2025Q2", step="3")
    for key, there in (("PageDown", 4), ("PageUp", 3), ("Space", 4), ("End", SCREENS), ("Home", 1)):
        assert counted(at.button(key=f"key_{key}").click().run()) == f"{there} / {SCREENS}"


def test_department_staff_see_their_own_areas_alone(visit: Visit) -> None:
    at = visit(KEJI, "present", "2025Q2")
    screens = int(counted(at).split(" / ")[1])
    assert 5 < screens < SCREENS


def test_an_unknown_pace_turns_nothing(visit: Visit) -> None:
    assert visit(LEADER, "present", q="2025Q2", every="1").selectbox(key="every").value == ""
    assert visit(LEADER, "present", q="2025Q2", every="20").selectbox(key="every").value == "20"


def test_a_larger_chart_keeps_its_data_and_grows_its_type() -> None:
    whole = card(score(1, total(), "75", SCIENCE))
    chart = counts_by(whole.areas, whole)
    grown = larger(chart, 2)
    assert grown.figure["data"][0]["x"] == chart.figure["data"][0]["x"]
    assert grown.figure["layout"]["font"]["size"] == 2 * chart.figure["layout"]["font"]["size"]
    assert grown.figure["layout"]["height"] == 2 * chart.figure["layout"]["height"]
    assert grown.alt == chart.alt
