"""The sums that budgets stand in: a total with its parts, as known at a quarter."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlmodel import Session, col, or_, select

from tracker.domain.measure.period import Period
from tracker.domain.measure.sums import Money, Sum
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Target as TargetRecord
from tracker.queries.figures import FEW, approved_else_waiting
from tracker.queries.targets import called, errata_of, is_withdrawn
from tracker.tables import Target, TargetTerms


class _Row(NamedTuple):
    id: int
    name: str
    part_of: int | None
    lead: int
    kind: Kind
    allocated: Decimal | None


def sums_of(
    session: Session,
    plan_id: int,
    period: Period,
    targets: Iterable[TargetRecord],
    *,
    as_of: datetime | None = None,
    within_unit: bool = False,
) -> dict[int, tuple[Sum, ...]]:
    """By target, of the budgets among ``targets``; where none is, nothing is read.

    ``within_unit``: an amount counts as known only where the same unit leads, for a department sees no
    other's reports (domain/access.py), not by way of a sum either.
    """
    asked = [target for target in targets if target.terms.kind is Kind.BUDGET]
    rows = _budgets(session, plan_id, period, as_of) if asked else {}
    parts: dict[int, list[_Row]] = defaultdict(list)
    for row in rows.values():
        if row.part_of in rows:
            parts[row.part_of].append(row)
    # The totals of the sums that each stands in.
    totals = {
        target.id: [rows[each] for each in (target.id, target.part_of) if each in parts] for target in asked
    }
    among = {row.id for listed in totals.values() for total in listed for row in (total, *parts[total.id])}
    if not among:
        return {}
    figures = approved_else_waiting(
        session, plan_id, (period,), as_of=as_of, among=among if len(among) <= FEW else None
    )

    def money(row: _Row, own: TargetRecord) -> Money:
        assert row.allocated is not None, "Terms admits a budget only with its amount"
        is_known = (row.id, period) in figures and (row.lead == own.lead.id or not within_unit)
        executed = figures[row.id, period].value if is_known else None
        return Money(row.allocated, executed, row.id == own.id)

    return {
        own.id: tuple(
            Sum(total.name, money(total, own), tuple(money(part, own) for part in parts[total.id]))
            for total in totals[own.id]
        )
        for own in asked
    }


def _budgets(session: Session, plan_id: int, period: Period, as_of: datetime | None) -> dict[int, _Row]:
    """Those that are a total or a part, under the terms that ``queries.targets`` would read."""
    a_total = select(col(Target.part_of_id)).where(Target.plan_id == plan_id)
    query: Any = (
        select(  # type: ignore[call-overload]
            col(Target.id),
            col(Target.name),
            col(Target.part_of_id),
            col(TargetTerms.lead_unit_id),
            col(TargetTerms.kind),
            col(TargetTerms.value),
        )
        .join(TargetTerms, col(TargetTerms.target_id) == Target.id)
        .where(
            Target.plan_id == plan_id,
            TargetTerms.effective <= period,
            or_(col(Target.part_of_id).is_not(None), col(Target.id).in_(a_total)),
        )
        .order_by(col(Target.quote_start), col(Target.id), col(TargetTerms.version))
    )
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    newest = {row[0]: _Row._make(row) for row in session.exec(query)}
    errata = errata_of(session, plan_id, as_of)
    return {
        row.id: row._replace(name=called(row.name, errata.get(row.id, ())))
        for row in newest.values()
        if row.kind is Kind.BUDGET and not is_withdrawn(errata.get(row.id, ()))
    }
