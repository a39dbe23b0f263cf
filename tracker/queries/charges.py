"""Which leader stands beside a target: its area's in a plan, else its lead unit's."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker.domain.progress.scorecard import LeaderRef
from tracker.domain.workflow.charge import Charge, Subject, in_charge
from tracker.domain.workflow.reorganisation import Successions
from tracker.tables import Leader, LeaderCharge


@dataclass(frozen=True)
class Beside:
    """Who is in charge on a day, by area and by unit."""

    areas: dict[int, LeaderRef]
    units: dict[int, LeaderRef]

    def of(self, area_id: int, lead_unit_id: int) -> LeaderRef | None:
        """One leader for a target: a plan's area is nearer to it than what its lead does otherwise."""
        return self.areas.get(area_id) or self.units.get(lead_unit_id)


def leader_refs(session: Session) -> dict[int, LeaderRef]:
    rows = session.exec(select(Leader.id, Leader.name))
    return {leader_id: LeaderRef(leader_id, name) for leader_id, name in rows if leader_id is not None}


def charges(session: Session, as_of: datetime | None = None) -> tuple[Charge, ...]:
    """All facts in the order in which they were recorded."""
    query = select(LeaderCharge).order_by(col(LeaderCharge.id))
    if as_of is not None:
        query = query.where(LeaderCharge.set_at <= as_of)
    return tuple(
        Charge(Subject.UNIT, row.unit_id, row.leader_id, row.holds_from)
        if row.unit_id is not None
        else Charge(Subject.AREA, row.area_id or 0, row.leader_id, row.holds_from)
        for row in session.exec(query)
    )


def beside(session: Session, known: Successions, day: date, as_of: datetime | None = None) -> Beside:
    """As known at ``as_of``; what stands for a unit that has ended has its leader, until it gets another."""
    facts = charges(session, as_of)
    if not facts:
        return Beside({}, {})
    refs = leader_refs(session)
    held = {of: refs[leader_id] for of, leader_id in in_charge(facts, day).items()}
    units = {key: leader for (subject, key), leader in held.items() if subject is Subject.UNIT}
    said = {each.subject_id for each in facts if each.subject is Subject.UNIT and each.holds_from <= day}
    for key, leader in tuple(units.items()):
        for heir in known.heirs(key, day):
            if heir not in said:
                units.setdefault(heir, leader)
    return Beside({key: leader for (subject, key), leader in held.items() if subject is Subject.AREA}, units)
