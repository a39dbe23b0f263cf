"""Which units have ended and what stands for them, and all units as names are matched against them."""

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.workflow.reorganisation import ReformKind, Succession, Successions
from tracker.domain.workflow.unit_names import KnownUnit
from tracker.tables import Reorganisation, ReorganisedUnit, Unit, UnitAlias


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
