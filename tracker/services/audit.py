"""The audit trail: who did what, each row's hash covering the one before it.

Called inside the caller's transaction, which holds the ledger's lock, so the chain has no forks.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Person
from tracker.tables import Audit

GENESIS = "0" * 64
SYSTEM = "系统"


def record(
    session: Session,
    person: Person | None,
    action: str,
    subject: str,
    now: datetime,
    detail: Mapping[str, object] | None = None,
) -> None:
    """Append a row. ``person`` is None for the command line; ``detail`` must be JSON-able."""
    previous = session.exec(select(Audit.sha256).order_by(col(Audit.id).desc()).limit(1)).first() or GENESIS
    row = Audit(
        at=now,
        actor_id=None if person is None else person.account_id,
        actor_name=SYSTEM if person is None else person.name,
        action=action,
        subject=subject[:200],
        detail=json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, default=str),
        previous_sha256=previous,
        sha256="",
    )
    row.sha256 = chained_hash(row)
    session.add(row)
    session.flush()


def chained_hash(row: Audit) -> str:
    """SHA-256 over the row's content and the hash before it."""
    content = [row.previous_sha256, row.at.isoformat(), row.actor_id, row.actor_name, row.action, row.subject,
               row.detail]  # fmt: skip
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()
