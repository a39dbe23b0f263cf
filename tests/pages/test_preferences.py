"""显示设置: the language and 老年模式, kept with the account and in force at once."""

import re

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, text_of, unfold
from tests.pages.world import KEJI, LEADER, NOW
from tracker.db import transaction
from tracker.domain.access import Preferences
from tracker.queries.people import person_of_session

MENU, LANGUAGE, LARGE = "me", "preferred_language", "preferred_type"


def preferences_of(engine: Engine, login: str) -> Preferences:
    with transaction(engine, advance=False) as session:
        person = person_of_session(session, login, NOW, 60)
        assert person is not None
        return person.preferences


@pytest.fixture
def visit(visit: Visit) -> Visit:
    """A page with the person's menu opened."""

    def opened(login: str, page: str, period: str = "", **address: str) -> AppTest:
        at = visit(login, page, period, **address)
        assert not at.sidebar.toggle
        return unfold(at, MENU)

    return opened


def test_a_chosen_language_holds_at_once_and_is_kept_with_the_account(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(LEADER, "overview", "2025Q3")
    assert "滞后" in text_of(at)
    at.sidebar.segmented_control(key=LANGUAGE).set_value("en").run()
    assert "<h1>Overview</h1>" in text_of(at)
    assert preferences_of(world_engine, LEADER).language == "en"
    assert preferences_of(world_engine, KEJI).language == "zh"
    unfold(at, MENU).sidebar.segmented_control(key=LANGUAGE).set_value("zh").run()
    assert "<h1>总览</h1>" in text_of(at)


def test_large_type_enlarges_words_and_charts_and_strengthens_colours(
    visit: Visit, world_engine: Engine
) -> None:
    at = visit(LEADER, "overview", "2025Q3", chart="means")
    usual, pale = heights(at), "--muted:#566273"
    assert usual
    assert pale in styles(at)
    at.sidebar.toggle(key=LARGE).set_value(True).run()
    assert preferences_of(world_engine, LEADER).large_type
    assert "html{font-size:18.75px!important}" in styles(at)
    assert pale not in styles(at)
    assert heights(at) == [height * 1.25 for height in usual]


def test_the_past_admits_another_way_of_looking_at_it(visit: Visit, world_engine: Engine) -> None:
    at = visit(LEADER, "overview", asof="2025-09-30")
    at.sidebar.toggle(key=LARGE).set_value(True).run()
    assert not at.error
    assert preferences_of(world_engine, LEADER).large_type


def test_the_other_preferences_stay_as_they_were(visit: Visit, world_engine: Engine) -> None:
    at = visit(LEADER, "targets", q="2025Q3")
    unfold(at, "table-columns-place").multiselect(key="table-columns").set_value(["code", "value"]).run()
    at.sidebar.toggle(key=LARGE).set_value(True).run()
    at.sidebar.segmented_control(key=LANGUAGE).set_value("en").run()
    assert preferences_of(world_engine, LEADER) == Preferences("en", True, ("code", "value"))


def styles(at: AppTest) -> str:
    return "".join(str(each.value) for each in at.html if "<style" in str(each.value))


def heights(at) -> list[float]:  # type: ignore[no-untyped-def]
    """Of the page's charts, in the order of the page."""
    specs = [each.proto.spec for each in at.get("plotly_chart")]
    return [float(height) for spec in specs for height in re.findall(r'"height": ?([\d.]+)', spec)]
