"""The process that is killed: it writes batches of audit rows and acknowledges each after its commit."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from datetime import UTC, datetime
from itertools import count
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any, NamedTuple
from unittest.mock import patch

from sqlalchemy import Engine, event

from tracker import db
from tracker.db import NotStored, engine_for, transaction
from tracker.services import audit

ROWS = 5
ACTION = "batch"


class Order(NamedTuple):
    """What to write, and how: ``wal`` off is as on an old SQLite, several ``writers`` share their commits as
    clicks do, ``pragmas`` come after the product's own. ``outlives``: it is the server that is killed.
    """

    url: str
    first: int
    wal: bool = True
    writers: int = 1
    pragmas: tuple[str, ...] = ()
    outlives: bool = False


def write(order: Order, acknowledge: Connection) -> None:
    """Write batches ``first``, ``first + 1``, … until killed, or until the server is."""
    engine = _engine(order)
    one_at_a_time = Lock()

    def work(start: int) -> None:
        # A word after the server's end would be a lie; the error itself is what is to come.
        with suppress(NotStored) if order.outlives else nullcontext():
            for batch in count(start, order.writers):
                with transaction(engine, together=order.writers > 1) as session:
                    for row in range(ROWS):
                        audit.record(session, None, ACTION, str(batch), datetime.now(UTC), {"row": row})
                with one_at_a_time:
                    acknowledge.send(batch)

    with ThreadPoolExecutor(order.writers) as pool:
        list(pool.map(work, range(order.first, order.first + order.writers)))


def _engine(order: Order) -> Engine:
    with patch.object(db, "WAL_SAFE_SINCE", db.WAL_SAFE_SINCE if order.wal else (99, 0, 0)):
        engine = engine_for(order.url)

    @event.listens_for(engine, "connect")
    def add(connection: Any, _record: object) -> None:
        for pragma in order.pragmas:
            connection.execute(f"PRAGMA {pragma}")

    return engine
