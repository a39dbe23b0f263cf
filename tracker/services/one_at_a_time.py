"""What only one process of a ledger may do at a time, and what no transaction can hold: sending a message.

PostgreSQL: an advisory lock of a connection. SQLite, whose processes share a machine: a lock on a file beside
the ledger's. Both end with the process, however it ends.
"""

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, TextClause, text
from sqlalchemy.exc import DBAPIError

from tracker.domain.language import _, marked
from tracker.domain.language.errors import Refusal

# A mail server has 20 s to answer, a robot less; the message of another process goes out meanwhile.
PATIENCE_SECONDS, _PAUSE = 60.0, 0.1


@dataclass(frozen=True)
class Lock:
    """``key`` is any number that no other lock has (schema.py: 20_251_009); ``suffix`` that of SQLite's file;

    ``taken``: what is said to who waits in vain.
    """

    key: int
    suffix: str
    taken: str


SENDING = Lock(20_251_010, "sending", marked("另一个进程正在发送催报,请稍后再试。"))
SHIPPING = Lock(20_251_011, "shipping", marked("另一个进程正在外送操作日志,不必再送。"))
_TAKE, _GIVE = text("SELECT pg_try_advisory_lock(:key)"), text("SELECT pg_advisory_unlock(:key)")


@contextmanager
def sending(engine: Engine, patience: float = PATIENCE_SECONDS, *, lock: Lock = SENDING) -> Iterator[None]:
    """Ask whether a message went out, send and record it as the only one who does. Raises Refusal."""
    if engine.dialect.name == "sqlite":
        beside = f"{engine.url.database}.{lock.suffix}"
        handle = os.open(beside, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            _wait(lambda: _locked(handle), patience, lock)
            yield
        finally:
            os.close(handle)
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        _wait(lambda: _asked(connection, _TAKE, lock), patience, lock)
        try:
            yield
        finally:
            try:
                _asked(connection, _GIVE, lock)
            except DBAPIError:
                connection.invalidate()  # gone, and the lock with it


def _wait(is_ours: Callable[[], bool], patience: float, lock: Lock) -> None:
    end = time.monotonic() + patience
    while not is_ours():
        if time.monotonic() > end:
            raise Refusal(_(lock.taken))
        time.sleep(_PAUSE)


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _asked(connection: Connection, question: TextClause, lock: Lock) -> bool:
    return bool(connection.scalar(question, {"key": lock.key}))
