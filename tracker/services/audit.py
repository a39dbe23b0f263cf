"""The audit trail: who did what, from where, each row's hash covering the one before it.

Called inside the caller's transaction, which holds the ledger's lock, so the chain has no forks. A row also
carries the hashes of what was stored in its transaction since the row before it: a service records last.
"""

import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import event
from sqlmodel import Session, select

from tracker.db import Base, append, known, moves_to
from tracker.domain.access import Action, Person, require
from tracker.domain.meetings.audit_trail import AuditFilter
from tracker.domain.meetings.chain import LEDGER, Facts, chained_hash, facts_text, ledger_fact
from tracker.domain.meetings.noted import Note
from tracker.queries.audit import newest_hash
from tracker.queries.vouched import hash_of, hashes_in, is_vouched, key_of_row
from tracker.tables import APPEND_ONLY, Audit, Ledger, Shipped

SYSTEM = "系统"
# Where the request came from that is being answered; None for a command. web and ui set it.
source: ContextVar[str | None] = ContextVar("source", default=None)
_UNSAID = "stored since the last row of the audit trail"
_HEAD = "hash of the trail's newest row"


def record(
    session: Session,
    person: Person | None,
    action: str,
    subject: str,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Append a row. ``person`` is None for the command line; ``detail`` must be JSON-able."""
    session.flush()
    content: dict[str, Any] = {
        "at": now,
        "actor_id": None if person is None else person.account_id,
        "actor": SYSTEM if person is None else person.name,
        "action": action,
        "subject": subject[:200],
        # Sorted, and dates and periods as they print: the text is hashed, and read years later.
        "detail": json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, default=str),
        "address": address(),
        "facts": facts_text(_facts(session)),
    }
    previous = known(session).get(_HEAD) or newest_hash(session)
    known(session)[_HEAD] = sha256 = chained_hash(previous, **content)
    actor_name = content.pop("actor")
    append(session, Audit, actor_name=actor_name, previous_sha256=previous, sha256=sha256, **content)


def _facts(session: Session) -> Facts:
    """What was stored since the row before, and where the ledger stands with this write."""
    stored: Facts = session.info.pop(_UNSAID, {})
    stands_at = moves_to(session)
    return stored if stands_at is None else {**stored, LEDGER: ledger_fact(stands_at)}


def address() -> str | None:
    """Where what is done now is asked from, as it is stored; None: a command on the server."""
    asked_from = source.get()
    return None if asked_from is None else asked_from[:64]


def append_fact(session: Session, kind: type[Base], **given: Any) -> dict[str, Any]:
    """Store it past the session's own way (db.append); the next row of the trail vouches for it."""
    row = append(session, kind, **given)
    name, key, sha256 = hash_of(kind, row)
    _say(session, name, [(key, sha256)])
    return row


def record_notes(session: Session, notes: Iterable[Note], now: datetime) -> None:
    """What was taken or refused meanwhile, each from where it was asked (tracker/noting.py)."""
    for note in notes:
        before = source.set(note.address)
        try:
            record(session, note.person, note.action, note.subject, now, note.told(now))
        finally:
            source.reset(before)


def record_export(session: Session, person: Person, wanted: AuditFilter, rows: int, now: datetime) -> None:
    """That somebody took the trail out of the house, and how much of it."""
    require(person, Action.SEE_AUDIT)
    record(session, person, "导出操作日志", "操作日志", now, {"filter": wanted.asked, "rows": rows})


def note_shipped(session: Session, place: str, audit_id: int, now: datetime) -> None:
    """Keep up to which row a place out of the house has the trail; no fact, and no row of the trail."""
    row = session.get(Shipped, place) or Shipped(place=place, audit_id=0, at=now)
    row.audit_id, row.at = audit_id, now
    session.add(row)


def queue(session: Session) -> None:
    """Wait for the ledger's lock without moving its sequence: the audit chain must not fork."""
    session.exec(select(Ledger.sequence).with_for_update())


def gone(session: Session, table: type[Any], where: Any) -> None:
    """Before rows are deleted in bulk: the next row of the trail says that they are gone."""
    name = table.__tablename__
    _say(session, name, ((key, None) for key, _hash in hashes_in(session, name, where)))


def stands(session: Session, table: type[Any], where: Any) -> None:
    """After rows were stored or changed in bulk: the next row of the trail vouches for them."""
    session.flush()
    _say(session, table.__tablename__, hashes_in(session, table.__tablename__, where))


def _say(session: Session, name: str, hashes: Iterable[tuple[str, str | None]]) -> None:
    session.info.setdefault(_UNSAID, {}).setdefault(name, {}).update(hashes)


@event.listens_for(Session, "after_flush")
def _stored(session: Session, _context: object) -> None:
    """What the session's objects became in the database; facts are never changed."""
    for row in session.deleted:
        if is_vouched(row):
            _say(session, row.__tablename__, [(key_of_row(row), None)])
    for row in (*session.new, *session.dirty):
        if is_vouched(row) and row.__tablename__ != "stored_file":
            columns = row.__table__.columns
            name, key, sha256 = hash_of(type(row), {each.name: getattr(row, each.name) for each in columns})
            if row not in session.dirty or name not in APPEND_ONLY:
                _say(session, name, [(key, sha256)])


@event.listens_for(Session, "after_soft_rollback")
def _taken_back(session: Session, _previous: object) -> None:
    """A savepoint that was rolled back stored nothing; each ends with a row, so nothing before it waits."""
    session.info.pop(_UNSAID, None)
    known(session).pop(_HEAD, None)
