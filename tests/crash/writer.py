"""The process that is killed: it writes batches of audit rows and acknowledges each after its commit."""

from datetime import UTC, datetime
from multiprocessing.connection import Connection
from unittest.mock import patch

from tracker import db
from tracker.db import engine_for, transaction
from tracker.services import audit

ROWS = 5
ACTION = "batch"


def write(url: str, first: int, wal: bool, acknowledge: Connection) -> None:
    """Write batches ``first``, ``first + 1``, … until killed; with ``wal`` off as on an old SQLite."""
    with patch.object(db, "WAL_SAFE_SINCE", db.WAL_SAFE_SINCE if wal else (99, 0, 0)):
        engine = engine_for(url)
    batch = first
    while True:
        with transaction(engine) as session:
            for row in range(ROWS):
                audit.record(session, None, ACTION, str(batch), datetime.now(UTC), {"row": row})
        acknowledge.send(batch)
        batch += 1
