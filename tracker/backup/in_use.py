"""Who works with a ledger. A server and each command hold it in common; a restore needs it for itself alone.

SQLite: a lock on a file beside the ledger's (not on the ledger itself: closing such a handle would drop
SQLite's own locks). The system lets go of it when a process ends, however it ends. PostgreSQL knows who is
connected: whoever is, is somebody who works with it. That is asked again when nobody can write any more
(``placing.py``): whoever connects later has stored nothing in what is replaced.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, text

from tracker.domain.language.errors import Refusal
from tracker.services import schema

# Those whom the server still ends, our own of just before among them.
_PATIENCE, _PAUSE = 20, 0.1
# Who may not read another role's sessions is not told what they are; its background workers are then taken
# for somebody, too. PostgreSQL's own (autovacuum) have no user.
_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND usesysid IS NOT NULL AND coalesce(backend_type, 'client backend') = 'client backend'"
)
_ANEW = text("SELECT pg_stat_clear_snapshot()")  # else a transaction goes on seeing whom it has seen


@contextmanager
def in_common(engine: Engine) -> Iterator[None]:
    """Work with the ledger. Raises Refusal while one is being put in its place."""
    with _locked(engine, fcntl.LOCK_SH, "正在恢复账本，请在恢复完成后再试。"):
        yield


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Put something in its place. Raises Refusal while a server or a command works with it."""
    with _locked(engine, fcntl.LOCK_EX, "账本正在使用：请先停止服务（serve）和其他 python -m tracker 命令。"):
        if engine.dialect.name == "postgresql":
            engine.dispose()
            with engine.connect() as connection:
                refuse_company(connection)
            engine.dispose()
        yield


@contextmanager
def _locked(engine: Engine, how: int, otherwise: str) -> Iterator[None]:
    file = schema.sqlite_file(engine)
    handle = None if file is None else _opened(f"{file}.lock")
    if handle is None:
        yield
        return
    try:
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Refusal(otherwise) from error
        yield
    finally:
        os.close(handle)


def refuse_company(connection: Connection) -> None:
    """Raises Refusal while anybody else is connected to this PostgreSQL database."""
    for _ in range(_PATIENCE):
        connection.execute(_ANEW)
        others = connection.scalar(_OTHERS)
        if not others:
            return
        time.sleep(_PAUSE)
    raise Refusal(f"账本正在使用（另有 {others} 个数据库连接）：请先停止服务和其他连着这个数据库的程序。")


def _opened(path: str) -> int | None:
    """A handle for locking; None in a folder that is not there or can't be written, where no restore can be.

    Readable for all: whoever runs a command may be another than the server.
    """
    try:
        return os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)
    except OSError:
        return None
