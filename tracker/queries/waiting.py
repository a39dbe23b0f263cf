"""What waits at a quarter: for review, and before it for the head or the co-responsible units."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlmodel import Session, col

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.figure import NO_NEIGHBOURS, Figure, Neighbours, ReportState, neighbours_at
from tracker.domain.measure.period import Period
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.scorecard import PlanRef, Score, Target, UnitRef
from tracker.domain.workflow.approval import Signature
from tracker.domain.workflow.queue import Look, looks
from tracker.queries.figures import FEW, compared_with, few, figures_of, latest_of
from tracker.queries.linked import sources_of
from tracker.queries.linked_units import co_units_beside, ever_sources
from tracker.queries.plans import rules_at
from tracker.queries.signatures import head_switch
from tracker.queries.submissions import Submission, query_at, records
from tracker.queries.sums import sums_of
from tracker.queries.targets import targets_of, units_by_id
from tracker.tables import Report
from tracker.tables import Target as TargetRow


@dataclass(frozen=True)
class Waiting:
    """A submission that waits, judged as if it were approved as it is.

    ``plan``: that its target stands in; pages list what waits in several.

    ``replaces``: the approved figure that a correction would replace. ``earlier``: this quarter's
    submissions before, the newest first. ``awaits_head``: the head of its unit has to confirm it first.
    ``neighbours``: the year's figures that it is held against. ``units_beside``: who co-leads what is
    reported with its target, and not the target itself.
    """

    submission: Submission
    score: Score
    plan: PlanRef
    replaces: Figure | None = None
    earlier: tuple[Submission, ...] = ()
    awaits_head: bool = False
    neighbours: Neighbours = NO_NEIGHBOURS
    units_beside: tuple[UnitRef, ...] = ()

    @property
    def co_units(self) -> tuple[UnitRef, ...]:
        """Who may say something of it."""
        return self.score.target.co_units + self.units_beside

    @property
    def earlier_countersigns(self) -> tuple[Signature, ...]:
        return tuple(each for submission in self.earlier for each in submission.countersigns)

    @cached_property
    def looks(self) -> tuple[Look, ...]:
        """Why it deserves a look, the weightiest reason first; found once, where the record is kept."""
        return looks(
            self.score,
            self.submission.period,
            self.neighbours,
            replaces=self.replaces,
            signatures=self.submission.countersigns,
            earlier=self.earlier_countersigns,
        )


def waiting(
    session: Session, person: Person, plan: PlanRef, period: Period, *, as_of: datetime | None = None
) -> tuple[Waiting, ...]:
    """What waits, or waited at ``as_of``, for review at a quarter, in the order it came."""
    require(person, Action.REVIEW)
    return in_hand(session, person, plan, period, as_of=as_of)


def in_hand(
    session: Session, person: Person, plan: PlanRef, period: Period, *, as_of: datetime | None = None
) -> tuple[Waiting, ...]:
    """The same of the targets that the person may see; callers check what the person may do."""
    latest = latest_of(session, plan.id, period, as_of)
    submitted = {key for key, (_, state) in latest.items() if state is ReportState.SUBMITTED}
    among = few(submitted)
    targets = {each.id: each for each in targets_of(session, person, plan.id, period, as_of, among)}
    waits = submitted & targets.keys()
    sent = _by_target(session, plan, period, waits, as_of)
    periods = (period,) if period.previous is None else (period, period.previous)
    sources = sources_of(session, plan.id, as_of)
    figures = figures_of(
        session, plan.id, periods, as_of=as_of, include_unapproved=True, sources=sources, among=among
    )
    approved = figures_of(session, plan.id, (period,), as_of=as_of, sources=sources, among=among)
    rules = rules_at(session, plan.id, as_of)
    others = compared_with(session, plan.id, period, as_of=as_of, among=among, sources=sources)
    sums = sums_of(
        session,
        plan.id,
        period,
        [targets[key] for key in waits],
        as_of=as_of,
        within_unit=not person.sees_everything,
    )
    head_confirms, ever = head_switch(session, plan.id, as_of=as_of).on, ever_sources(session)
    submissions = [
        Waiting(
            newest,
            score_of(targets[key], period, figures, rules),
            plan,
            approved.get((key, period)),
            tuple(earlier),
            head_confirms and newest.confirmed_at is None,
            neighbours_at(period, others.get(key, {}), sums.get(key, ())),
            _units_beside(session, targets[key], period, as_of) if key in ever else (),
        )
        for key, (newest, *earlier) in sent.items()
    ]
    return tuple(sorted(submissions, key=lambda each: each.submission.report_id))


def _units_beside(
    session: Session, target: Target, period: Period, as_of: datetime | None
) -> tuple[UnitRef, ...]:
    beside = co_units_beside(session, target.id, period, as_of)
    ids = frozenset().union(*beside.values()) - {target.lead.id, *(unit.id for unit in target.co_units)}
    return tuple(unit for key, unit in units_by_id(session).items() if key in ids)


def _by_target(
    session: Session, plan: PlanRef, period: Period, target_ids: set[int], as_of: datetime | None
) -> dict[int, list[Submission]]:
    """The quarter's submissions of these targets, the newest first."""
    query = (
        query_at(as_of)
        .join(TargetRow, col(TargetRow.id) == Report.target_id)
        .where(col(Report.period) == period, col(TargetRow.plan_id) == plan.id)
        .order_by(col(Report.number).desc())
    )
    # Else all of the quarter's are read, and the others passed over below.
    if len(target_ids) <= FEW:
        query = query.where(col(Report.target_id).in_(target_ids))
    by_target: dict[int, list[Submission]] = {}
    for submission in records(session, query, as_of):
        if submission.target_id in target_ids:
            by_target.setdefault(submission.target_id, []).append(submission)
    return by_target
