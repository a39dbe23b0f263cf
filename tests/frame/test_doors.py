"""The doors of each role, what stands behind them, and what waits at them."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, KEJI, LEADER, NOW, REVIEWER
from tracker.db import reading
from tracker.domain.access import PAGES, Role, may_open
from tracker.domain.measure.period import Period
from tracker.queries.entries import ledger_of, tasks
from tracker.queries.own_work import MANY, own_work
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.waiting import waiting
from tracker.ui.navigation import DOORS, PLACES, door_of, home_of

Q3 = Period(2025, 3)
DOORS_OF = {
    Role.LEADER: "总览 目标 事项 会议",
    Role.REVIEWER: "总览 审核 催办 目标 事项 会议 方案",
    Role.CLERK: "填报 目标 事项 总览",
    Role.HEAD: "填报 目标 事项 总览",
    Role.ADMINISTRATOR: "管理 目标 总览",
}
COMES_FOR = {
    Role.LEADER: "overview",
    Role.REVIEWER: "review",
    Role.CLERK: "tasks",
    Role.HEAD: "confirm",
    Role.ADMINISTRATOR: "accounts",
}


@pytest.mark.parametrize("role", Role)
def test_a_role_sees_three_to_seven_doors_in_its_own_order(role: Role) -> None:
    assert [door.title for door in DOORS[role]] == DOORS_OF[role].split()
    assert 3 <= len(DOORS[role]) <= 7
    assert home_of(role) == COMES_FOR[role]


@pytest.mark.parametrize("role", Role)
def test_every_page_that_a_role_may_open_stands_behind_a_door(role: Role) -> None:
    assert set(PLACES) == set(PAGES)
    for path in PLACES:
        door = door_of(role, path)
        assert door.holds(path)
        assert all(may_open(role, tab.path) for tab in door.tabs_of(role))
    for door in DOORS[role]:
        assert door.tabs_of(role), f"{door.title} leads nowhere"


@pytest.mark.parametrize(
    ("login", "page", "title", "door", "tab"),
    [
        (LEADER, "overview", "总览", "总览", ""),
        (LEADER, "areas", "按领域", "总览", ""),
        (LEADER, "targets", "全表", "目标", "全表"),
        (LEADER, "notice", "原文", "目标", "原文"),
        (LEADER, "errata", "勘误", "目标", "变更"),
        (LEADER, "reporting", "填报情况", "填报情况", ""),
        (REVIEWER, "chase", "催报", "催办", "催报"),
        (KEJI, "handover", "工作交接", "填报", "工作交接"),
        (ADMINISTRATOR, "handover", "工作交接", "管理", "工作交接"),
    ],
)
def test_a_page_is_named_after_its_door_and_marks_its_tab(
    visit: Visit, login: str, page: str, title: str, door: str, tab: str
) -> None:
    at = visit(login, page)
    assert not at.exception
    said = text_of(at)
    assert f"<h1>{door}</h1>" in said
    assert (f'aria-current="page">{tab}<' in said) is bool(tab)
    assert PLACES[page].title == title


def test_a_tab_with_parameters_is_marked_by_them(visit: Visit) -> None:
    assert 'aria-current="page">表格填报' in text_of(visit(KEJI, "tasks", view="grid"))
    assert 'aria-current="page">我的任务' in text_of(visit(KEJI, "tasks"))


def test_a_door_counts_what_its_page_lists(world_engine: Engine) -> None:
    def waits(login: str, now: datetime = NOW) -> dict[str, int]:
        with reading(world_engine) as session:
            person = person_of_login(session, login)
            return dict(own_work(session, person, plans(session)[0], Q3, now))

    with reading(world_engine) as session:
        plan, clerk = plans(session)[0], person_of_login(session, KEJI)
        listed = tasks(session, clerk, ledger_of(session, clerk, plan, Q3))
        assert waits(KEJI)["tasks"] == sum(task.is_open for task in listed) > 0
        queue = waiting(session, person_of_login(session, REVIEWER), plan, Q3)
        assert waits(REVIEWER)["review"] == waits(REVIEWER)[MANY] == len(queue) > 0
    assert waits(REVIEWER)["chase"] > 60
    assert "review" not in waits(LEADER) | waits(KEJI) | waits(ADMINISTRATOR)
    assert "tasks" not in waits(KEJI, NOW.replace(month=1)), "before the window opens nothing is to be done"


def test_the_count_stands_at_the_door(visit: Visit) -> None:
    at = visit(REVIEWER, "review")
    rules = "".join(str(each.value) for each in at.html if "<style" in str(each.value))
    assert '[href$="/review"]::after{content:"1"' in rules
    assert '/overview"]::after' not in rules


def test_a_tab_counts_what_waits_there(visit: Visit) -> None:
    said = text_of(visit(REVIEWER, "review"))
    assert ">逐项<small>1</small></a>" in said
    assert ">批量<small>1</small></a>" in said
    assert ">已审</a>" in said, "what is decided waits for nobody"
    assert {tab.name for doors in DOORS.values() for door in doors for tab in door.tabs} >= {
        MANY,
        "adjustments",
    }
