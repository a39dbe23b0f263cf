"""Frozen snapshots: the list, and one with its content for a download."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.period import Period
from tracker.tables import Account, Plan, Snapshot


@dataclass(frozen=True)
class SnapshotLine:
    """A snapshot in the list, without its content."""

    number: str
    period: Period
    name: str
    meeting_on: date
    include_unapproved: bool
    sha256: str
    frozen_by: str
    frozen_at: datetime


@dataclass(frozen=True)
class FrozenContent:
    """A snapshot's canonical JSON under its number and hash; ``plan_id`` of its plan."""

    number: str
    name: str
    content: str
    sha256: str
    plan_id: int


def snapshots(
    session: Session, person: Person, plan_id: int, *, as_of: datetime | None = None
) -> tuple[SnapshotLine, ...]:
    """A plan's snapshots, the newest first; with ``as_of`` those that were frozen by then."""
    require(person, Action.READ_SNAPSHOT)
    columns: Any = select(  # type: ignore[call-overload]
        Snapshot.number,
        Snapshot.period,
        Snapshot.name,
        Snapshot.meeting_on,
        Snapshot.include_unapproved,
        Snapshot.sha256,
        col(Account.name).label("frozen_by"),
        Snapshot.frozen_at,
    )
    query = columns.join(Account, col(Account.id) == Snapshot.frozen_by_id).where(Snapshot.plan_id == plan_id)
    if as_of is not None:
        query = query.where(Snapshot.frozen_at <= as_of)
    return tuple(
        SnapshotLine(**row._mapping) for row in session.exec(query.order_by(col(Snapshot.id).desc()))
    )


def read_snapshot(session: Session, person: Person, number: str, plan: str = "") -> FrozenContent:
    """A plan's snapshot with its content. Raises NotAllowed, or NotFound for an unknown number.

    ``plan`` is a code. Without one it is the oldest with this number: links from before plans numbered their
    own mean that one.
    """
    require(person, Action.READ_SNAPSHOT)
    query = select(Snapshot).where(Snapshot.number == number)
    if plan:
        query = query.join(Plan, col(Plan.id) == Snapshot.plan_id).where(Plan.code == plan)
    row = session.exec(query.order_by(col(Snapshot.id)).limit(1)).first()
    if row is None:
        raise NotFound(_("没有这份会议材料。"))
    return FrozenContent(row.number, row.name, row.content, row.sha256, row.plan_id)
