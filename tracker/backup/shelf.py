"""Where backups without a name of their own are kept, and how many; and the one before a migration."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from tracker.backup import archive
from tracker.domain.language.errors import Refusal
from tracker.services import schema

# Two rows: a migration's are not crowded out by those of every night.
NIGHTLY, BEFORE = "tracker", "before-migration"


def folder_of(engine: Engine, given: str, otherwise: Path) -> Path:
    """As set; else ``backups`` beside a SQLite ledger, or ``otherwise``."""
    file = schema.sqlite_file(engine)
    return Path(given) if given else otherwise if file is None else file.parent / "backups"


def put(engine: Engine, folder: Path, kind: str, kept: int, now: datetime) -> Path:
    """Write a dated backup; the oldest of its kind beyond ``kept`` go. Raises as archive.write does."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(f"备份没有写成：{folder}：{error.strerror}") from error
    file = folder / f"{kind}-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}.zip"
    archive.write(engine, file, now)
    for old in sorted(_dated(folder, kind))[:-kept]:
        old.unlink(missing_ok=True)
    return file


def before_migration(engine: Engine, folder: Path, kept: int, now: datetime) -> Path | None:
    """A backup of a ledger that is about to be upgraded; None where there is nothing to upgrade.

    Raises Refusal where it can't be written: then nothing is migrated.
    """
    if schema.stored_revision(engine) is None or schema.is_current(engine):
        return None
    return put(engine, folder, BEFORE, kept, now)


def _dated(folder: Path, kind: str) -> Iterator[Path]:
    """What ``put`` has written, by its name; nothing that somebody else laid there."""
    name = re.compile(rf"{kind}-\d{{8}}T\d{{6}}Z\.zip")
    return (each for each in folder.iterdir() if name.fullmatch(each.name))
