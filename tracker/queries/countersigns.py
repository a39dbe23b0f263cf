"""会签: what a co-responsible unit can say something of, and objections to approved figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Relation, allowed, require
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.scorecard import PlanRef, Score, UnitRef
from tracker.domain.workflow.approval import open_objections
from tracker.domain.workflow.lifecycle import WindowState, window_state
from tracker.queries.figures import figures_of, served
from tracker.queries.linked_units import co_units_beside, ever_sources, units_at
from tracker.queries.plans import rules_at, window_of
from tracker.queries.submissions import Submission, query_at, records
from tracker.queries.targets import targets_of, units_by_id
from tracker.queries.waiting import in_hand
from tracker.tables import Countersign, Report, Target


@dataclass(frozen=True)
class Countersignable:
    """A submission with the person's own units that co-lead its target, in the notice's order."""

    submission: Submission
    score: Score
    units: tuple[UnitRef, ...]
    plan: PlanRef

    @property
    def is_approved(self) -> bool:
        return self.submission.state is ReportState.APPROVED

    @property
    def is_unsaid(self) -> bool:
        """Whether one of the units has said nothing yet."""
        signed = {each.unit_id for each in self.submission.countersigns}
        return any(unit.id not in signed for unit in self.units)


@dataclass(frozen=True)
class ObjectedTo:
    """An approved figure that a co-responsible unit objects to since."""

    submission: Submission
    score: Score


def to_countersign(
    session: Session,
    person: Person,
    plan: PlanRef,
    period: Period,
    now: datetime,
    *,
    as_of: datetime | None = None,
) -> tuple[Countersignable, ...]:
    """What waits, then what is approved while the window is not closed; in the notice's order.

    A figure that stands in two plans is reported in one: those who co-lead the other's target have a word on
    it too (DOMAIN §4), and it is listed once.
    """
    window = window_of(session, plan.id, period, as_of)
    waiting = [(each.submission, each.score) for each in in_hand(session, person, plan, period, as_of=as_of)]
    approved = []
    if window_state(window, now) is not WindowState.CLOSED:
        # Where a correction waits, the word is asked on it, not on the figure that it would replace.
        busy = {score.target.id for _, score in waiting}
        counting = _approved(session, person, plan, period, as_of)
        approved = [each for each in counting if each[1].target.id not in busy]
    ever, names = ever_sources(session), units_by_id(session)
    listed = list(_linked(session, person, plan, period, now, as_of)) if ever else []
    for submission, score in (*waiting, *approved):
        units = _own(person, score)
        if units and submission.target_id in ever:
            beside = _beside(session, person, submission, as_of) - {unit.id for unit in units}
            units += tuple(names[key] for key in sorted(beside))
        if units:
            listed.append(Countersignable(submission, score, units, plan))
    # In each of the two in the notice's order.
    return tuple(sorted(listed, key=lambda each: (each.is_approved, each.score.target.anchor.quote_start)))


def _linked(
    session: Session, person: Person, plan: PlanRef, period: Period, now: datetime, as_of: datetime | None
) -> Iterator[Countersignable]:
    """What is reported with a target of another plan, for those who have no part in it there.

    It is listed once, in the first plan in which they have one.
    """
    elsewhere = served(session, plan.id, period, as_of)
    known = targets_of(session, person, plan.id, period, as_of) if elsewhere else ()
    rules, names = rules_at(session, plan.id, as_of), units_by_id(session)
    periods = _with_previous(period)
    for target in known:
        source = elsewhere.get(target.id)
        at = None if source is None else source.period_for(period)
        if source is None or at is None:
            continue
        lead, co_units = units_at(session, source.target_id, at, as_of)
        speaking = {source.target_id: co_units | {lead}}
        speaking |= co_units_beside(session, source.target_id, at, as_of)
        if next((key for key, ids in speaking.items() if ids & person.unit_ids), None) != target.id:
            continue
        query = query_at(as_of).where(col(Report.target_id) == source.target_id, col(Report.period) == at)
        sent = records(session, query.order_by(col(Report.number)), as_of)
        waits = bool(sent) and sent[-1].state is ReportState.SUBMITTED
        window = window_of(session, source.plan_id, at, as_of)
        if not waits and window_state(window, now) is WindowState.CLOSED:
            continue
        figures = figures_of(
            session, plan.id, periods, as_of=as_of, include_unapproved=waits, among=(target.id,)
        )
        score = score_of(target, period, figures, rules)
        if score.figure is None or not _own(person, score):
            continue
        own = sorted(person.unit_ids & frozenset().union(*speaking.values()))
        for submission in sent:
            if submission.report_id == score.figure.report_id:
                yield Countersignable(submission, score, tuple(names[key] for key in own), plan)


def _beside(
    session: Session, person: Person, submission: Submission, as_of: datetime | None
) -> frozenset[int]:
    """The person's units that co-lead what is reported with a submission's target."""
    beside = co_units_beside(session, submission.target_id, submission.period, as_of)
    return person.unit_ids & frozenset().union(*beside.values())


def _own(person: Person, score: Score) -> tuple[UnitRef, ...]:
    """The person's units that may countersign: those that co-lead and do not lead."""
    target = score.target
    co_units = frozenset(unit.id for unit in target.co_units)
    if not allowed(person.role, Action.COUNTERSIGN, person.relation_to(target.lead.id, co_units)):
        return ()
    return tuple(unit for unit in target.co_units if unit.id in person.unit_ids)


def objected_to(
    session: Session, person: Person, plan: PlanRef, period: Period, *, as_of: datetime | None = None
) -> tuple[ObjectedTo, ...]:
    """Approved figures with an objection that came since, or was left unanswered (已审核有异议)."""
    require(person, Action.REVIEW, Relation.NONE)
    # All approved figures are dear to read, and at most quarters nobody has signed anything.
    signed = set(
        session.exec(
            select(Countersign.report_id)
            .join(Report, col(Report.id) == Countersign.report_id)
            .join(Target, col(Target.id) == Report.target_id)
            .where(Report.period == period, Target.plan_id == plan.id)
        )
    )
    listed = _approved(session, person, plan, period, as_of) if signed else []
    return tuple(
        ObjectedTo(submission, score)
        for submission, score in listed
        if open_objections(submission.countersigns)
    )


def _approved(
    session: Session, person: Person, plan: PlanRef, period: Period, as_of: datetime | None
) -> list[tuple[Submission, Score]]:
    """The approved figures that count, as they were submitted, in the notice's order."""
    figures = figures_of(session, plan.id, _with_previous(period), as_of=as_of)
    rules = rules_at(session, plan.id, as_of)
    of_plan = select(Target.id).where(Target.plan_id == plan.id)
    query = query_at(as_of).where(col(Report.period) == period, col(Report.target_id).in_(of_plan))
    sent = {each.report_id: each for each in records(session, query, as_of)}
    listed = []
    for target in targets_of(session, person, plan.id, period, as_of):
        score = score_of(target, period, figures, rules)
        # A milestone done before was submitted, and signed, at its own period; what is reported with a target
        # of another plan is signed there.
        if score.figure is not None and score.figure.report_id in sent:
            listed.append((sent[score.figure.report_id], score))
    return listed


def _with_previous(period: Period) -> tuple[Period, ...]:
    return (period,) if period.previous is None else (period, period.previous)
