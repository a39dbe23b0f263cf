"""The figures that count: from the standing now, or derived from the facts as known at a time.

Both ways give the same rows; queries/integrity.py compares them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, case, func, or_, select, true
from sqlmodel import Session, col

from tracker.domain.measure.figure import Figure, Finality, ReportState, Waiting, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import Decision, state_after
from tracker.domain.workflow.linking import Source
from tracker.queries.linked import sources_of
from tracker.tables import Account, Report, Review, Standing, Target

Sources = Mapping[int, Source]  # by linked target
FEW = 500  # targets in a list: SQLite admits a limited number of parameters


def few(targets: Collection[int]) -> Collection[int] | None:
    """What a statement is narrowed to: these targets, or, where they are not few, none of it at all."""
    return targets if len(targets) <= FEW else None


_COLUMNS: Any = (
    col(Report.target_id),
    col(Report.period),
    col(Report.id).label("report_id"),
    col(Report.value).label("reported"),
    col(Report.data_month),
    col(Report.finality),
    col(Report.submitted_at),
    col(Report.is_on_time),
    col(Report.corrects_id),
    col(Report.call),
    col(Report.call_value),
    # Of the others their texts are read where they are shown (queries/texts.py).
    case((col(Report.is_not_applicable), col(Report.scope_note)), else_="").label("not_applicable_because"),
)


class _Row(NamedTuple):
    """What both ways select: _COLUMNS, the value that was approved, and whether this one was.

    A tuple's fields are read a hundred times as fast as those of SQLAlchemy's rows.
    """

    target_id: int
    period: Period
    report_id: int
    reported: Decimal | None
    data_month: int
    finality: Finality
    submitted_at: datetime
    is_on_time: bool
    corrects_id: int | None
    call: YearEndCall | None
    call_value: Decimal | None
    not_applicable_because: str
    approved_value: Decimal | None
    is_approved: bool


def figures_of(
    session: Session,
    plan_id: int,
    periods: tuple[Period, ...],
    *,
    as_of: datetime | None = None,
    include_unapproved: bool = False,
    among: Collection[int] | None = None,
    sources: Sources | None = None,
) -> dict[tuple[int, Period], Figure]:
    """By target and quarter. Approved figures, or with ``include_unapproved`` the waiting ones first.

    ``among``: only of targets with these ids. A target that is reported with one of another plan has that
    one's figures, but for the periods that it had reported itself (domain/workflow/linking.py). ``sources``:
    the plan's, from who has read them already.
    """
    figures = own_figures_of(
        session, plan_id, periods, as_of=as_of, include_unapproved=include_unapproved, among=among
    )
    linked_of_plan = sources_of(session, plan_id, as_of) if sources is None else sources
    asked = {key: source for key, source in linked_of_plan.items() if among is None or key in among}
    for period in periods:
        for (source_plan, at), linked in _at_source(asked, period).items():
            by_source = own_figures_of(
                session,
                source_plan,
                (at,),
                as_of=as_of,
                include_unapproved=include_unapproved,
                among=tuple(linked.values()),
            )
            for target_id, source_id in linked.items():
                if (source_id, at) in by_source:
                    figures.setdefault((target_id, period), by_source[source_id, at])
    return figures


def _at_source(sources: Sources, period: Period) -> dict[tuple[int, Period], dict[int, int]]:
    """By plan and period in which they are reported: the linked targets, each with its source."""
    places: dict[tuple[int, Period], dict[int, int]] = defaultdict(dict)
    for target_id, source in sources.items():
        at = source.period_for(period)
        if at is not None:
            places[source.plan_id, at][target_id] = source.target_id
    return places


def own_figures_of(
    session: Session,
    plan_id: int,
    periods: tuple[Period, ...],
    *,
    as_of: datetime | None = None,
    include_unapproved: bool = False,
    among: Collection[int] | None = None,
) -> dict[tuple[int, Period], Figure]:
    """The same of what was reported of the targets themselves."""
    if as_of is None:
        query = _standing_now(plan_id, periods, include_unapproved, among)
    else:
        query = _derived(plan_id, periods, as_of, include_unapproved, among)
    rows = (_Row._make(row) for row in session.exec(query))
    return {(row.target_id, row.period): _figure(row) for row in rows}


def compared_with(
    session: Session,
    plan_id: int,
    period: Period,
    *,
    as_of: datetime | None = None,
    among: Collection[int] | None = None,
    sources: Sources | None = None,
) -> dict[int, dict[Period, Figure]]:
    """By target the figures of the year's other periods, each approved, else waiting: what this one is held
    against (DOMAIN §5)."""
    others = tuple(each for each in period.of_year if each != period)
    by_target: dict[int, dict[Period, Figure]] = defaultdict(dict)
    known = approved_else_waiting(session, plan_id, others, as_of=as_of, among=among, sources=sources)
    for (target_id, at), figure in known.items():
        by_target[target_id][at] = figure
    return by_target


def approved_else_waiting(
    session: Session,
    plan_id: int,
    periods: tuple[Period, ...],
    *,
    as_of: datetime | None = None,
    among: Collection[int] | None = None,
    sources: Sources | None = None,
) -> dict[tuple[int, Period], Figure]:
    """By target and quarter; a correction that waits does not stand in for what it would replace."""
    if sources is None:
        sources = sources_of(session, plan_id, as_of)
    waiting = figures_of(
        session, plan_id, periods, as_of=as_of, include_unapproved=True, among=among, sources=sources
    )
    return waiting | figures_of(session, plan_id, periods, as_of=as_of, among=among, sources=sources)


_EITHER = or_(
    col(Standing.latest_report_id) == col(Report.id), col(Standing.approved_report_id) == col(Report.id)
)
_BOTH: Any = (
    select(  # type: ignore[call-overload]
        *_COLUMNS,
        col(Standing.approved_value),
        (col(Standing.approved_report_id) == col(Report.id)).label("is_approved"),
        col(Standing.latest_report_id),
        col(Standing.latest_state),
        col(Standing.approved_report_id),
        col(Report.number),
        Account.name,
    )
    .join(Report, _EITHER)
    .join(Account, col(Account.id) == Report.submitted_by_id)
    .where(
        col(Standing.target_id) == bindparam("target_id"),
        col(Standing.period).between(bindparam("first"), bindparam("last")),
    )
)


class Submitted(NamedTuple):
    """The newest submission of a target's period, and which one counts."""

    report_id: int
    number: int
    value: Decimal | None
    state: ReportState
    approved_id: int | None
    by: str


def own_year_of(
    session: Session, target_id: int, period: Period
) -> tuple[Submitted | None, dict[Period, Figure]]:
    """Of one target now, in one statement: the period's newest submission, and the year's other figures.

    These are as ``compared_with`` has them of a target that is not linked.
    """
    latest, others = None, {}
    given = {"target_id": target_id, "first": period.of_year[0], "last": period.of_year[-1]}
    for row in session.connection().execute(_BOTH, given):
        figure = _Row._make(row[: len(_Row._fields)])
        newest_id, state, approved_id, number, by = row[len(_Row._fields) :]
        if figure.period == period:
            if figure.report_id == newest_id:
                latest = Submitted(newest_id, number, figure.reported, state, approved_id, by)
        elif figure.is_approved or (approved_id is None and state is ReportState.SUBMITTED):
            others[figure.period] = _figure(figure)
    return latest, others


def _standing_now(
    plan_id: int, periods: tuple[Period, ...], unapproved: bool, among: Collection[int] | None
) -> Any:
    """One pass over the narrow standing; the report that counts is found by its key."""
    waiting = col(Standing.latest_state) == ReportState.SUBMITTED
    chosen = col(Standing.approved_report_id) == col(Report.id)
    if unapproved:
        # A correction that waits stands in for the approved figure that it would replace.
        chosen = or_(and_(waiting, col(Standing.latest_report_id) == col(Report.id)), and_(~waiting, chosen))
    return (
        select(
            *_COLUMNS,
            col(Standing.approved_value),
            (col(Standing.approved_report_id) == col(Report.id)).label("is_approved"),
        )
        .join(Report, chosen)
        .join(Target, col(Target.id) == Standing.target_id)
        .where(
            col(Standing.period).in_(periods),
            col(Target.plan_id) == plan_id,
            true() if among is None else col(Standing.target_id).in_(among),
        )
    )


def _derived(
    plan_id: int,
    periods: tuple[Period, ...],
    as_of: datetime,
    unapproved: bool,
    among: Collection[int] | None,
) -> Any:
    """The same from the facts: the newest submission that counted at ``as_of``."""
    known = and_(col(Review.report_id) == col(Report.id), col(Review.decided_at) <= as_of)
    approved = col(Review.decision) == Decision.APPROVE
    # A window sees what the conditions leave: the newest of those that count, not of all.
    newest = func.max(Report.number).over(partition_by=(col(Report.target_id), col(Report.period)))
    # One that was followed by another no longer waits, reviewed or not.
    waiting_newest = and_(col(Review.id).is_(None), Report.number == _newest_number(as_of))
    counts = or_(approved, waiting_newest) if unapproved else approved
    candidates = (
        select(
            *_COLUMNS,
            func.coalesce(col(Review.verified_value), col(Report.value)).label("approved_value"),
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
            true() if among is None else col(Report.target_id).in_(among),
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
            .where(
                col(Standing.period) == period,
                col(Target.plan_id) == plan_id,
                true() if among is None else col(Standing.target_id).in_(among),
            )
        )
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
            true() if among is None else col(Report.target_id).in_(among),
        )
    )
    rows = session.connection().execute(query)
    return {target: (report, state_after(decision)) for target, report, decision in rows}


def served(
    session: Session,
    plan_id: int,
    period: Period,
    as_of: datetime | None = None,
    sources: Sources | None = None,
) -> dict[int, Source]:
    """By target, of those that have nothing to report at a period: with which target they are reported."""
    sources = sources_of(session, plan_id, as_of) if sources is None else sources
    if not sources:
        return {}
    own = own_figures_of(session, plan_id, (period,), as_of=as_of, among=tuple(sources))
    return {key: source for key, source in sources.items() if (key, period) not in own}


def waiting_of(
    session: Session,
    plan_id: int,
    period: Period,
    as_of: datetime | None = None,
    sources: Sources | None = None,
    among: Collection[int] | None = None,
) -> dict[int, Waiting]:
    """By target the submission that waits for review, where no figure is approved.

    ``among``: only of targets with these ids.
    """
    found = _waiting_of_own(session, plan_id, period, as_of, among)
    linked_of_plan = sources_of(session, plan_id, as_of) if sources is None else sources
    asked = {key: source for key, source in linked_of_plan.items() if among is None or key in among}
    elsewhere = served(session, plan_id, period, as_of, asked)
    for (source_plan, at), linked in _at_source(elsewhere, period).items():
        waiting = _waiting_of_own(session, source_plan, at, as_of, tuple(linked.values()))
        for target_id, source_id in linked.items():
            if source_id in waiting:
                found.setdefault(target_id, waiting[source_id])
    return found


def _waiting_of_own(
    session: Session, plan_id: int, period: Period, as_of: datetime | None, among: Collection[int] | None
) -> dict[int, Waiting]:
    if as_of is not None:
        known = own_figures_of(session, plan_id, (period,), as_of=as_of, include_unapproved=True, among=among)
        approved = own_figures_of(session, plan_id, (period,), as_of=as_of, among=among)
        waiting = {key[0]: known[key] for key in known.keys() - approved.keys()}
        return {target: Waiting(figure.is_on_time, figure.data_month) for target, figure in waiting.items()}
    query = (
        select(col(Standing.target_id), col(Report.is_on_time), col(Report.data_month))
        .join(Report, col(Report.id) == Standing.latest_report_id)
        .join(Target, col(Target.id) == Standing.target_id)
        .where(
            col(Standing.period) == period,
            col(Standing.latest_state) == ReportState.SUBMITTED,
            col(Standing.approved_report_id).is_(None),
            col(Target.plan_id) == plan_id,
            true() if among is None else col(Standing.target_id).in_(among),
        )
    )
    return {row[0]: Waiting(row[1], row[2]) for row in session.connection().execute(query)}


def _figure(row: _Row) -> Figure:
    return Figure(
        report_id=row.report_id,
        value=row.approved_value if row.is_approved else row.reported,
        reported_value=row.reported,
        data_month=row.data_month,
        finality=row.finality,
        state=ReportState.APPROVED if row.is_approved else ReportState.SUBMITTED,
        submitted_at=row.submitted_at,
        is_on_time=row.is_on_time,
        is_correction=row.corrects_id is not None,
        call=row.call,
        call_value=row.call_value,
        not_applicable_because=row.not_applicable_because,
        stops_short=row.data_month < row.period.last_month,
    )
