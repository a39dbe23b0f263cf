"""新方案 in the ledger: a notice taken in, decided upon by two people, drafted, published by the second."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.notice.test_preparing import FACTS, ROADS_LEAD, TEXT, at
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, Refusal, StaleState
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Path
from tracker.notice.decisions import NumberSet, UnitSet, Wanted
from tracker.notice.files import TEXT_LIMIT
from tracker.notice.readings import ReadingKind
from tracker.queries.people import person_of_login
from tracker.queries.plan_drafts import plan_draft, prepared_plan
from tracker.queries.plan_drafts import plan_drafts as plan_drafts_in_work
from tracker.queries.plans import all_plans, newest_step
from tracker.services import plan_drafts, plans
from tracker.services.accounts import create_account
from tracker.tables import Audit, Target, TargetTerms, Unit, UnitAlias

OFFICE = ("zhou", "qian")


@pytest.fixture
def office(engine: Engine, now: datetime) -> tuple[Person, Person]:
    """Two of the office: nobody publishes what they drafted."""
    with transaction(engine) as session:
        for login in OFFICE:
            create_account(session, None, login, f"{login}同志", Role.REVIEWER, (), now)
        first, second = (person_of_login(session, login) for login in OFFICE)
    return first, second


def taken(engine: Engine, person: Person, now: datetime, text: str = TEXT) -> int:
    with transaction(engine) as session:
        return plan_drafts.take_notice(session, person, "实事.docx", text, "click-1", now)


def test_a_plan_is_prepared_by_one_and_published_by_another(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    first, second = office
    draft_id = taken(engine, first, now)
    with transaction(engine) as session:
        seen = plan_drafts.decide(session, first, draft_id, 0, [FACTS, ROADS_LEAD], now)
    with transaction(engine) as session:
        plan_id = plan_drafts.make_draft(session, first, draft_id, seen, now)
    with transaction(engine) as session, pytest.raises(NotAllowed):
        plans.publish(session, first, plan_id, 1, now)
    with transaction(engine) as session:
        plans.publish(session, second, plan_id, 1, now + timedelta(hours=1))
    with reading(engine) as session:
        assert newest_step(session, plan_id).state is PlanState.PUBLISHED
        assert {each.code for each in all_plans(session)} == {"jiangbei-2026"}
        assert len(session.exec(select(Target).where(Target.plan_id == plan_id)).all()) == 5
        (listed,) = plan_drafts_in_work(session, second)
    assert listed.drafted == "jiangbei-2026"


def test_a_plan_that_reports_monthly_is_drafted_as_one(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    draft_id = taken(engine, office[0], now)
    with transaction(engine) as session:
        facts = replace(FACTS, rhythm=Rhythm.MONTHLY)
        seen = plan_drafts.decide(session, office[0], draft_id, 0, [facts, ROADS_LEAD], now)
    with transaction(engine) as session:
        plan_id = plan_drafts.make_draft(session, office[0], draft_id, seen, now)
    with reading(engine) as session:
        (plan,) = all_plans(session)
        terms = session.exec(select(TargetTerms).join(Target).where(Target.plan_id == plan_id)).all()
    assert (plan.rhythm, plan.periods[0]) == (Rhythm.MONTHLY, Period(2026, 1, Rhythm.MONTHLY))
    assert {each.effective.rhythm for each in terms} == {Rhythm.MONTHLY}


def test_the_same_click_twice_is_one_plan_in_preparation(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    assert taken(engine, office[0], now) == taken(engine, office[0], now)


def test_what_is_open_is_said_at_once_and_nothing_is_drafted(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    draft_id = taken(engine, office[0], now)
    with transaction(engine) as session, pytest.raises(Refusal) as refusal:
        plan_drafts.make_draft(session, office[0], draft_id, 0, now)
    assert len(str(refusal.value).splitlines()) == 2  # the facts, and an article without a lead
    with reading(engine) as session:
        assert not all_plans(session)


def test_who_decides_what_a_colleague_has_just_decided_is_told(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    first, second = office
    draft_id = taken(engine, first, now)
    beds = NumberSet(at("150张"), ReadingKind.REFERENCE)
    with transaction(engine) as session:
        plan_drafts.decide(session, first, draft_id, 0, [beds], now)
    with transaction(engine) as session:  # another number: both may go on side by side
        plan_drafts.decide(session, second, draft_id, 0, [NumberSet(at("12家"), ReadingKind.TARGET)], now)
    with transaction(engine) as session, pytest.raises(StaleState, match="zhou同志"):
        plan_drafts.decide(session, second, draft_id, 0, [NumberSet(at("150张"), ReadingKind.TARGET)], now)
    with reading(engine) as session:
        assert plan_draft(session, second, draft_id).decisions[0] == beds


def test_amounts_are_stored_exactly_and_read_back(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    wanted = Wanted(
        name="新增养老床位",
        kind=Kind.RUNNING_TOTAL,
        value=Decimal("150.0001"),
        unit_of_measure="万张",
        path=Path.OWN_PLAN,
        plan_values=(Decimal(1), Decimal(2), Decimal("3.25"), Decimal("150.0001")),
        due=Period(2026, 4),
    )
    decisions = (FACTS, ROADS_LEAD, NumberSet(at("150张"), ReadingKind.TARGET, wanted))
    draft_id = taken(engine, office[0], now)
    with transaction(engine) as session:
        plan_drafts.decide(session, office[0], draft_id, 0, decisions, now)
    with reading(engine) as session:
        assert plan_draft(session, office[0], draft_id).decisions == decisions
        plan = prepared_plan(session, office[0], draft_id)
    assert next(each.wanted for each in plan.targets if each.start == at("150张")) == wanted


def test_what_a_person_decided_is_offered_with_the_next_notice(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    first_id = taken(engine, office[0], now)
    with transaction(engine) as session:
        said = [NumberSet(at("150张"), ReadingKind.REFERENCE)]
        plan_drafts.decide(session, office[0], first_id, 0, said, now)
        next_text = TEXT.replace("150张", "180张")
        next_id = plan_drafts.take_notice(session, office[1], "2027.txt", next_text, "click-2", now)
    with reading(engine) as session:
        plan = prepared_plan(session, office[1], next_id)
    assert next(each.remembered for each in plan.numbers if each.text == "180") is ReadingKind.REFERENCE


def test_a_notice_that_is_dropped_stays_with_its_reason_and_takes_no_more_decisions(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    draft_id = taken(engine, office[0], now)
    with transaction(engine) as session, pytest.raises(BadInput):
        plan_drafts.drop(session, office[0], draft_id, 0, " ", now)
    with transaction(engine) as session:
        plan_drafts.drop(session, office[0], draft_id, 0, "文件已撤回", now)
    with transaction(engine) as session, pytest.raises(Locked):
        plan_drafts.decide(session, office[0], draft_id, 1, [FACTS], now)
    with reading(engine) as session:
        assert plan_draft(session, office[0], draft_id).is_dropped
        actions = session.exec(select(Audit.action)).all()
    assert {"导入通知原文", "不再编制"} <= set(actions)


def test_a_name_that_resembles_a_unit_is_settled_by_a_person_and_an_alias_is_known(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    with transaction(engine) as session:
        session.add_all([Unit(name="市民政和养老服务局"), Unit(name="市财政局")])
        bureau = Unit(name="市交通运输局")
        session.add(bureau)
        session.flush()
        session.add(UnitAlias(name="市交通局", unit_id=bureau.id or 0))
    draft_id = taken(engine, office[0], now)
    with transaction(engine) as session:
        seen = plan_drafts.decide(session, office[0], draft_id, 0, [FACTS, ROADS_LEAD], now)
    with (
        transaction(engine) as session,
        pytest.raises(Refusal, match="“市民政局”与已有的“市民政和养老服务局”相近"),
    ):
        plan_drafts.make_draft(session, office[0], draft_id, seen, now)
    with transaction(engine) as session:
        settled = [UnitSet("市民政局", "市民政和养老服务局")]
        seen = plan_drafts.decide(session, office[0], draft_id, seen, settled, now)
        plan_id = plan_drafts.make_draft(session, office[0], draft_id, seen, now)
        led = select(Unit.name).join(TargetTerms).join(Target).where(Target.plan_id == plan_id)
        assert set(session.exec(led)) == {"市民政和养老服务局", "市交通运输局"}


@pytest.mark.parametrize("text", ["", " \n\u3000", "一" * (TEXT_LIMIT + 1)])
def test_a_text_that_is_none_is_refused_in_words(
    engine: Engine, office: tuple[Person, Person], now: datetime, text: str
) -> None:
    with pytest.raises(BadInput, match="。"):
        taken(engine, office[0], now, text)
