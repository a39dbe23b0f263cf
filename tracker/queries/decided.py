"""已审: what the office decided at a period, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.progress.scorecard import Target as TargetRecord
from tracker.domain.workflow.lifecycle import Decision
from tracker.queries.figures import few
from tracker.queries.submissions import Submission, query_at, records
from tracker.queries.targets import targets_of
from tracker.tables import Report, Review, Target


@dataclass(frozen=True)
class Decided:
    """``listed``: targets with their submissions; ``count`` is of all, also of those that are not listed."""

    count: int
    listed: tuple[tuple[TargetRecord, Submission], ...]


def decided(
    session: Session,
    person: Person,
    plan: PlanRef,
    period: Period,
    *,
    most: int,
    as_of: datetime | None = None,
) -> Decided:
    """The ``most`` newest decisions on the period's submissions; what departments withdrew is none."""
    require(person, Action.REVIEW)
    of_office = (
        col(Target.plan_id) == plan.id,
        col(Report.period) == period,
        col(Review.decision).in_([Decision.APPROVE, Decision.RETURN]),
        *(() if as_of is None else (col(Review.decided_at) <= as_of,)),
    )
    counted = select(func.count()).select_from(Review).join(Report).join(Target).where(*of_office)
    query = query_at(as_of).join(Target, col(Target.id) == Report.target_id).where(*of_office)
    newest = query.order_by(col(Review.decided_at).desc(), col(Report.id).desc()).limit(most)
    shown = records(session, newest, as_of)
    among = few({each.target_id for each in shown})
    targets = {each.id: each for each in targets_of(session, person, plan.id, period, as_of, among)}
    listed = (each for each in shown if each.target_id in targets)
    return Decided(session.exec(counted).one(), tuple((targets[each.target_id], each) for each in listed))
