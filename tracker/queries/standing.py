"""A target and where its quarter stands, for a write that follows; its caller has asked who may.

What each write asks is one statement, made once: their number and their making are most of what a
small write costs (docs/bench.md).
"""

from dataclasses import fields
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, func
from sqlmodel import Session, col, select

from tracker.db import holds_ledger
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.target import Kind, Path, Step, Terms
from tracker.domain.workflow.erratum import ErratumKind
from tracker.domain.workflow.lifecycle import entry_lock, entry_state, lock_reason
from tracker.queries.figures import served
from tracker.queries.plans import plan_at
from tracker.queries.windows import let_in_until
from tracker.tables import (
    Erratum,
    MilestoneStep,
    PlannedValue,
    PlanStep,
    Report,
    Standing,
    Target,
    TargetTerms,
    TermsUnit,
)


class TargetAt(NamedTuple):
    """A target with the terms in force at a period, and what of its plan and of an erratum admits a write."""

    plan_id: int
    code: str
    terms_id: int
    lead_unit_id: int
    terms: Terms
    plan_state: PlanState
    is_withdrawn: bool
    co_unit_ids: frozenset[int]


_TARGET: Any = bindparam("target_id", type_=Target.__table__.c.id.type)  # type: ignore[attr-defined]
_NEWEST_TERMS = (
    select(func.max(TargetTerms.version))
    .where(TargetTerms.target_id == _TARGET, TargetTerms.effective <= bindparam("period"))
    .scalar_subquery()
)
_NEWEST_STATE = (
    select(PlanStep.state)
    .where(PlanStep.plan_id == Target.plan_id)
    .order_by(col(PlanStep.number).desc())
    .limit(1)
    .scalar_subquery()
)
_NEWEST_ERRATUM = (
    select(Erratum.kind)
    .where(Erratum.target_id == _TARGET)
    .order_by(col(Erratum.id).desc())
    .limit(1)
    .scalar_subquery()
)
# Named as the record has them; what is many of a target's is asked where there can be some.
_ELSEWHERE = ("plan_values", "steps")
_TERMS = tuple(each.name for each in fields(Terms) if each.name not in _ELSEWHERE)
_TARGET_AT: Any = (
    select(  # type: ignore[call-overload]
        *(getattr(TargetTerms, name) for name in _TERMS),
        *(Target.plan_id, Target.code, col(TargetTerms.id).label("terms_id"), TargetTerms.lead_unit_id),
        *(_NEWEST_STATE.label("state"), _NEWEST_ERRATUM.label("erratum"), TermsUnit.unit_id),
    )
    .join(TargetTerms, col(TargetTerms.target_id) == Target.id)
    .join(TermsUnit, col(TermsUnit.terms_id) == TargetTerms.id, isouter=True)
    .where(Target.id == _TARGET, TargetTerms.version == _NEWEST_TERMS)
    .with_for_update(key_share=True, of=Target)
)
_TERMS_ID: Any = bindparam("terms_id", type_=TargetTerms.__table__.c.id.type)  # type: ignore[attr-defined]
_PLANNED = (
    select(col(PlannedValue.value))
    .where(col(PlannedValue.terms_id) == _TERMS_ID)
    .order_by(col(PlannedValue.period))
)
_STEPS = (
    select(col(MilestoneStep.name), col(MilestoneStep.due))
    .where(col(MilestoneStep.terms_id) == _TERMS_ID)
    .order_by(col(MilestoneStep.number))
)
_LOCK: Any = select(Target.id).where(Target.id == _TARGET).with_for_update(key_share=True)


def target_held(session: Session, target_id: int, period: Period) -> TargetAt:
    """The target, its row locked until the transaction ends. Raises NotFound.

    On PostgreSQL who does not hold the ledger locks in a statement of its own: what is asked beside a lock
    that had to be waited for is answered as it stood before the wait. SQLite's transaction holds everything.
    """
    session.flush()
    if session.connection().dialect.name != "sqlite" and not holds_ledger(session):
        session.connection().execute(_LOCK, {"target_id": target_id})
    rows = session.connection().execute(_TARGET_AT, {"target_id": target_id, "period": period}).all()
    if not rows:
        raise NotFound(_("没有这项目标。"))
    row = rows[0]
    return TargetAt(
        plan_id=row.plan_id,
        code=row.code,
        terms_id=row.terms_id,
        lead_unit_id=row.lead_unit_id,
        terms=_terms(session, row),
        plan_state=PlanState(row.state),
        is_withdrawn=row.erratum == ErratumKind.WITHDRAWN,
        co_unit_ids=frozenset(each.unit_id for each in rows if each.unit_id is not None),
    )


def _terms(session: Session, row: Any) -> Terms:
    connection, given = session.connection(), {"terms_id": row.terms_id}
    planned: tuple[Decimal, ...] | None = None
    steps: tuple[Step, ...] = ()
    if row.path is Path.OWN_PLAN:
        planned = tuple(connection.execute(_PLANNED, given).scalars())
    if row.kind is Kind.MILESTONE:
        steps = tuple(Step(*each) for each in connection.execute(_STEPS, given))
    return Terms(**dict(zip(_TERMS, row, strict=False)), plan_values=planned, steps=steps)


class Stands(NamedTuple):
    """Where a target's quarter stands; read anew each time, as it is moved on past the session's objects."""

    latest_report_id: int
    latest_state: ReportState
    approved_report_id: int | None


class ReportAt(NamedTuple):
    """A submission, and where its target's quarter stands by now."""

    report_id: int
    target_id: int
    period: Period
    value: Decimal | None
    submitted_by_id: int
    stands: Stands


_STANDS: Any = tuple(getattr(Standing, name) for name in Stands._fields)
_STANDING: Any = select(*_STANDS).where(Standing.target_id == _TARGET, Standing.period == bindparam("period"))
_REPORT_AT: Any = (
    select(Report.target_id, Report.period, Report.value, Report.submitted_by_id, *_STANDS)  # type: ignore[call-overload]
    .join(
        Standing,
        and_(col(Standing.target_id) == Report.target_id, col(Standing.period) == Report.period),
    )
    .where(Report.id == bindparam("report_id"))
)


def standing_of(session: Session, target_id: int, period: Period) -> Stands | None:
    row = session.connection().execute(_STANDING, {"target_id": target_id, "period": period}).first()
    return None if row is None else Stands(*row)


def report_at(session: Session, report_id: int) -> ReportAt:
    """A report has a standing. Raises NotFound."""
    row = session.connection().execute(_REPORT_AT, {"report_id": report_id}).first()
    if row is None:
        raise NotFound(_("没有这次填报。"))
    target_id, period, value, submitted_by_id, *stands = row
    return ReportAt(report_id, target_id, period, value, submitted_by_id, Stands(*stands))


def report_of(session: Session, report_id: int) -> Report:
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound(_("没有这次填报。"))
    return report


def entry_lock_of(
    session: Session, plan_id: int, target_id: int, lead_unit_id: int, period: Period, now: datetime
) -> str | None:
    """Why the target's quarter takes no entry now, in words; None when it does."""
    plan = plan_at(session, plan_id, period)
    source = served(session, plan_id, period).get(target_id) if plan.has_links else None
    if source is not None:
        return source.lock
    standing = standing_of(session, target_id, period)
    has_approved = standing is not None and standing.approved_report_id is not None
    state = entry_state(None if standing is None else standing.latest_state, has_approved)
    until = let_in_until(session, plan_id, period, lead_unit_id) if plan.has_exceptions else None
    return entry_lock(state, lock_reason(period, plan.window, now, until))
