"""The register of corrections: approved figures that were reported anew, with the old and the new value."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.meetings.meeting import CorrectedFigure
from tracker.domain.progress.judging import judge
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.progress.status import Status
from tracker.domain.workflow.lifecycle import state_after
from tracker.queries.figures import few
from tracker.queries.plans import rules_at
from tracker.queries.targets import targets_of
from tracker.tables import Account, Report, Review
from tracker.tables import Target as TargetRow


def corrections(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[CorrectedFigure, ...]:
    """All corrections of the plan, the newest first; department staff get those of their own targets.

    A falling running total has a reason too, but corrects nothing and is not here.
    """
    rows = session.exec(_query(plan, as_of)).all()
    rules = rules_at(session, plan.id, as_of)
    among = few({row[0].target_id for row in rows})
    # Each under the terms of its own quarter, and only where the person sees the target under them.
    targets = {
        (target.id, period): target
        for period in {row[0].period for row in rows}
        for target in targets_of(session, person, plan.id, period, as_of, among)
    }
    known = ((row, targets.get((row[0].target_id, row[0].period))) for row in rows)
    return tuple(_record(row, target, rules) for row, target in known if target is not None)


def _query(plan: PlanRef, as_of: datetime | None) -> Any:
    old, old_review = aliased(Report), aliased(Review)
    author, reviewer = aliased(Account), aliased(Account)
    reviewed = col(Review.report_id) == Report.id
    if as_of is not None:
        reviewed = and_(reviewed, col(Review.decided_at) <= as_of)
    query: Any = (
        select(Report, Review, old, old_review, author.name, reviewer.name)  # type: ignore[call-overload]
        .join(old, col(old.id) == Report.corrects_id)
        .join(old_review, col(old_review.report_id) == old.id)
        .join(TargetRow, col(TargetRow.id) == Report.target_id)
        .join(author, col(author.id) == Report.submitted_by_id)
        .join(Review, reviewed, isouter=True)
        .join(reviewer, col(reviewer.id) == Review.decided_by_id, isouter=True)
        .where(TargetRow.plan_id == plan.id)
        .order_by(col(Report.id).desc())
    )
    return query if as_of is None else query.where(col(Report.submitted_at) <= as_of)


def _record(row: Any, target: Target, rules: RuleSet) -> CorrectedFigure:
    report, review, old, old_review, author, reviewer = row
    old_value, new_value = _counted(old, old_review), _counted(report, review)
    return CorrectedFigure(
        report_id=report.id,
        target_id=target.id,
        code=target.code,
        name=target.name,
        lead=target.lead.name,
        lead_id=target.lead.id,
        period=report.period,
        terms=target.terms,
        old_value=old_value,
        new_value=new_value,
        old_status=_status(target, report.period, old_value, old.data_month, rules),
        new_status=_status(target, report.period, new_value, report.data_month, rules),
        reason=report.reason,
        submitted_by=author,
        submitted_at=report.submitted_at,
        state=state_after(None if review is None else review.decision),
        decided_by=reviewer or "",
        decided_at=None if review is None else review.decided_at,
        note="" if review is None else review.note,
    )


def _counted(report: Report, review: Review | None) -> Decimal | None:
    verified = None if review is None else review.verified_value
    return report.value if verified is None else verified


def _status(target: Target, period: Period, value: Decimal | None, data_month: int, rules: RuleSet) -> Status:
    judged = judge(target.terms, value, data_month, period, rules, not_applicable=value is None)
    return judged.status
