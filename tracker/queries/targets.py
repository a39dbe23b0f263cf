"""The targets of a plan under the terms in force at a quarter."""

from collections import defaultdict
from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.errors import NotFound
from tracker.domain.quarter import Quarter
from tracker.domain.scorecard import AreaRef, ClauseAnchor, UnitRef
from tracker.domain.scorecard import Target as TargetRecord
from tracker.tables import Area, Article, Target, TargetTerms, TermsUnit, Unit


def targets_of(
    session: Session,
    person: Person,
    plan_id: int,
    quarter: Quarter,
    as_of: datetime | None = None,
    target_id: int | None = None,
) -> tuple[TargetRecord, ...]:
    """In the notice's order. Department staff get their own units' targets, led or co-led.

    Terms: the highest version that is effective by ``quarter`` and was known at ``as_of``.
    """
    require(person, Action.SEE_PLAN)
    in_force = select(TargetTerms.target_id, func.max(TargetTerms.version).label("version")).where(
        col(TargetTerms.effective) <= quarter
    )
    if as_of is not None:
        in_force = in_force.where(TargetTerms.created_at <= as_of)
    newest = in_force.group_by(col(TargetTerms.target_id)).subquery()
    query = (
        select(Target, TargetTerms, Article.number)
        .join(TargetTerms, col(TargetTerms.target_id) == Target.id)
        .join(newest, (newest.c.target_id == Target.id) & (newest.c.version == TargetTerms.version))
        .join(Article, col(Article.id) == Target.article_id, isouter=True)
        .where(Target.plan_id == plan_id)
    )
    if target_id is not None:
        query = query.where(Target.id == target_id)
    units = {unit.id: UnitRef(unit.id, unit.name) for unit in session.exec(select(Unit)) if unit.id}
    areas = _areas(session, plan_id, units)
    co_units = _co_units(session, units)
    found = (
        _record(target, terms, article, areas, units, co_units)
        for target, terms, article in session.exec(query.order_by(col(Target.quote_start), col(Target.id)))
    )
    return tuple(record for record in found if _may_see(person, record))


def target_of(session: Session, person: Person, target_id: int, quarter: Quarter) -> TargetRecord:
    """One target. Raises NotFound, or NotAllowed for another department's."""
    plan_id = session.exec(select(Target.plan_id).where(Target.id == target_id)).first()
    if plan_id is None:
        raise NotFound("没有这项目标。")
    found = targets_of(session, person, plan_id, quarter, target_id=target_id)
    if not found:
        require(person, Action.SEE_TARGET)  # refuses: no relation
        raise NotFound("这项目标在所选季度尚未生效。")
    return found[0]


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


def _co_units(session: Session, units: dict[int, UnitRef]) -> dict[int, tuple[UnitRef, ...]]:
    by_terms: dict[int, list[UnitRef]] = defaultdict(list)
    rows = session.exec(select(TermsUnit.terms_id, TermsUnit.unit_id).order_by(col(TermsUnit.position)))
    for terms_id, unit_id in rows:
        by_terms[terms_id].append(units[unit_id])
    return {terms_id: tuple(listed) for terms_id, listed in by_terms.items()}


def _record(
    target: Target,
    terms: TargetTerms,
    article: int | None,
    areas: dict[int, AreaRef],
    units: dict[int, UnitRef],
    co_units: dict[int, tuple[UnitRef, ...]],
) -> TargetRecord:
    assert target.id is not None
    assert terms.id is not None
    area = areas[target.area_id]
    anchor = ClauseAnchor(
        area.number, article, target.quote, target.quote_start, target.number_start, target.number_end
    )
    return TargetRecord(
        target.id,
        target.code,
        target.name,
        area,
        anchor,
        terms.terms,
        terms.id,
        terms.version,
        units[terms.lead_unit_id],
        co_units.get(terms.id, ()),
    )
