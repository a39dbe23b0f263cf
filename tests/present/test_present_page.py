"""投影: one conclusion a screen, all of them in one text, and the step in the address."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.domain.build import total
from tests.domain.test_scorecard import SCIENCE, card, score
from tests.pages.conftest import Visit, half_width, text_of
from tests.pages.world import KEJI, LEADER
from tracker.charts import completion_by
from tracker.charts.frame import larger

SCREENS = 13  # the plan, areas, departments, eight areas, what is behind, what has no data


def screens_of(at: AppTest) -> list[str]:
    """The screens' texts, tags and all."""
    return re.findall(r'<section class="screen[^>]*>.*?</section>', text_of(at))


def step_shown(at: AppTest) -> int:
    (shown,) = re.findall(r'<section class="screen shown" aria-label="(\d+) / \d+">', text_of(at))
    return int(shown)


def test_the_first_screen_states_the_conclusion_and_what_the_data_are(visit: Visit) -> None:
    at = visit(LEADER, "present", q="2025Q2")
    first = screens_of(at)[0]
    assert step_shown(at) == 1
    assert re.search(r"<h1[^>]*>(应达|上半年应达)\d+项", first)
    assert "时序进度50%" in first
    assert "上报率" in first
    assert "2025年上半年" in re.search("<footer>.*</footer>", first)[0]  # type: ignore[index]


def test_every_screen_has_one_conclusion_and_its_place(visit: Visit) -> None:
    at = visit(LEADER, "present", q="2025Q2")
    assert not at.exception
    screens = screens_of(at)
    assert len(screens) == SCREENS
    for number, screen in enumerate(screens, 1):
        assert len(re.findall("<h1[^>]*>.+?</h1>", screen)) == 1
        assert f"{number} / {SCREENS}</span>" in screen
        assert screen.count("<i class=on></i>") == 1


@pytest.mark.parametrize(
    ("asked", "shown"), [("3", 3), ("0", 1), ("99", SCREENS), ("x", 1), ("-3", 1), ("²", 1)]
)
def test_the_step_of_the_address_is_in_sight_or_the_nearest(visit: Visit, asked: str, shown: int) -> None:
    assert step_shown(visit(LEADER, "present", q="2025Q2", step=asked)) == shown


def test_nothing_of_the_frame_stands_on_the_wall(visit: Visit) -> None:
    at = visit(LEADER, "present", q="2025Q2")
    assert not at.get("button_group")
    assert not at.button
    assert not at.sidebar.children
    assert "data-line" not in text_of(at)


def test_every_part_of_a_bar_has_its_number(visit: Visit) -> None:
    screens = screens_of(visit(LEADER, "present", q="2025Q2"))
    for screen in screens[:3]:
        cells = re.findall(r'<span class="of-\w+" style="flex:(\d+)"[^>]*>(\d*)</span>', screen)
        assert cells
        assert all(count == number for count, number in cells)


def test_values_stand_beside_their_bars(visit: Visit) -> None:
    page = half_width("".join(screens_of(visit(LEADER, "present", q="2025Q2"))))
    row = re.search(r"<tr>(?:(?!</tr>).)*高新技术企业.*?</tr>", page)
    assert row is not None
    assert "<b>45</b>/100家" in row[0]
    assert 'class="bullet"' in row[0]


def test_department_staff_see_their_own_areas_alone(visit: Visit) -> None:
    assert 5 < len(screens_of(visit(KEJI, "present", q="2025Q2"))) < SCREENS


def test_the_way_there_stands_on_the_overview_alone(visit: Visit) -> None:
    assert 'href="/present?q=2025Q2"' in text_of(visit(LEADER, "overview", "2025Q2"))
    assert 'href="/present' not in text_of(visit(LEADER, "targets", "2025Q2"))


def test_a_larger_chart_keeps_its_data_and_grows_its_type() -> None:
    whole = card(score(1, total(), "75", SCIENCE))
    chart = completion_by(whole.areas, whole)
    grown = larger(chart, 2)
    assert [trace["x"] for trace in grown.figure["data"]] == [trace["x"] for trace in chart.figure["data"]]
    assert grown.figure["layout"]["font"]["size"] == 2 * chart.figure["layout"]["font"]["size"]
    assert grown.figure["layout"]["height"] == 2 * chart.figure["layout"]["height"]
    assert grown.alt == chart.alt
