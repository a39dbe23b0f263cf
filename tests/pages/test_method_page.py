"""怎么算: for every percentage the numbers in the sentence; after the year, how calls came out."""

from datetime import timedelta
from html import escape

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.pages.conftest import Visit, half_width, text_of
from tests.pages.world import JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.measure.period import Period
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences import shares_meaning, why
from tracker.domain.sentences.why_group import entry_text, why_group
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard
from tracker.services.reports import Seen, submit
from tracker.services.reviews import approve
from tracker.services.windows import set_window
from tracker.tables import Target

SECOND, FOURTH = Period(2025, 2), Period(2025, 4)


def card_of(engine: Engine) -> Scorecard:
    with reading(engine) as session:
        everybody = Person(0, "", "", Role.REVIEWER)
        return scorecard(session, plans(session)[0], SECOND, everybody)


def test_the_rules_in_force_and_every_status_are_said(visit: Visit, world_engine: Engine) -> None:
    said = text_of(visit(LEADER, "method"))
    assert half_width(card_of(world_engine).rules.sentence) in said
    assert "随方案载入" in said
    for status in Status:
        assert half_width(status.meaning) in said
    for verdict in (Verdict.ON_PACE, Verdict.SOME_BEHIND, Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE):
        assert verdict.word in said
    assert half_width(shares_meaning()) in said


@pytest.mark.parametrize("login", [KEJI, LEADER, REVIEWER])
def test_a_targets_numbers_stand_in_the_sentence(visit: Visit, world_engine: Engine, login: str) -> None:
    card = card_of(world_engine)
    score = next(each for each in card.scores if each.target.code == "A1-01")
    at = visit(login, "method", "2025Q2", part="why", code="A1-01")
    assert not at.exception
    said = text_of(at)
    steps = why(score, card.period, card.rules).lines
    assert steps
    for number, step in enumerate(steps, start=1):
        assert half_width(f"<dt>{number}</dt><dd>{escape(step)}</dd>") in said
    assert 'href="/notice?code=A1-01&amp;q=2025Q2"' in said
    assert 'href="/target?code=A1-01&amp;q=2025Q2"' in said


def test_a_milestone_and_a_missing_figure_say_why_there_is_no_share(visit: Visit) -> None:
    assert "<dt>1</dt><dd>未到节点:应于" in text_of(
        visit(LEADER, "method", "2025Q2", part="why", code="T17-01")
    )
    assert "<dt>1</dt><dd>未填报:上半年应报" in text_of(
        visit(LEADER, "method", "2025Q2", part="why", code="A4-01")
    )


@pytest.mark.parametrize("number", [1, 4])
def test_an_areas_numbers_are_put_together_from_its_targets(
    visit: Visit, world_engine: Engine, number: int
) -> None:
    card = card_of(world_engine)
    group = next(each for each in card.areas if each.key == number)
    at = visit(LEADER, "method", "2025Q2", part="why", area=str(number))
    assert not at.exception
    said = text_of(at)
    steps = why_group(group.rollup, [score.item for score in group.scores], card)
    for number_of_step, step in enumerate(steps, start=1):
        assert half_width(f"<dt>{number_of_step}</dt><dd>{escape(step)}</dd>") in said
    for score in group.scores:
        assert f"{score.target.code} {score.target.name}" in said
        assert half_width(entry_text(score)) in said


def test_a_department_can_be_shown_with_what_it_co_leads(visit: Visit, world_engine: Engine) -> None:
    card = card_of(world_engine)
    group = next(each for each in card.departments_with_co_led if each.name == "市财政局")
    at = visit(LEADER, "method", "2025Q2", part="why", unit=str(group.key), co="true")
    assert not at.exception
    said = text_of(at)
    for score in group.scores:
        assert score.target.code in said


def test_the_whole_plan_is_paged(visit: Visit, world_engine: Engine) -> None:
    card = card_of(world_engine)
    first = text_of(visit(LEADER, "method", "2025Q2", part="why"))
    second = text_of(visit(LEADER, "method", "2025Q2", part="why", sheet="2"))
    codes = [f"code={score.target.code}&amp;" for score in card.targets]
    assert sum(code in first for code in codes) == 50
    assert [code in first for code in codes] == [code not in second for code in codes]


def test_a_clerks_sums_are_of_their_own_targets(visit: Visit) -> None:
    said = text_of(visit(KEJI, "method", "2025Q2", part="why"))
    assert "code=A1-01&amp;" in said
    assert "A4-02" not in said
    assert "没有这项目标,或不属于您所在单位" in text_of(visit(KEJI, "method", part="why", code="A4-02"))


def test_a_name_finds_its_target(visit: Visit) -> None:
    said = text_of(visit(LEADER, "method", "2025Q2", part="why", code="高新技术"))
    assert "code=A1-01&amp;" in said


def test_another_kind_of_group_is_a_link_that_names_no_target(visit: Visit) -> None:
    said = text_of(visit(LEADER, "method", "2025Q2", part="why", code="A1-01"))
    assert 'href="/method?part=why&amp;of=area&amp;q=2025Q2">领域</a>' in said
    at = visit(LEADER, "method", "2025Q2", part="why", of="area")
    at.selectbox(key="method_area").set_value("4").run()
    assert not at.exception
    assert at.query_params["area"] == "4"
    assert "推进高水平交通强市建设" in text_of(at)


def test_before_the_year_is_over_there_is_nothing_to_look_back_on(visit: Visit) -> None:
    said = text_of(visit(LEADER, "method", part="calls"))
    assert "还没有可以回顾的研判" in said


@pytest.fixture
def year_over(world_engine: Engine) -> None:
    """A third-quarter call of 能完成 with 38 expected, and a year that ended at 35 of more than 36."""
    with transaction(world_engine) as session:
        office, clerk = (person_of_login(session, login) for login in (REVIEWER, JIAOTONG))
        plan = plans(session)[0]
        target_id = session.exec(select(Target.id).where(Target.code == "A4-02")).one()
        assert target_id is not None
        opens, closes = NOW + timedelta(minutes=1), NOW + timedelta(days=9)
        set_window(session, office, plan.id, FOURTH, opens, closes, closes, NOW)
        for period, month, value, call, expected in (
            (Period(2025, 3), "9", "26", "can", "38"),
            (FOURTH, "12", "35", "", ""),
        ):
            typed = {
                Field.VALUE: value,
                Field.DATA_MONTH: month,
                Field.FINALITY: "final",
                Field.PROGRESS: "按计划推进。",
                Field.PROBLEM: "箱源不足。",
                Field.NEXT_STEP: "拓展货源。",
                Field.CALL: call,
                Field.CALL_VALUE: expected,
            }
            at = NOW + timedelta(minutes=5)
            seen = Seen(0 if period is FOURTH else 1, {field: (0, text) for field, text in typed.items()})
            report = submit(session, clerk, target_id, period, seen, f"year-{period}", at)
            approve(session, office, report, at + timedelta(hours=1))


def test_when_the_year_is_over_the_calls_are_held_against_its_result(visit: Visit, year_over: None) -> None:
    said = text_of(visit(LEADER, "method", part="calls"))
    assert "三季度研判1项,与全年结果相符0项(0.0%);偏乐观1项,偏保守0项。" in said
    assert "A4-02" in said
    assert "35万标箱" in said
    assert "预计38万标箱,多估3万标箱" in said


def test_the_targets_own_page_shows_the_call_beside_its_result(visit: Visit, year_over: None) -> None:
    at = visit(JIAOTONG, "target", "2025Q4", code="A4-02")
    assert not at.exception
    said = text_of(at)
    assert "<b>35</b><small>/ 超过36万标箱</small>" in said
    assert "<b>未完成。</b>完成年度目标的97.2%,比目标少1万标箱" in said
    assert "牵头单位三季度研判“能完成”,偏乐观(预计38万标箱,多估3万标箱)" in said
    assert "还差" not in said
    said = text_of(visit(JIAOTONG, "method", "2025Q4", part="why", code="A4-02"))
    assert "已有12月数据,即为全年结果,不再推算" in said


def test_another_departments_calls_are_not_shown_to_a_clerk(visit: Visit, year_over: None) -> None:
    said = text_of(visit(KEJI, "method", part="calls"))
    assert "还没有可以回顾的研判" in said
