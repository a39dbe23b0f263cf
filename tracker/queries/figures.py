"""The figures that count: from the standing now, or derived from the facts as known at a time.

Both ways give the same rows; queries/integrity.py compares them.
"""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlmodel import Session, col

from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Figure
from tracker.domain.workflow.lifecycle import Decision, ReportState
from tracker.tables import Report, Review, Standing, Target

_COLUMNS: Any = (
    col(Report.target_id),
    col(Report.period),
    col(Report.id),
    col(Report.value),
    col(Report.data_month),
    col(Report.finality),
    col(Report.submitted_at),
    col(Report.is_on_time),
    col(Report.corrects_id),
    col(Report.call),
    col(Report.call_value),
)


def figures_of(
    session: Session,
    plan_id: int,
    periods: tuple[Period, ...],
    *,
    as_of: datetime | None = None,
    include_unapproved: bool = False,
    among: Collection[int] | None = None,
) -> dict[tuple[int, Period], Figure]:
    """By target and quarter. Approved figures, or with ``include_unapproved`` the waiting ones first.

    ``among``: only of targets with these ids.
    """
    if as_of is None:
        query = _standing_now(plan_id, periods, include_unapproved)
    else:
        query = _derived(plan_id, periods, as_of, include_unapproved)
    if among is not None:
        query = query.where(query.selected_columns[0].in_(among))
    rows = session.exec(query)
    return {(row[0], row[1]): _figure(row) for row in rows}


def _standing_now(plan_id: int, periods: tuple[Period, ...], unapproved: bool) -> Any:
    """One pass over the narrow standing; the report that counts is found by its key."""
    waiting = col(Standing.latest_state) == ReportState.SUBMITTED
    chosen = col(Standing.approved_report_id) == col(Report.id)
    if unapproved:
        chosen = or_(and_(waiting, col(Standing.latest_report_id) == col(Report.id)), and_(~waiting, chosen))
    return (
        select(
            *_COLUMNS,
            col(Standing.approved_value),
            col(Standing.approved_report_id) == col(Report.id),
        )
        .join(Report, chosen)
        .join(Target, col(Target.id) == Standing.target_id)
        .where(col(Standing.period).in_(periods), col(Target.plan_id) == plan_id)
    )


def _derived(plan_id: int, periods: tuple[Period, ...], as_of: datetime, unapproved: bool) -> Any:
    """The same from the facts: the newest submission that counted at ``as_of``."""
    known = and_(col(Review.report_id) == col(Report.id), col(Review.decided_at) <= as_of)
    approved = col(Review.decision) == Decision.APPROVE
    newest = func.max(Report.number).over(partition_by=(col(Report.target_id), col(Report.period)))
    waiting_newest = and_(col(Review.id).is_(None), Report.number == _newest_number(as_of))
    counts = or_(approved, waiting_newest) if unapproved else approved
    candidates = (
        select(
            *_COLUMNS,
            func.coalesce(col(Review.verified_value), col(Report.value)).label("effective"),
            approved.label("is_approved"),
            col(Report.number),
            newest.label("newest"),
        )
        .join(Target, col(Target.id) == Report.target_id)
        .join(Review, known, isouter=True)
        .where(
            col(Report.period).in_(periods),
            col(Target.plan_id) == plan_id,
            col(Report.submitted_at) <= as_of,
            counts,
        )
        .subquery()
    )
    wanted = [column for column in candidates.c if column.key not in ("number", "newest")]
    return select(*wanted).where(candidates.c.number == candidates.c.newest)


def _newest_number(as_of: datetime) -> Any:
    other = Report.__table__.alias("other")  # type: ignore[attr-defined]
    return (
        select(func.max(other.c.number))
        .where(
            other.c.target_id == col(Report.target_id),
            other.c.period == col(Report.period),
            other.c.submitted_at <= as_of,
        )
        .scalar_subquery()
    )


def latest_of(
    session: Session,
    plan_id: int,
    period: Period,
    as_of: datetime | None = None,
    among: Collection[int] | None = None,
) -> dict[int, tuple[int, ReportState]]:
    """By target: the id of the quarter's latest submission, and where it stands.

    ``among``: only of targets with these ids.
    """
    if as_of is None:
        query: Any = (
            select(col(Standing.target_id), col(Standing.latest_report_id), col(Standing.latest_state))
            .join(Target, col(Target.id) == Standing.target_id)
            .where(col(Standing.period) == period, col(Target.plan_id) == plan_id)
        )
        if among is not None:
            query = query.where(col(Standing.target_id).in_(among))
        return {row[0]: (row[1], row[2]) for row in session.connection().execute(query)}
    known = and_(col(Review.report_id) == col(Report.id), col(Review.decided_at) <= as_of)
    query = (
        select(col(Report.target_id), col(Report.id), col(Review.decision))
        .join(Target, col(Target.id) == Report.target_id)
        .join(Review, known, isouter=True)
        .where(
            col(Report.period) == period,
            col(Target.plan_id) == plan_id,
            col(Report.submitted_at) <= as_of,
            col(Report.number) == _newest_number(as_of),
        )
    )
    if among is not None:
        query = query.where(col(Report.target_id).in_(among))
    found = session.connection().execute(query)
    return {
        target: (report, ReportState.SUBMITTED if decision is None else ReportState(decision.value))
        for target, report, decision in found
    }


def waiting_of(
    session: Session, plan_id: int, period: Period, as_of: datetime | None = None
) -> dict[int, bool]:
    """Targets with a submission that waits for review and no approved figure: whether it came on time."""
    if as_of is not None:
        known = figures_of(session, plan_id, (period,), as_of=as_of, include_unapproved=True)
        approved = figures_of(session, plan_id, (period,), as_of=as_of)
        return {key[0]: known[key].is_on_time for key in known.keys() - approved.keys()}
    query = (
        select(col(Standing.target_id), col(Report.is_on_time))
        .join(Report, col(Report.id) == Standing.latest_report_id)
        .join(Target, col(Target.id) == Standing.target_id)
        .where(
            col(Standing.period) == period,
            col(Standing.latest_state) == ReportState.SUBMITTED,
            col(Standing.approved_report_id).is_(None),
            col(Target.plan_id) == plan_id,
        )
    )
    return {row[0]: row[1] for row in session.connection().execute(query)}


def _figure(row: Any) -> Figure:
    (
        _,
        _,
        report_id,
        reported,
        month,
        finality,
        at,
        on_time,
        corrects,
        call,
        call_value,
        effective,
        approved,
    ) = row
    value: Decimal | None = effective if approved else reported
    return Figure(
        report_id,
        value,
        reported,
        month,
        finality,
        ReportState.APPROVED if approved else ReportState.SUBMITTED,
        at,
        on_time,
        corrects is not None,
        call,
        call_value,
    )
