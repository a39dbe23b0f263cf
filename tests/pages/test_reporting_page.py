"""填报情况: two rates, each opening the list behind it; who is missing, late, returned, or let in."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from tests.pages import world
from tests.pages.conftest import Visit, is_refused, rows_of, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.services.drafts import save_cell
from tracker.services.windows import let_in
from tracker.tables import Target, Unit

Q3 = Period(2025, 3)


def whole(engine: Engine):  # type: ignore[no-untyped-def]
    with reading(engine) as session:
        return scorecard(session, plans(session)[0], Q3, person_of_login(session, REVIEWER)).whole


@pytest.mark.parametrize("login", [REVIEWER, LEADER])
def test_the_two_rates_open_the_lists_of_the_missing(visit: Visit, world_engine: Engine, login: str) -> None:
    at = visit(login, "reporting", "2025Q3")
    assert not at.exception
    said = text_of(at)
    assert "上报率 · 已报 ÷ 应报" in said
    assert "按时上报率 · 按期 ÷ 应报" in said
    assert 'href="/reporting?list=missing&amp;q=2025Q3"' in said
    assert 'href="/reporting?list=not_on_time&amp;q=2025Q3"' in said
    assert "填报中 · 10月10日 18:00 截止,还剩1天" in said
    rollup = whole(world_engine)
    assert rows_of(said, "各部门填报情况")[0][:3] == [
        "全部部门",
        str(rollup.owed),
        str(rollup.owed - rollup.reported),
    ]
    rates = [f"{float(rate) * 100:.1f}%" for rate in (rollup.completeness, rollup.timeliness)]
    assert rows_of(said, "各部门填报情况")[0][-2:] == rates


def test_the_list_of_the_missing_is_as_long_as_the_count_says(visit: Visit, world_engine: Engine) -> None:
    said = text_of(visit(REVIEWER, "reporting", "2025Q3", list="missing"))
    rollup = whole(world_engine)
    missing = rollup.owed - rollup.reported
    rows = rows_of(said, f"未报 {missing}项 · 全部部门")
    assert len(rows) == missing
    returned = [row for row in rows if row[1] == "已退回"]
    assert [(row[0], row[3], row[4], row[5]) for row in returned] == [
        ("市交通运输局", "A4-02", "2025-09-27 04:30", "—")
    ]
    assert returned[0][6] == "2025-09-27 04:30 李建国"
    assert 'href="/target?code=A4-02&amp;q=2025Q3"' in said


def test_a_department_of_the_address_narrows_the_list(visit: Visit, world_engine: Engine) -> None:
    with reading(world_engine) as session:
        unit_id = session.exec(select(Unit.id).where(Unit.name == "市科技局")).scalar_one()
    at = visit(REVIEWER, "reporting", "2025Q3", list="waiting", unit=str(unit_id))
    rows = rows_of(text_of(at), "待审核 1项 · 市科技局")
    assert [(row[0], row[1], row[3], row[5]) for row in rows] == [("市科技局", "待审核", "A1-01", "按期")]
    assert 'href="/reporting?list=waiting&amp;q=2025Q3">查看全部部门<' in text_of(at)
    none = visit(REVIEWER, "reporting", "2025Q3", list="returned", unit=str(unit_id))
    assert "没有这样的目标。" in text_of(none)


def test_from_one_list_the_others_that_are_not_empty_are_one_link_away(visit: Visit) -> None:
    said = text_of(visit(REVIEWER, "reporting", "2025Q3", list="waiting"))
    choice = said[said.index('aria-label="清单"') :]
    choice = choice[: choice.index("</nav>")]
    assert "aria-current=true>待审核 1<" in choice
    assert "已退回 1<" in choice
    assert "已撤回" not in choice


def test_an_unreadable_list_or_department_is_passed_over(visit: Visit) -> None:
    at = visit(REVIEWER, "reporting", "2025Q3", list="alles", unit="9999")
    assert not at.exception
    said = text_of(at)
    assert "各部门填报情况" in said
    assert 'aria-label="清单"' not in said


def test_a_department_with_few_targets_has_counts_and_no_share(visit: Visit) -> None:
    rows = rows_of(text_of(visit(REVIEWER, "reporting", "2025Q3")), "各部门填报情况")
    assert any(0 < int(row[1]) < 5 for row in rows)
    for row in rows:
        assert row[-2].endswith("%") is (int(row[1]) >= 5)


def test_before_the_office_has_opened_a_period_it_is_led_to_opening_it(visit: Visit) -> None:
    link = 'href="/windows?q=2025Q4">开放本期填报<'
    assert link in text_of(visit(REVIEWER, "reporting", "2025Q4"))
    assert link not in text_of(visit(LEADER, "reporting", "2025Q4"))


def test_a_draft_is_said_to_exist_and_its_words_are_not_shown(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        clerk = person_of_login(session, KEJI)
        code = "T03-01"
        target_id = session.exec(select(Target.id).where(Target.code == code)).scalar_one()
        save_cell(session, clerk, target_id, Q3, Field.PROGRESS, "还没有定稿的话", 0, world.NOW)
    said = text_of(visit(LEADER, "reporting", "2025Q3", list="draft"))
    assert [(row[1], row[3], row[4]) for row in rows_of(said, "仅有草稿 1项 · 全部部门")] == [
        ("仅有草稿", code, "—")
    ]
    assert "还没有定稿的话" not in said


def test_who_is_let_in_by_exception_is_named_with_the_reason(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        unit_id = session.exec(select(Unit.id).where(Unit.name == "市科技局")).scalar_one()
        reviewer, plan = person_of_login(session, REVIEWER), plans(session)[0]
        until = world.NOW + timedelta(days=2, hours=9)
        let_in(session, reviewer, plan.id, Period(2025, 2), unit_id, until, "数据*推迟*", world.NOW)
    said = text_of(visit(LEADER, "reporting", "2025Q2"))
    assert "市科技局补报至10月11日18:00:数据*推迟*(周督查)" in said
    keji = next(row for row in rows_of(said, "各部门填报情况") if row[0] == "市科技局")
    assert keji[-1] == "10月11日18:00"


def test_the_past_shows_what_was_known_then_and_its_links_stay_there(visit: Visit) -> None:
    said = text_of(visit(REVIEWER, "reporting", "2025Q3", asof="2025-09-26"))
    assert rows_of(said, "各部门填报情况")[0][-2:] == ["0.0%", "0.0%"]
    assert "asof=2025-09-26" in said
    assert "草稿不留历史,回看过去时不显示。" in said


@pytest.mark.parametrize("login", [KEJI, JIAOTONG, ADMINISTRATOR])
def test_departments_and_the_administrator_do_not_open_the_page(visit: Visit, login: str) -> None:
    assert is_refused(visit(login, "reporting"))
