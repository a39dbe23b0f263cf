"""A plan's way: drafted, published by a second person, closed; each step with who, when and why.

Each step names the number of steps that its taker saw: nobody publishes or closes on an older state.
"""

from datetime import datetime

from sqlmodel import Session, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import Change, NotFound, Refusal, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.plan import PlanState
from tracker.domain.workflow.plan_states import check_step
from tracker.queries.people import account_name
from tracker.queries.plans import newest_step, publishers
from tracker.services import audit
from tracker.services.second_person import require_second
from tracker.tables import Plan, PlanStep, Target


def begin(session: Session, person: Person | None, plan_id: int, now: datetime) -> None:
    """A plan that has just been stored begins as a draft."""
    _store(session, person, plan_id, 1, PlanState.DRAFT, "", now)


def publish(session: Session, person: Person | None, plan_id: int, seen: int, now: datetime) -> None:
    """Put a draft in force: from here on departments see it and report. ``person`` is None for a command.

    Who drafted it or corrected its reading publishes it only where nobody else has the right; the trail then
    says so. The same click twice is one step. Raises NotAllowed, Refusal without targets, StaleState.
    """
    _require(person)
    plan = _plan(session, plan_id)
    if _is_second_click(session, person, plan_id, seen, PlanState.PUBLISHED):
        return
    check_step(newest_step(session, plan_id).state, PlanState.PUBLISHED, "")
    if session.exec(select(Target.id).where(Target.plan_id == plan_id).limit(1)).first() is None:
        raise Refusal(_("这份方案中没有目标,不能发布。"))
    reason = ""
    if person is not None:
        drafters = publishers(session, person, plan_id).drafters
        reason = require_second(session, person, Action.MANAGE_PLAN, drafters)
    _take(session, person, plan, seen, PlanState.PUBLISHED, "发布方案", reason, now)


def close(
    session: Session, person: Person | None, plan_id: int, seen: int, reason: str, now: datetime
) -> None:
    """End a plan: it stays readable with all its files, and nothing is written about it any more.

    Raises BadInput without a reason, Locked for a plan that is not published, StaleState.
    """
    _turn(session, person, plan_id, seen, PlanState.CLOSED, "结束方案", reason, now)


def reopen(
    session: Session, person: Person | None, plan_id: int, seen: int, reason: str, now: datetime
) -> None:
    """Put a closed plan in force again. Raises BadInput without a reason, Locked, StaleState."""
    plan = _plan(session, plan_id)
    if newest_step(session, plan_id).state is PlanState.DRAFT:
        _require(person)
        raise Refusal(_("“{title}”还是草案,请先发布。").format(title=plan.title))
    _turn(session, person, plan_id, seen, PlanState.PUBLISHED, "恢复执行方案", reason, now)


def _turn(
    session: Session,
    person: Person | None,
    plan_id: int,
    seen: int,
    state: PlanState,
    action: str,
    reason: str,
    now: datetime,
) -> None:
    _require(person)
    plan, reason = _plan(session, plan_id), clean_text(reason, what=_("理由"))
    if _is_second_click(session, person, plan_id, seen, state):
        return
    check_step(newest_step(session, plan_id).state, state, reason)
    _take(session, person, plan, seen, state, action, reason, now)


def _require(person: Person | None) -> None:
    if person is not None:
        require(person, Action.MANAGE_PLAN)


def _plan(session: Session, plan_id: int) -> Plan:
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise NotFound(_("没有这个方案。"))
    return plan


def _is_second_click(
    session: Session, person: Person | None, plan_id: int, seen: int, state: PlanState
) -> bool:
    """Whether the person took this very step last. Raises StaleState where somebody else took one since."""
    newest = newest_step(session, plan_id)
    if newest.number == seen:
        return False
    by = None if person is None else person.account_id
    if (newest.number, newest.state, newest.taken_by_id) == (seen + 1, state, by):
        return True
    name = account_name(session, newest.taken_by_id) or audit.SYSTEM
    sentence = _("{name}刚把这份方案改为“{state}”,您的操作没有办理,请核对后再操作。")
    change = Change(_("方案状态"), "", newest.state.word, name)
    raise StaleState(sentence.format(name=name, state=newest.state.word), (change,))


def _take(
    session: Session,
    person: Person | None,
    plan: Plan,
    seen: int,
    state: PlanState,
    action: str,
    reason: str,
    now: datetime,
) -> None:
    assert plan.id is not None, "a plan that is asked for is stored"
    _store(session, person, plan.id, seen + 1, state, reason, now)
    subject = f"{plan.document} {plan.title}".strip()
    audit.record(session, person, action, subject, now, {"plan": plan.code, "reason": reason})


def _store(
    session: Session,
    person: Person | None,
    plan_id: int,
    number: int,
    state: PlanState,
    reason: str,
    now: datetime,
) -> None:
    by = None if person is None else person.account_id
    step = PlanStep(plan_id=plan_id, number=number, state=state, reason=reason, taken_by_id=by, taken_at=now)
    session.add(step)
    session.flush()
