"""A backup: one zip file of a ledger's rows and the manifest that vouches for them.

It gets its name when it is whole and on the disk. What is under way stands in a hidden folder beside it,
which is removed on failure; what a killed process left is removed by the next that writes there.
"""

import fcntl
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select, table, text

from tracker.backup import rows
from tracker.db import NotStored, engine_for
from tracker.domain.language.errors import BadInput, Refusal
from tracker.domain.workflow.memory import require_memory
from tracker.services import schema

FORMAT = 1
LEDGER, MANIFEST = "ledger.db", "manifest.json"
_PARTIAL = ".tracker-partial"
_PIECE = 2**20
FAILED = (OSError, NotStored, schema.NoDatabase)


class NoBackup(Refusal):
    """The file is no backup, is cut off or was altered; the message says which."""


@dataclass(frozen=True)
class Manifest:
    """``revision``: the ledger's newest migration; ``rows``: of each table; ``sha256``: of ledger.db."""

    format: int
    made_at: str
    engine: str
    revision: str
    sequence: int
    rows: dict[str, int]
    audit_sha256: str
    sha256: str
    bytes: int

    @property
    def total(self) -> int:
        return sum(self.rows.values())


def write(engine: Engine, file: Path, now: datetime) -> Manifest:
    """Write the ledger as it stands now into a backup named ``file`` (0600), which must not exist.

    Nothing is left where it fails. Raises Refusal, NoDatabase, NewerLedger.
    """
    if file.exists():
        raise BadInput(f"{file} 已存在，备份不覆盖已有的文件。")
    if schema.stored_revision(engine) is None:
        where = engine.url.render_as_string(hide_password=True)
        raise Refusal(f"{where}：没有账本可以备份；python -m tracker init 建立账本。")
    return write_unasked(engine, file, now)


def write_unasked(engine: Engine, file: Path, now: datetime) -> Manifest:
    """The same for who holds the ledger, and knows that it stands and the file does not."""
    try:
        with under_way(file.parent) as folder:
            taken = folder / LEDGER
            rows.take(engine, taken)
            manifest = _manifest_of(taken, engine.dialect.name, now)
            packed = folder / file.name
            _pack(taken, manifest, packed)
            packed.rename(file)
            sync(file.parent)
    except FAILED as error:
        raise Refusal(f"备份没有写成，没有留下文件：{file}：{cause_of(error)}") from error
    return manifest


def cause_of(error: Exception) -> str:
    """What the system or the database said, in one line, without SQL."""
    said = getattr(error, "orig", None) or getattr(error, "strerror", None) or error
    return str(said).splitlines()[0]


@contextmanager
def under_way(beside: Path) -> Iterator[Path]:
    """A folder of our own (0700) in ``beside``, on its disk, for what has no name yet."""
    with _held(beside):
        for left in beside.glob(f".*{_PARTIAL}"):
            with suppress(OSError), _held(left, fcntl.LOCK_NB):  # nobody holds it: whoever made it was killed
                shutil.rmtree(left)
        folder = Path(tempfile.mkdtemp(prefix=".", suffix=_PARTIAL, dir=beside))
        hold = _held(folder)
        hold.__enter__()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        hold.__exit__(None, None, None)


@contextmanager
def _held(folder: Path, how: int = 0) -> Iterator[None]:
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | how)
        yield
    finally:
        os.close(handle)


def _manifest_of(taken: Path, engine_name: str, now: datetime) -> Manifest:
    copy = engine_for(f"sqlite:///{taken}")
    try:
        with copy.connect() as connection:
            verdict = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
            if verdict != "ok":
                raise Refusal(f"备份没有写成，账本的文件已损坏：{verdict}")
            facts: dict[str, Any] = {
                "revision": schema.revision_of(connection),
                "sequence": connection.scalar(text("SELECT sequence FROM ledger")),
                "rows": counted(connection),
                "audit_sha256": connection.scalar(text("SELECT sha256 FROM audit ORDER BY id DESC LIMIT 1"))
                or "",
            }
    finally:
        copy.dispose()  # its journal is written into the file, which is hashed next
    return Manifest(
        format=FORMAT,
        made_at=now.isoformat(timespec="seconds"),
        engine=engine_name,
        sha256=sha256_of(taken),
        bytes=taken.stat().st_size,
        **facts,
    )


def counted(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    names = sorted(inspect(connection).get_table_names())
    return {name: connection.scalar(select(func.count()).select_from(table(name))) or 0 for name in names}


def _pack(taken: Path, manifest: Manifest, packed: Path) -> None:
    with open(_new(packed), "wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
            archive.write(taken, LEDGER)
        out.flush()
        os.fsync(out.fileno())


@contextmanager
def unpacked(backup: Path, beside: Path) -> Iterator[tuple[Path, Manifest]]:
    """The backup's ledger in a folder of its own in ``beside``, hashed and found as its manifest says.

    Raises NoBackup; OSError where the disk is full.
    """
    with under_way(beside) as folder:
        file = folder / LEDGER
        try:
            with zipfile.ZipFile(backup) as archive:
                manifest = _read(archive.read(MANIFEST))
                with archive.open(LEDGER) as packed, open(_new(file), "wb") as out:
                    shutil.copyfileobj(packed, out, _PIECE)
        except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, ValueError, TypeError) as error:
            require_memory(error)
            raise NoBackup(
                f"{backup} 不是完整的备份（被截断、被改动，或不是 python -m tracker backup 写的）；没有恢复。"
                "以前版本的备份是 SQLite 文件，可用 python -m tracker copy sqlite:///文件 目标 复制。"
            ) from error
        if sha256_of(file) != manifest.sha256:
            raise NoBackup(f"{backup} 中的账本与清单所记的 SHA-256 不符，没有恢复。")
        yield file, manifest


def _new(file: Path) -> int:
    return os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)


def _read(text_of_manifest: bytes) -> Manifest:
    given = json.loads(text_of_manifest)
    if given["format"] > FORMAT:
        raise NoBackup("备份由更新版本的程序写成，请用那个版本恢复。")
    return Manifest(**{each.name: given[each.name] for each in fields(Manifest)})


def sha256_of(file: Path) -> str:
    """In hex; the file is read in pieces."""
    digest = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(_PIECE):
            digest.update(piece)
    return digest.hexdigest()


def sync(folder: Path) -> None:
    """A new name is on the disk when its folder is."""
    with suppress(OSError):  # some file systems have no such call
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
