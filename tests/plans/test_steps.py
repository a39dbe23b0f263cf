"""A plan is drafted by one person and published by another; it is closed with a reason, and opened again."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from tests.entry.ledger import NOW, Desk, open_desk
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import BadInput, NotAllowed, Refusal, StaleState
from tracker.domain.measure.plan import PlanState
from tracker.notice.records import Register
from tracker.notice.register import load_register
from tracker.queries.integrity import findings
from tracker.queries.plans import TakenStep, plan_lines, plans
from tracker.services import accounts, errata, register
from tracker.services.plans import close, publish, reopen
from tracker.settings import ROOT
from tracker.tables import Audit, Plan, PlanStep

FOLDER: Path = ROOT / "seed" / "haining-2025"


@pytest.fixture(scope="module")
def seed() -> Register:
    whole = load_register(FOLDER)
    return replace(whole, targets=(whole.target("A1-01"), whole.target("T02-01")), readings=())


@dataclass
class Office:
    """The ledger of the services' tests with a draft of 周's in it; each method is a click."""

    desk: Desk
    plan_id: int = 0

    def click(self, act: Any, who: str | None, *rest: Any) -> Any:
        with transaction(self.desk.engine) as session:
            return act(session, None if who is None else self.desk.people[who], *rest, NOW)

    def publish(self, who: str | None, seen: int = 1) -> None:
        self.click(publish, who, self.plan_id, seen)

    def steps(self) -> tuple[TakenStep, ...]:
        with reading(self.desk.engine) as session:
            lines = plan_lines(session, self.desk.people["周"])
        return next(line.steps for line in lines if line.plan.id == self.plan_id)

    def states(self) -> list[PlanState]:
        return [step.state for step in self.steps()]

    def seen_by(self, who: str | None) -> bool:
        with reading(self.desk.engine) as session:
            person = None if who is None else self.desk.people[who]
            return self.plan_id in {plan.id for plan in plans(session, person)}


@pytest.fixture
def office(engine: Engine, seed: Register) -> Office:
    office = Office(open_desk(engine))
    office.plan_id = office.click(register.draft, "周", seed)
    return office


def test_a_draft_is_seen_by_the_office_and_administrators_alone_and_published_by_all(office: Office) -> None:
    everybody = ("王", "周", "吴", "沈", "陈", None)
    assert [who for who in everybody if office.seen_by(who)] == ["周", "吴", "陈"]
    office.publish("吴")
    assert all(map(office.seen_by, everybody))


def test_who_drafted_a_plan_does_not_publish_it(office: Office) -> None:
    with pytest.raises(NotAllowed, match="吴可以发布"):
        office.publish("周")
    assert office.states() == [PlanState.DRAFT]
    office.publish("吴")
    assert office.states() == [PlanState.DRAFT, PlanState.PUBLISHED]
    drafted, published = office.steps()
    assert (drafted.by, published.by, published.reason) == ("周", "吴", "")


def test_who_corrected_a_draft_does_not_publish_it_either(office: Office) -> None:
    def withdraw(session: Session, person: Person, now: Any) -> None:
        target, terms = (
            session.connection()
            .exec_driver_sql(
                f"SELECT t.id, v.id FROM target t JOIN target_terms v ON v.target_id = t.id "
                f"WHERE t.plan_id = {office.plan_id} ORDER BY t.id LIMIT 1"
            )
            .one()
        )
        errata.withdraw(session, person, target, terms, "reference", "原文是对照数。", "k", now)

    office.click(withdraw, "吴")
    with transaction(office.desk.engine) as session:
        accounts.create_account(session, None, "zheng", "郑", Role.REVIEWER, [], NOW)
    for who in ("周", "吴"):
        with pytest.raises(NotAllowed, match="郑可以发布"):
            office.publish(who)


def test_where_nobody_else_has_the_right_the_trail_says_that_one_person_did_both(office: Office) -> None:
    with transaction(office.desk.engine) as session:
        wu = office.desk.people["吴"].account_id
        accounts.set_active(session, office.desk.people["陈"], wu, False, NOW)
    office.publish("周")
    assert office.steps()[-1].reason == "起草人自行发布：没有其他账号有发布权限"
    with reading(office.desk.engine) as session:
        (row,) = session.exec(select(Audit).where(Audit.action == "发布方案")).all()
    assert (row.actor_name, "起草人自行发布" in row.detail) == ("周", True)


@pytest.mark.parametrize("who", ["王", "沈", "陈"])
def test_nobody_but_the_office_takes_a_step(office: Office, who: str) -> None:
    with pytest.raises(NotAllowed):
        office.publish(who)
    office.publish("吴")
    for act in (close, reopen):
        with pytest.raises(NotAllowed):
            office.click(act, who, office.plan_id, 2, "理由。")


def test_a_plan_without_targets_is_not_published(office: Office, seed: Register) -> None:
    facts = replace(seed.plan, code="empty")
    office.plan_id = office.click(register.draft, "周", replace(seed, plan=facts, targets=()))
    with pytest.raises(Refusal, match="没有目标"):
        office.publish("吴")


def test_a_closed_plan_is_opened_again_with_a_reason(office: Office) -> None:
    office.publish("吴")
    with pytest.raises(BadInput, match="理由"):
        office.click(close, "周", office.plan_id, 2, " ")
    office.click(close, "周", office.plan_id, 2, "年度结束。")
    office.click(reopen, "吴", office.plan_id, 3, "四季度补报。")
    assert office.states()[1:] == [PlanState.PUBLISHED, PlanState.CLOSED, PlanState.PUBLISHED]
    assert [step.reason for step in office.steps()][2:] == ["年度结束。", "四季度补报。"]
    with pytest.raises(Refusal, match="执行中"):
        office.click(reopen, "吴", office.plan_id, 4, "再一次。")


def test_a_draft_is_not_opened_again_past_its_second_person(office: Office) -> None:
    with pytest.raises(Refusal, match="先发布"):
        office.click(reopen, "周", office.plan_id, 1, "理由。")
    assert office.states() == [PlanState.DRAFT]


def test_the_same_click_is_one_step_and_a_colleagues_step_is_told(office: Office) -> None:
    office.publish("吴")
    office.publish("吴")
    assert len(office.steps()) == 2
    office.click(close, "吴", office.plan_id, 2, "年度结束。")
    with pytest.raises(StaleState, match="吴刚把这份方案改为“已结束”"):
        office.click(close, "周", office.plan_id, 2, "年度结束。")


def test_a_command_drafts_and_publishes_for_nobody(office: Office, seed: Register) -> None:
    other = replace(seed, plan=replace(seed.plan, code="by-command"))
    office.plan_id = office.click(register.draft, None, other)
    office.publish("周")
    assert [step.by for step in office.steps()] == ["", "周"]


def test_verify_finds_a_step_that_does_not_follow_and_a_plan_without_any(office: Office) -> None:
    assert office.desk.differences() == []
    with transaction(office.desk.engine) as session:
        session.add(PlanStep(plan_id=office.plan_id, number=2, state=PlanState.CLOSED, taken_at=NOW))
        plan = session.get_one(Plan, office.plan_id)
        bare = {name: getattr(plan, name) for name in Plan.model_fields if name != "id"}
        session.add(Plan(**bare | {"code": "bare"}))
    with reading(office.desk.engine) as session:
        found = [str(each) for each in findings(session)]
    assert "方案haining-2025的第2步状态与前一步不衔接。" in found
    assert "方案bare没有状态。" in found
