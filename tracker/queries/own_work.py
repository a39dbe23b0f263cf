"""What waits for a person at a period, who can do something about it: the numbers at the doors."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, Relation, allowed, may_open
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.pace import is_owed
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.approval import open_objections
from tracker.domain.workflow.lifecycle import window_state
from tracker.domain.workflow.matters import MatterState
from tracker.queries.confirmations import to_confirm
from tracker.queries.countersigns import to_countersign
from tracker.queries.directives import directives_waiting
from tracker.queries.entries import Ledger, ledger_of, tasks
from tracker.queries.figures import latest_of, served
from tracker.queries.matters import matters
from tracker.queries.people import others_able
from tracker.queries.plans import window_of
from tracker.queries.targets import targets_of
from tracker.queries.waiting import Waiting, waiting
from tracker.tables import AdjustmentDecision, AdjustmentRequest, Report, Target

MANY = "review?mode=many"  # a look at a page, as its tab names it (ui/parts/head.py)

# The pages that list what waits in all open plans; what waits on the others is of one plan.
OVER_PLANS = frozenset({"tasks", "countersign", "confirm", "review", "chase", "matters", "directives"})


def own_work(
    session: Session,
    person: Person,
    plan: PlanRef,
    period: Period,
    now: datetime,
    ledger: Ledger | None = None,
) -> Mapping[str, int]:
    """By page: how many things there wait for this person; only what is not zero.

    ``MANY``: of those at review, what can be decided with others in one click.

    Nothing is to be reported before the window opens. ``ledger``: the person's at the period, where it was
    read already.
    """
    has_opened = window_state(window_of(session, plan.id, period), now).has_opened
    counts = {"matters": _matters(session, person, plan)}
    if may_open(person.role, "directives"):
        counts["directives"] = len(directives_waiting(session, person, plan))
    if may_open(person.role, "tasks") and has_opened:
        listed = tasks(session, person, ledger or ledger_of(session, person, plan, period))
        counts["tasks"] = sum(task.is_open for task in listed)
    if may_open(person.role, "countersign"):
        signable = to_countersign(session, person, plan, period, now)
        counts["countersign"] = sum(each.is_unsaid and not each.is_approved for each in signable)
    if may_open(person.role, "confirm"):
        counts["confirm"] = len(
            _of_others(session, person, Action.CONFIRM, to_confirm(session, person, plan, period))
        )
    if may_open(person.role, "review"):
        listed_for_review = waiting(session, person, plan, period)
        with_office = [each for each in listed_for_review if not each.awaits_head]
        to_decide = _of_others(session, person, Action.REVIEW, with_office)
        counts["review"] = len(to_decide)
        counts[MANY] = sum(not open_objections(each.submission.countersigns) for each in to_decide)
    if allowed(person.role, Action.DECIDE_ADJUSTMENT):
        counts["adjustments"] = _adjustments(session, person, plan)
    if may_open(person.role, "chase") and has_opened:
        counts["chase"] = _missing(session, person, plan, period)
    return {page: count for page, count in counts.items() if count}


def _of_others(session: Session, person: Person, action: Action, listed: Sequence[Waiting]) -> list[Waiting]:
    """Without one's own submissions, which wait for somebody else, where there is one."""
    # By the unit whose head confirms; the office is one.
    by_unit = action is Action.CONFIRM
    of = {each.submission.report_id: each.score.target.lead.id if by_unit else None for each in listed}
    mine = col(Report.submitted_by_id) == person.account_id
    own = session.exec(select(Report.id).where(mine, col(Report.id).in_(of))).all() if of else ()
    units = {of[key] for key in own if key is not None}
    left = {unit for unit in units if others_able(session, action, {person.account_id}, unit)}
    return [each for each in listed if (key := each.submission.report_id) not in own or of[key] not in left]


def _missing(session: Session, person: Person, plan: PlanRef, period: Period) -> int:
    """Targets of which a report is owed and none is there."""
    latest = latest_of(session, plan.id, period)
    is_in = {key for key, (_report, state) in latest.items() if state in _IN}
    is_in |= served(session, plan.id, period).keys()  # counted where they are reported
    listed = targets_of(session, person, plan.id, period, None)
    return sum(target.id not in is_in and is_owed(target.terms, period) for target in listed)


_IN = (ReportState.SUBMITTED, ReportState.APPROVED)


def _adjustments(session: Session, person: Person, plan: PlanRef) -> int:
    """Requests that no one has decided on; of a target the newest alone can wait.

    One's own waits for somebody else, where there is one.
    """
    newest = (
        select(func.max(AdjustmentRequest.id))
        .join(Target, col(Target.id) == AdjustmentRequest.target_id)
        .where(Target.plan_id == plan.id)
        .group_by(col(AdjustmentRequest.target_id))
    )
    decided = select(AdjustmentDecision.request_id)
    waiting = col(AdjustmentRequest.id).in_(newest) & col(AdjustmentRequest.id).not_in(decided)
    query = select(AdjustmentRequest.applied_by_id).where(waiting)
    applicants = session.exec(query).all()
    own = {person.account_id}
    if own.isdisjoint(applicants) or not others_able(session, Action.DECIDE_ADJUSTMENT, own):
        return len(applicants)
    return sum(each not in own for each in applicants)


def _matters(session: Session, person: Person, plan: PlanRef) -> int:
    """To be decided, for the office; to be worked on, for a unit's clerks."""
    if allowed(person.role, Action.DECIDE_MATTER):
        return sum(line.state is MatterState.RAISED for line in matters(session, person, plan))
    if not allowed(person.role, Action.WORK_ON_MATTER, Relation.LEADS):
        return 0
    return sum(
        line.state is MatterState.DECIDED
        and line.responsible is not None
        and line.responsible.id in person.unit_ids
        for line in matters(session, person, plan)
    )
