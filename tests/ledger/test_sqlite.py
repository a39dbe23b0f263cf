"""SQLite as it is really opened, and what happens when its disk is full (docs/decisions/0004)."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Engine, event, func, select, text
from sqlmodel import col

from tracker import db
from tracker.db import Unwritable, engine_for, reading, transaction
from tracker.services import audit, schema
from tracker.tables import Audit

FULL, EXTRA = 2, 3
MUCH = "字" * 20_000


def pragmas(engine: Engine, *names: str) -> list[object]:
    with engine.connect() as connection:
        return [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names]


def old_sqlite(monkeypatch: pytest.MonkeyPatch) -> None:
    """The driver at hand, under the version number of Debian 12's SQLite."""
    old = ModuleType("old_sqlite")
    vars(old).update(vars(db.sqlite_driver()))
    vars(old).update(sqlite_version_info=(3, 40, 1), sqlite_version="3.40.1")
    monkeypatch.setattr(db, "sqlite_driver", lambda: old)


@pytest.fixture(params=["this SQLite", "an old SQLite"])
def either_journal(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways in which the factory keeps a journal."""
    if request.param == "an old SQLite":
        old_sqlite(monkeypatch)
    return str(request.param)


def test_every_connection_checks_keys_and_fires_triggers_and_waits(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect():  # so that the one asked is not the pool's first
        names = ("foreign_keys", "recursive_triggers", "busy_timeout")
        assert pragmas(sqlite_engine, *names) == [1, 1, db.BUSY_SECONDS * 1000]


def test_the_installed_sqlite_is_free_of_the_wal_reset_bug_and_uses_wal(sqlite_engine: Engine) -> None:
    if db.sqlite_driver().sqlite_version_info < db.WAL_SAFE_SINCE:
        assert pragmas(sqlite_engine, "journal_mode", "synchronous") == ["delete", EXTRA]
    else:
        assert pragmas(sqlite_engine, "journal_mode", "synchronous") == ["wal", FULL]


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 51, 2)])
def test_an_old_sqlite_gets_no_wal_and_the_fullest_sync(
    version: tuple[int, int, int], sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    old_sqlite(monkeypatch)
    monkeypatch.setattr(db.sqlite_driver(), "sqlite_version_info", version)
    engine = engine_for(sqlite_url)
    assert pragmas(engine, "journal_mode", "synchronous") == ["delete", EXTRA]
    engine.dispose()


def test_a_writer_takes_the_lock_when_it_begins_and_readers_do_not_wait(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(db, "BUSY_SECONDS", 0)
    first, second = engine_for(sqlite_url), engine_for(sqlite_url)
    # As another process would, not in the queue of this one.
    with first.connect().execution_options(writes=True) as elsewhere, elsewhere.begin():
        with reading(second) as session:
            assert session.execute(text("SELECT sequence FROM ledger")).scalar() == 0
        with pytest.raises(db.Busy, match="locked"), transaction(second, advance=False):
            pass
    first.dispose()
    second.dispose()


def test_a_full_disk_stores_nothing_by_halves_and_writing_goes_on_later(
    either_journal: str, sqlite_url: str, now: datetime
) -> None:
    engine = engine_for(sqlite_url)
    pages = {"allowed": 200}
    event.listen(engine, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages['allowed']}"))
    stored = _write_until_full(engine, now)
    assert 0 < stored < 200
    _check_whole(engine, stored)
    pages["allowed"] = 10_000
    engine.dispose()  # the limit is a connection's: new ones have room
    _write(engine, now)
    _check_whole(engine, stored + 1)
    engine.dispose()


def test_a_full_file_system_stores_nothing_by_halves_and_writing_goes_on_later(
    either_journal: str, tmp_path: Path, now: datetime
) -> None:
    with _small_file_system(tmp_path / "small") as folder:
        engine = engine_for(f"sqlite:///{folder / 'tracker.db'}")
        schema.upgrade(engine)
        ballast = folder / "ballast"
        ballast.write_bytes(b"0" * 2**20)
        stored = _write_until_full(engine, now)
        _check_whole(engine, stored)
        ballast.unlink()
        _write(engine, now)
        _check_whole(engine, stored + 1)
        engine.dispose()


def test_a_file_that_may_only_be_read_is_said_to_be_so(either_journal: str, now: datetime) -> None:
    """As a copy that was put in place by somebody else: for root, who may do all, as nobody meets it."""
    folder = Path(tempfile.mkdtemp(dir="/tmp"))  # pytest's own is closed to others
    folder.chmod(0o777)
    file = folder / "tracker.db"
    engine = engine_for(f"sqlite:///{file}")
    schema.upgrade(engine)
    _write(engine, now)
    engine.dispose()
    file.chmod(0o444)
    me = os.geteuid()
    try:
        if me == 0:
            os.seteuid(pwd.getpwnam("nobody").pw_uid)
        with pytest.raises(Unwritable, match="readonly"):
            _write(engine, now)
    finally:
        os.seteuid(me)
        engine.dispose()
        file.chmod(0o644)
    _write(engine, now)
    _check_whole(engine, 2)
    engine.dispose()
    shutil.rmtree(folder)


@contextmanager
def _small_file_system(folder: Path) -> Iterator[Path]:
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder], capture_output=True)
    if done.returncode != 0:
        pytest.skip("mounting a small file system takes root's rights; the page limit's test stands in")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _write_until_full(engine: Engine, now: datetime) -> int:
    """How many transactions were acknowledged before SQLite said SQLITE_FULL."""
    for stored in range(200):
        try:
            _write(engine, now)
        except Unwritable as error:
            if "database or disk is full" not in str(error.orig):
                raise
            return stored
    raise AssertionError("the disk never filled")


def _write(engine: Engine, now: datetime) -> None:
    """One transaction of two rows; the second is the big one."""
    with transaction(engine) as session:
        audit.record(session, None, "small", "row", now)
        audit.record(session, None, "big", "row", now, {"text": MUCH})


def _check_whole(engine: Engine, transactions: int) -> None:
    with reading(engine) as session:
        assert session.execute(text("PRAGMA integrity_check")).scalar() == "ok"
        assert session.execute(text("SELECT sequence FROM ledger")).scalar() == transactions
        assert session.execute(select(func.count(col(Audit.id)))).scalar() == 2 * transactions
