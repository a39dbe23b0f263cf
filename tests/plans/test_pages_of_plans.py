"""Several plans side by side: each page is about the plan that its address names, and says which."""

import re

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit, errors_of, text_of, turn_to
from tests.pages.world import ADMINISTRATOR, KEJI, REVIEWER
from tests.plans.cast import FIRST, HEAD, NEXT, Q3, SECOND, TITLES, frozen
from tracker.db import transaction
from tracker.domain.access import Role, may_open
from tracker.export import kit
from tracker.queries.own_work import OVER_PLANS
from tracker.ui.navigation import PLACES

WHO = {
    path: next(
        login
        for login, role in (
            (REVIEWER, Role.REVIEWER),
            (ADMINISTRATOR, Role.ADMINISTRATOR),
            (KEJI, Role.CLERK),
            (HEAD, Role.HEAD),
        )
        if may_open(role, path)
    )
    for path in PLACES
    if path != "present"  # nothing in sight but its screens, which are of the plan of their figures
}


def plan_shown(at: AppTest) -> str:
    """The plan that the head's choice stands on."""
    return str(at.selectbox(key="plan_chosen").value)


def links_of(at: AppTest) -> list[str]:
    """The addresses of pages and files of ours on a page."""
    drawn = [re.findall(r'href="(/[^"]*)"', element.value) for element in at.html]
    return [link.replace("&amp;", "&") for links in drawn for link in links]


@pytest.mark.parametrize(
    ("path", "code"),
    [*((path, SECOND) for path in WHO), *((path, NEXT) for path in ("overview", "tasks", "review", "chase"))],
)
def test_every_page_is_about_the_plan_of_its_address(visit: Visit, path: str, code: str) -> None:
    at = visit(WHO[path], path, plan=code)
    assert not at.exception
    assert plan_shown(at) == code
    # Pages over all open plans lead into each of them, and name it.
    named = "plan=" if path in OVER_PLANS | {"reporting", "windows"} else f"plan={code}"
    assert not [link for link in links_of(at) if named not in link], "a link left the plan behind"


def test_figures_are_the_plans_own(visit: Visit) -> None:
    assert "88" in text_of(visit(REVIEWER, "target", plan=SECOND, code="A1-01", q="2025Q3"))
    assert "88" not in text_of(visit(REVIEWER, "target", plan=FIRST, code="A1-01", q="2025Q3"))
    assert "2026" in text_of(visit(REVIEWER, "target", plan=NEXT, code="A1-01"))


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        pytest.param({}, NEXT, id="the newest of all"),
        pytest.param({"q": "2025Q3"}, FIRST, id="the first that came for the quarter's year"),
        pytest.param({"q": "2026Q1"}, NEXT, id="next year's"),
        pytest.param({"q": "2024Q4"}, NEXT, id="a year without a plan"),
        pytest.param({"q": "Q3", "plan": SECOND}, SECOND, id="the plan named"),
    ],
)
def test_an_address_without_a_plan_is_about_the_one_that_stood_alone_when_it_was_written(
    visit: Visit, asked: dict[str, str], code: str
) -> None:
    assert plan_shown(visit(REVIEWER, "overview", **asked)) == code


def test_an_unknown_plan_is_said_and_no_other_shown_in_its_place(visit: Visit) -> None:
    at = visit(REVIEWER, "overview", plan="haining-1999")
    assert "没有这个方案" in text_of(at)
    assert not [title for title in TITLES.values() if title in text_of(at)]
    at.button[0].click().run()
    assert plan_shown(at) == NEXT


def test_the_plan_goes_along_through_the_navigation_and_the_switch_changes_it(visit: Visit) -> None:
    at = visit(REVIEWER, "overview", plan=SECOND)
    at.query_params.clear()
    turn_to(at, "areas")
    assert at.query_params["plan"] == SECOND
    assert plan_shown(at) == SECOND
    at.selectbox(key="plan_chosen").set_value(NEXT).run()
    assert at.query_params["plan"] == NEXT
    assert plan_shown(at) == NEXT


def test_the_back_button_leads_back_to_the_plan_before(visit: Visit) -> None:
    at = visit(REVIEWER, "overview", q="2025Q3", plan=NEXT)
    del at.query_params["plan"]
    at.run()
    assert plan_shown(at) == FIRST


def test_each_plan_freezes_its_own_meetings(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        assert [frozen(session, code, Q3) for code in (FIRST, SECOND, FIRST)] == [
            "2025Q3-01",
            "2025Q3-01",
            "2025Q3-02",
        ]
    at = visit(REVIEWER, "meeting", plan=SECOND)
    assert not errors_of(at)
    assert "2025Q3-02" not in text_of(at)
    files = {link for link in links_of(at) if link.startswith("/download/snapshot/")}
    assert files >= {f"/download/snapshot/2025Q3-01.{each.key}?plan={SECOND}" for each in kit.FORMATS}
    assert all(f"plan={SECOND}" in link for link in files)
