"""The audit trail: who did what, each row's hash covering the one before it.

Called inside the caller's transaction, which holds the ledger's lock, so the chain has no forks.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person, require
from tracker.domain.meetings.audit_trail import AuditFilter
from tracker.queries.audit import newest_hash
from tracker.tables import Audit

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
    previous = newest_hash(session)
    row = Audit(
        at=now,
        actor_id=None if person is None else person.account_id,
        actor_name=SYSTEM if person is None else person.name,
        action=action,
        subject=subject[:200],
        # Sorted, and dates and periods as they print: the text is hashed, and read years later.
        detail=json.dumps(dict(detail or {}), ensure_ascii=False, sort_keys=True, default=str),
        previous_sha256=previous,
        sha256="",
    )
    row.sha256 = row.computed_sha256
    session.add(row)
    session.flush()


def record_export(session: Session, person: Person, wanted: AuditFilter, rows: int, now: datetime) -> None:
    """That somebody took the trail out of the house, and how much of it."""
    require(person, Action.SEE_AUDIT)
    record(session, person, "导出操作日志", "操作日志", now, {"filter": wanted.asked, "rows": rows})
