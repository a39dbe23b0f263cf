"""The process that is killed: it writes batches of audit rows and acknowledges each after its commit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import Connection
from threading import Lock
from unittest.mock import patch

from tracker import db
from tracker.db import engine_for, transaction
from tracker.services import audit

ROWS = 5
ACTION = "batch"


def write(url: str, first: int, wal: bool, writers: int, acknowledge: Connection) -> None:
    """Write batches ``first``, ``first + 1``, … until killed; with ``wal`` off as on an old SQLite.

    Several ``writers`` share their commits as clicks do.
    """
    with patch.object(db, "WAL_SAFE_SINCE", db.WAL_SAFE_SINCE if wal else (99, 0, 0)):
        engine = engine_for(url)
    one_at_a_time = Lock()

    def work(start: int) -> None:
        for batch in count(start, writers):
            with transaction(engine, together=writers > 1) as session:
                for row in range(ROWS):
                    audit.record(session, None, ACTION, str(batch), datetime.now(UTC), {"row": row})
            with one_at_a_time:
                acknowledge.send(batch)

    with ThreadPoolExecutor(writers) as pool:
        list(pool.map(work, range(first, first + writers)))
