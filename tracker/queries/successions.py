"""Which units have ended and what stands for them, and all units as names are matched against them."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.reorganisation import ReformKind, Succession, Successions
from tracker.domain.workflow.unit_names import KnownUnit
from tracker.tables import Reorganisation, ReorganisedUnit, Target, TargetTerms, Unit, UnitAlias


def successions(session: Session, as_of: datetime | None = None) -> Successions:
    """All reforms that were recorded by ``as_of``."""
    query: Any = (
        select(  # type: ignore[call-overload]
            ReorganisedUnit.from_unit_id,
            ReorganisedUnit.to_unit_id,
            Reorganisation.holds_from,
            Reorganisation.kind,
        )
        .join(Reorganisation, col(Reorganisation.id) == ReorganisedUnit.reorganisation_id)
        .order_by(col(ReorganisedUnit.from_unit_id), col(ReorganisedUnit.position))
    )
    if as_of is not None:
        query = query.where(Reorganisation.recorded_at <= as_of)
    heirs: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, tuple[date, ReformKind]] = {}
    for unit_id, heir, holds_from, kind in session.exec(query):
        heirs[unit_id].append(heir)
        ends[unit_id] = holds_from, ReformKind(kind)
    return Successions(
        tuple(Succession(unit_id, tuple(listed), *ends[unit_id]) for unit_id, listed in heirs.items())
    )


def standing_now(
    session: Session, plan_id: int, units: Mapping[int, UnitRef], as_of: datetime | None = None
) -> Callable[[UnitRef, int | None], UnitRef]:
    """Gives for a unit, and the target in question, the unit that stands for it by ``as_of``.

    Of a split it is the one that leads the target now, else the usual one.
    """
    known = successions(session, as_of)
    query = (
        select(TargetTerms.target_id, TargetTerms.lead_unit_id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == plan_id)
        .order_by(col(TargetTerms.version))
    )
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    # In the order of versions: of a target the newest lead stays. Asked where a unit has ended at all.
    leads: dict[int, int] = dict(session.exec(query).all()) if known.known else {}

    def stands_for(unit: UnitRef, target_id: int | None) -> UnitRef:
        return units[known.heir(unit.id, None if target_id is None else leads.get(target_id))]

    return stands_for


def known_units(session: Session) -> tuple[KnownUnit, ...]:
    """All units with every name by which they are found."""
    aliases: dict[int, list[str]] = defaultdict(list)
    for name, unit_id in session.exec(select(UnitAlias.name, UnitAlias.unit_id).order_by(UnitAlias.name)):
        aliases[unit_id].append(name)
    known, units = successions(session), []
    for unit in session.exec(select(Unit).order_by(col(Unit.id))):
        assert unit.id is not None
        end = known.end_of(unit.id)
        units.append(
            KnownUnit(
                unit.id,
                unit.name,
                unit.short,
                tuple(aliases[unit.id]),
                None if end is None else end.holds_from,
                () if end is None else end.successors,
            )
        )
    return tuple(units)
