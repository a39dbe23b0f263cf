"""A ledger in place of what stands at an address: ``restore`` from a backup, ``copy`` from another engine.

What stood there stays whole until the new one is verified, and is never thrown away: SQLite's file is set
aside beside it, PostgreSQL's rows are backed up first. The new ledger begins an epoch, so that no process
shows what it kept of the one before (``tracker/ui/frame/kept.py``).
"""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, Engine, delete, select, text, update
from sqlmodel import Session, col

from tracker.backup import archive, in_use, rows
from tracker.backup.archive import sync, under_way
from tracker.db import NotStored, engine_for, reading, transaction
from tracker.domain.language.errors import Refusal
from tracker.domain.sentences.damage import Damage, Finding
from tracker.queries import integrity
from tracker.services import audit, schema
from tracker.tables import AuthenticatorDraft, HalfSignIn, Ledger, OneTimeLink, SignInSession

# A journal belongs to one file: beside another it would be read into it.
_JOURNALS = ("-wal", "-shm", "-journal")
_PATIENCE = text("SET LOCAL lock_timeout = '10s'")


@dataclass(frozen=True)
class Placed:
    """``aside``: where the ledger is now that stood there, if one did; ``findings``: what verify says."""

    aside: Path | None
    findings: tuple[Finding, ...]


class NotSound(Refusal):
    """The ledger of the backup does not verify; ``findings`` says why."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(
            f"备份中的账本有 {len(findings)} 处不符，没有恢复；确需恢复请加 --despite-findings。"
        )
        self.findings = findings


def restore(
    backup: Path, engine: Engine, shelf: Path, now: datetime, *, despite_findings: bool = False
) -> Placed:
    """Put a backup's ledger, upgraded to this version, in place of what stands at ``engine``.

    All sign-ins and links of the backup's day end: some of them were ended or used since. ``shelf``: the
    folder for a backup of the PostgreSQL ledger that stood there. Raises Refusal, NewerLedger.
    """
    if not backup.is_file():
        raise Refusal(f"{backup}：没有这个文件。")
    with (
        in_use.alone(engine),
        _in_words("恢复"),
        _beside(engine) as beside,
        archive.unpacked(backup, beside) as (file, manifest),
    ):
        with _upgraded(file) as restored:
            with transaction(restored) as session:
                for table in (SignInSession, HalfSignIn, OneTimeLink, AuthenticatorDraft):
                    session.execute(delete(table))
                told = {"sha256": archive.sha256_of(backup), "since": manifest.made_at}
                audit.record(session, None, "恢复备份", backup.name, now, told)
            _begin_an_epoch(restored, now, _epoch_of(engine))
            findings = _verified(restored, despite_findings)
        return Placed(_place(file, engine, shelf, now, findings), findings)


def copy(origin: Engine, engine: Engine, now: datetime, *, despite_findings: bool = False) -> Placed:
    """Copy a ledger row for row to where none stands yet, on either engine; upgraded to this version.

    What is written into ``origin`` meanwhile is not in the copy. Raises NotSound, NewerLedger, Refusal.
    """
    if schema.stored_revision(origin) is None:
        raise Refusal(f"{origin.url.render_as_string(hide_password=True)}：没有账本可以复制。")
    file = schema.sqlite_file(engine)
    if (file is not None and file.exists()) or schema.stored_revision(engine) is not None:
        raise _stands_already(engine)
    with (
        in_use.in_common(origin),
        in_use.alone(engine),
        _in_words("复制"),
        _beside(engine) as beside,
        under_way(beside) as folder,
    ):
        taken = folder / archive.LEDGER
        rows.take(origin, taken)
        with _upgraded(taken) as copied:
            _begin_an_epoch(copied, now, 0)
            findings = _verified(copied, despite_findings)
        return Placed(_place(taken, engine, None, now, findings), findings)


def _stands_already(engine: Engine) -> Refusal:
    return Refusal(f"{engine.url.render_as_string(hide_password=True)}：已经存在，没有复制。")


@contextmanager
def _in_words(what: str) -> Iterator[None]:
    try:
        yield
    except archive.FAILED as error:
        raise Refusal(f"没有{what}，原来的账本没有改动：{archive.cause_of(error)}") from error


@contextmanager
def _beside(engine: Engine) -> Iterator[Path]:
    """A folder on the ledger's disk; for PostgreSQL one that is gone afterwards."""
    file = schema.sqlite_file(engine)
    if file is None:
        with tempfile.TemporaryDirectory(prefix="tracker-") as folder:
            yield Path(folder)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        yield file.parent


@contextmanager
def _upgraded(file: Path) -> Iterator[Engine]:
    engine = engine_for(f"sqlite:///{file}")
    try:
        schema.upgrade(engine)
        yield engine
    finally:
        engine.dispose()  # its journal is written into the file


def _verified(engine: Engine, despite_findings: bool) -> tuple[Finding, ...]:
    """What verify finds. Raises NotSound where that is not to be overlooked."""
    with reading(engine) as session:
        findings = tuple(integrity.findings(session))
    if findings and not despite_findings:
        raise NotSound(findings)
    return findings


def _begin_an_epoch(engine: Engine, now: datetime, before: int) -> None:
    """Later than any that was: of the ledger itself and of the one whose place it takes."""
    with transaction(engine, advance=False) as session:
        own = session.execute(select(col(Ledger.epoch))).scalar_one()
        epoch = max(int(now.timestamp() * 1_000_000), own + 1, before + 1)
        session.execute(update(Ledger).values(epoch=epoch))


def _epoch_of(engine: Engine) -> int:
    """Of the ledger that stands there; 0 where there is none, an older one, or one that can't be read."""
    file = schema.sqlite_file(engine)
    if file is not None and not _is_sqlite(file):
        return 0
    epoch = 0
    with suppress(NotStored), engine.connect() as connection:
        epoch = connection.scalar(select(col(Ledger.epoch))) or 0
    engine.dispose()  # nobody is to have it open soon
    return epoch


def _place(
    file: Path, engine: Engine, shelf: Path | None, now: datetime, findings: tuple[Finding, ...]
) -> Path | None:
    target = schema.sqlite_file(engine)
    if target is None:
        return _place_rows(file, engine, shelf, now, findings)
    engine.dispose()
    aside = _set_aside(target, now)
    if aside is not None:
        shutil.copymode(aside, file)
        with suppress(PermissionError):
            os.chown(file, aside.stat().st_uid, aside.stat().st_gid)
    file.replace(target)
    sync(target.parent)
    return aside


def _set_aside(target: Path, now: datetime) -> Path | None:
    """A second name for what stands there; another file then takes the first, which is never without one.

    Its journals are written into it before. Those of a file that can't be read, or is gone, go with it.
    """
    aside = _unused(target.with_name(f"{target.name}.replaced-{now:%Y%m%dT%H%M%S}"))
    if not _is_closed(target):
        for journal in _JOURNALS:
            with suppress(FileNotFoundError):
                target.with_name(target.name + journal).rename(aside.with_name(aside.name + journal))
    if not target.exists() or target.stat().st_size == 0:
        return None
    os.link(target, aside)
    return aside


def _unused(name: Path) -> Path:
    """The name, or the first of it with a number: two restores may come in one second."""
    numbered = (name.with_name(f"{name.stem}-{number}{name.suffix}") for number in count(2))
    return next(each for each in chain((name,), numbered) if not each.exists())


def _is_closed(target: Path) -> bool:
    """Whether the file itself now holds all that was committed. Raises Refusal while others have it open."""
    if not _is_sqlite(target):
        return False  # opened, it would lose its journals
    engine = engine_for(f"sqlite:///{target}")
    try:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA busy_timeout = 2000")
            journal: str = connection.exec_driver_sql("PRAGMA journal_mode = DELETE").scalar_one()
            return journal == "delete"
    except NotStored as error:
        if "locked" in str(error):
            raise Refusal("账本正在使用：请先停止服务（serve）和其他打开账本文件的程序。") from error
        return False
    finally:
        engine.dispose()


def _is_sqlite(target: Path) -> bool:
    """By its head and its size, in whole pages."""
    if not target.is_file():
        return False
    with target.open("rb") as file:
        head = file.read(18)
    page = int.from_bytes(head[16:18], "big") or 1
    return head.startswith(b"SQLite format 3\0") and target.stat().st_size % page == 0


def _place_rows(
    file: Path, engine: Engine, shelf: Path | None, now: datetime, findings: tuple[Finding, ...]
) -> Path | None:
    """In one transaction: the ledger that stood there, or the whole new one.

    The tables are held before it is asked once more who is there, and before they are backed up: what was
    acknowledged until then is in that backup; who writes later waits for the new ledger, or in vain, and is
    told so.
    """
    with (
        _upgraded(file) as placed,
        placed.connect() as source,
        schema.connected(engine) as target,
    ):
        target.execute(rows.UNLIMITED)
        target.execute(_PATIENCE)
        rows.hold(target)
        in_use.refuse_company(target)
        if shelf is None and schema.revision_of(target) is not None:
            raise _stands_already(engine)
        aside = None if shelf is None else _backed_up(target, shelf, now)
        command.upgrade(schema.alembic_config(target), "head")
        rows.copy_rows(source, target)
        _refuse_difference(source, target, findings)
    return aside


def _backed_up(target: Connection, shelf: Path, now: datetime) -> Path | None:
    """A backup of the ledger that stands there, None where none does."""
    try:
        if schema.revision_of(target) is None:
            return None
        shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = _unused(shelf / f"replaced-{now:%Y%m%dT%H%M%S}.zip")
        archive.write_unasked(target.engine, file, now)
    except (Refusal, schema.NoDatabase) as refusal:
        raise Refusal(
            "现有账本没能先备份，没有恢复；可新建一个空数据库，把 TRACKER_DATABASE_URL 指向它再恢复。"
            f"（{refusal}）"
        ) from refusal
    return file


def _refuse_difference(source: Connection, target: Connection, findings: tuple[Finding, ...]) -> None:
    wanted, found = archive.counted(source), archive.counted(target)
    for name, number in wanted.items():
        if found.get(name) != number:
            raise Refusal(f"{name}：应有{number}行，写入后有{found.get(name)}行，没有恢复。")
    with Session(bind=target) as session:
        differ = _of_rows(integrity.findings(session)) ^ _of_rows(findings)
    if differ:
        raise Refusal(f"写入数据库后核对不符，没有恢复；可新建一个空数据库再恢复。（{min(differ)}）")


def _of_rows(findings: Iterable[Finding]) -> set[str]:
    """Without what is the database's own and not of the copy that was verified: pages, indexes, columns."""
    return {str(each) for each in findings if each.damage not in (Damage.ENGINE, Damage.STRUCTURE)}
