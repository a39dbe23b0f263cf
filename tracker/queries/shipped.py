"""How far the audit trail has gone out of the house (tracker/shipping.py): what each place lacks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.meetings.outgoing import Outgoing
from tracker.tables import Audit, Shipped

# In the order of Outgoing's fields.
_OUTGOING: Any = (
    Audit.id,
    Audit.at,
    Audit.actor_id,
    Audit.actor_name,
    Audit.action,
    Audit.subject,
    Audit.detail,
    Audit.address,
    Audit.previous_sha256,
    Audit.sha256,
)


@dataclass(frozen=True)
class Behind:
    """How far a place out of the house is behind: rows that it lacks, and when the oldest was written."""

    place: str
    rows: int
    since: datetime | None


def rows_to_ship(session: Session, place: str, most: int) -> tuple[Outgoing, ...]:
    """The next rows that a place out of the house has not got, the oldest first; for nobody in particular."""
    query = select(*_OUTGOING).where(_after(session, place)).order_by(col(Audit.id)).limit(most)
    return tuple(Outgoing(*row) for row in session.connection().execute(query))


def behind(session: Session, person: Person, places: Iterable[str]) -> tuple[Behind, ...]:
    require(person, Action.SEE_CONDITION)
    return unshipped(session, places)


def unshipped(session: Session, places: Iterable[str]) -> tuple[Behind, ...]:
    """For nobody in particular: monitoring asks it."""
    found = []
    for place in places:
        missing = select(func.count(), func.min(Audit.at)).where(_after(session, place))
        rows, since = session.exec(missing).one()
        found.append(Behind(place, rows, since))
    return tuple(found)


def _after(session: Session, place: str) -> ColumnElement[bool]:
    last = session.exec(select(Shipped.audit_id).where(Shipped.place == place)).first() or 0
    return col(Audit.id) > last
