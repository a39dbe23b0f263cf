"""What a rehearsal does in processes of its own, which can be killed: writing, and backing up."""

import resource
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from sqlmodel import select

from tracker.backup import archive
from tracker.db import Session, engine_for, transaction
from tracker.domain.language.errors import Refusal
from tracker.services import audit
from tracker.tables import Account, StoredFile

ACTION = "batch"
ROWS = 3
BYTES = 4_000
PAUSE = 0.2  # seconds after a batch: a department does not write faster, and others need the machine
PATIENCE = 60  # seconds until a process that was started has said something
_START = get_context("forkserver")


def file_of(batch: str) -> bytes:
    """The evidence of a batch, no other's: pressed by nothing."""
    seed = sha256(batch.encode()).digest()
    pieces = (sha256(seed + number.to_bytes(4, "big")).digest() for number in range(BYTES // 32))
    return b"".join(pieces) + zlib.crc32(seed).to_bytes(4, "big")


def write(url: str, name: str, acknowledge: Connection) -> None:
    """Until killed: a batch of audit rows and a file of evidence a transaction, acknowledged after it."""
    engine = engine_for(url)
    number = 0
    while True:
        batch = f"{name}{number}"
        with transaction(engine) as session:
            store(session, batch, datetime.now(UTC))
        acknowledge.send(batch)
        number += 1
        time.sleep(PAUSE)


def store(session: Session, batch: str, now: datetime) -> None:
    content = file_of(batch)
    session.add(
        StoredFile(
            sha256=sha256(content).hexdigest(),
            size=len(content),
            media_type="application/pdf",
            content=content,
            stored_by_id=session.exec(select(Account.id)).one(),
            stored_at=now,
        )
    )
    for row in range(ROWS):
        audit.record(session, None, ACTION, batch, now, {"row": row})


def back_up(url: str, file: str, most_bytes: int | None, told: Connection) -> None:
    """Write one backup; with ``most_bytes`` no file may grow larger, as on a disk that is full there."""
    engine = engine_for(url)
    told.send("begun")
    if most_bytes is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
    try:
        archive.write(engine, Path(file), datetime.now(UTC))
        told.send("written")
    except Refusal as refusal:
        told.send(str(refusal))
    engine.dispose()


@contextmanager
def running(target: Any, *given: object) -> Iterator[tuple[Any, Connection]]:
    """A process and the end of its pipe; killed at the end."""
    _START.set_forkserver_preload([__name__])
    ours, theirs = _START.Pipe(duplex=False)
    process = _START.Process(target=target, args=(*given, theirs), daemon=True)
    # A process started so imports the parent's __main__ again: not a whole test run.
    with patch.dict("sys.modules", {"__main__": ModuleType("__main__")}):
        process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        ours.close()
