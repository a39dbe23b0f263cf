"""会签: what a co-responsible unit can say something of, and objections to approved figures."""

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
from tracker.queries.figures import figures_of
from tracker.queries.plans import rules_at, window_of
from tracker.queries.submissions import Submission, query_at, records
from tracker.queries.targets import targets_of
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
    """What waits, then what is approved while the window is not closed; in the notice's order."""
    window = window_of(session, plan.id, period, as_of)
    waiting = [(each.submission, each.score) for each in in_hand(session, person, plan, period, as_of=as_of)]
    approved = []
    if window_state(window, now) is not WindowState.CLOSED:
        # Where a correction waits, the word is asked on it, not on the figure that it would replace.
        busy = {score.target.id for _, score in waiting}
        listed = _approved(session, person, plan, period, as_of)
        approved = [each for each in listed if each[1].target.id not in busy]
    # What is approved comes in this order already.
    waiting.sort(key=lambda each: each[1].target.anchor.quote_start)
    return tuple(
        Countersignable(submission, score, units, plan)
        for submission, score in (*waiting, *approved)
        if (units := _own(person, score))
    )


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
    periods = (period,) if period.previous is None else (period, period.previous)
    figures = figures_of(session, plan.id, periods, as_of=as_of)
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
