"""The targets of a plan under the terms in force at a quarter.

Columns are read, not rows as objects: at 10,000 targets objects took half of a scorecard's time
(docs/bench.md).
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Path, Terms
from tracker.domain.progress.scorecard import AreaRef, ClauseAnchor, UnitRef
from tracker.domain.progress.scorecard import Target as TargetRecord
from tracker.tables import Area, Article, PlannedValue, Target, TargetTerms, TermsUnit, Unit

_OF_TARGET: Any = (
    col(Target.id),
    col(Target.code),
    col(Target.name),
    col(Target.area_id),
    col(Article.number),
    col(Target.quote),
    col(Target.quote_start),
    col(Target.number_start),
    col(Target.number_end),
)
_OF_VERSION: Any = (
    col(TargetTerms.id),
    col(TargetTerms.version),
    col(TargetTerms.lead_unit_id),
)
_OF_TERMS: Any = (
    col(TargetTerms.kind),
    col(TargetTerms.operator),
    col(TargetTerms.value),
    col(TargetTerms.unit_of_measure),
    col(TargetTerms.path),
    col(TargetTerms.baseline),
    col(TargetTerms.due),
    col(TargetTerms.is_reduction),
    col(TargetTerms.is_stretch),
    col(TargetTerms.condition),
)


def targets_of(
    session: Session,
    person: Person,
    plan_id: int,
    period: Period,
    as_of: datetime | None = None,
    among: Collection[int] | None = None,
) -> tuple[TargetRecord, ...]:
    """In the notice's order. Department staff get their own units' targets, led or co-led.

    Terms: the highest version that is effective by ``period`` and was known at ``as_of``.
    ``among``: only targets with these ids.
    """
    require(person, Action.SEE_PLAN)
    rows = session.exec(_versions(plan_id, period, as_of, among))
    # The last version stands at the first one's place. Few targets have two, and both engines read
    # them all faster than they choose.
    newest = {row[0]: row for row in rows}
    has_own_plans = any(row.path is Path.OWN_PLAN for row in newest.values())
    planned = _planned(session, plan_id, among) if has_own_plans else {}
    units = {unit.id: UnitRef(unit.id, unit.name) for unit in session.exec(select(Unit)) if unit.id}
    areas = _areas(session, plan_id, units)
    co_units = _co_units(session, units, plan_id, among)
    found = (_record(row, areas, units, co_units, planned) for row in newest.values())
    return tuple(record for record in found if _may_see(person, record))


def _versions(plan_id: int, period: Period, as_of: datetime | None, among: Collection[int] | None) -> Any:
    """All versions of terms that were effective and known, a target's newest last."""
    query = (
        select(*_OF_TARGET, *_OF_VERSION, *_OF_TERMS)
        .join(TargetTerms, col(TargetTerms.target_id) == Target.id)
        .join(Article, col(Article.id) == Target.article_id, isouter=True)
        .where(Target.plan_id == plan_id, col(TargetTerms.effective) <= period)
    )
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    if among is not None:
        query = query.where(col(Target.id).in_(among))
    return query.order_by(col(Target.quote_start), col(Target.id), col(TargetTerms.version))


def _may_see(person: Person, target: TargetRecord) -> bool:
    if person.sees_everything:
        return True
    return bool(person.unit_ids & {target.lead.id, *(unit.id for unit in target.co_units)})


def _areas(session: Session, plan_id: int, units: dict[int, UnitRef]) -> dict[int, AreaRef]:
    rows = session.exec(select(Area).where(Area.plan_id == plan_id))
    return {
        area.id: AreaRef(area.id, area.number, area.title, units[area.lead_unit_id])
        for area in rows
        if area.id is not None
    }


def _co_units(
    session: Session, units: dict[int, UnitRef], plan_id: int, among: Collection[int] | None
) -> dict[int, tuple[UnitRef, ...]]:
    """By version of terms, in the notice's order."""
    query = (
        select(TermsUnit.terms_id, TermsUnit.unit_id)
        .join(TargetTerms, col(TargetTerms.id) == TermsUnit.terms_id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == plan_id)
    )
    if among is not None:
        query = query.where(col(Target.id).in_(among))
    by_terms: dict[int, list[UnitRef]] = defaultdict(list)
    for terms_id, unit_id in session.exec(query.order_by(col(TermsUnit.terms_id), col(TermsUnit.position))):
        by_terms[terms_id].append(units[unit_id])
    return {terms_id: tuple(listed) for terms_id, listed in by_terms.items()}


def _planned(session: Session, plan_id: int, among: Collection[int] | None) -> dict[int, tuple[Decimal, ...]]:
    """What own plans want reached, by version of terms, in the order of the periods."""
    columns = select(PlannedValue.terms_id, PlannedValue.value)  # type: ignore[call-overload]
    query = (
        columns.join(TargetTerms, col(TargetTerms.id) == PlannedValue.terms_id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == plan_id)
    )
    if among is not None:
        query = query.where(col(Target.id).in_(among))
    by_terms: dict[int, list[Decimal]] = defaultdict(list)
    for terms_id, value in session.exec(query.order_by(col(PlannedValue.period))):
        by_terms[terms_id].append(value)
    return {terms_id: tuple(values) for terms_id, values in by_terms.items()}


def _record(
    row: Any,
    areas: dict[int, AreaRef],
    units: dict[int, UnitRef],
    co_units: dict[int, tuple[UnitRef, ...]],
    planned: dict[int, tuple[Decimal, ...]],
) -> TargetRecord:
    target_id, code, name, area_id, article, *place = row[: len(_OF_TARGET)]
    terms_id, version, lead_id, *terms = row[len(_OF_TARGET) :]
    area = areas[area_id]
    return TargetRecord(
        target_id,
        code,
        name,
        area,
        ClauseAnchor(area.number, article, *place),
        _terms(terms, planned.get(terms_id)),
        terms_id,
        version,
        units[lead_id],
        co_units.get(terms_id, ()),
    )


def _terms(row: Any, planned: tuple[Decimal, ...] | None) -> Terms:
    """From _OF_TERMS, whose order is that of the record's fields."""
    kind, operator, value, unit, path, baseline, due, is_reduction, is_stretch, condition = row
    return Terms(
        kind, operator, value, unit, path, baseline, planned, due, is_reduction, is_stretch, condition
    )
