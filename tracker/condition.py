"""How the machine and its routines stand: the disk, the last backup, what verify said last, versions.

``backup`` and ``verify`` leave how they ended in a small file each, beside a SQLite ledger, else in the
folder of what is kept, or in TRACKER_STATUS_FOLDER: a ledger that is damaged could not keep it. Monitoring,
/readyz and the page 系统状态 read it here.
"""

import hashlib
import json
import os
import platform
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path

from tracker.settings import ROOT, Settings

BACKUP, VERIFY = "backup", "verify"
NOTED = (BACKUP, VERIFY)
LATE = timedelta(hours=48)  # what runs every night and failed once is not late yet
_SQLITE = "sqlite:///"
_SHOWN = ("streamlit", "SQLAlchemy", "plotly")


@dataclass(frozen=True)
class Noted:
    """How a command ended last: ``code`` is its exit code, 0 where all is well.

    ``well_at``: when it last ended well, None as long as it never did.
    """

    at: datetime
    code: int
    well_at: datetime | None

    def is_late(self, now: datetime) -> bool:
        return self.well_at is None or now - self.well_at > LATE


@dataclass(frozen=True)
class Disk:
    """Bytes of the disk on which the ledger, or else what the house keeps, stands."""

    free: int
    total: int
    least: int  # below it the disk counts as full

    @property
    def is_full(self) -> bool:
        return self.free < self.least


def folder_of(settings: Settings) -> Path:
    """Where the commands leave how they ended."""
    if settings.status_folder:
        return Path(settings.status_folder)
    if settings.database_url.startswith(_SQLITE):
        return Path(settings.database_url.removeprefix(_SQLITE).split("?")[0]).parent
    return Path(settings.var_folder)


def note(settings: Settings, name: str, code: int, now: datetime) -> None:
    """Leave how a command ended; the file is there whole or not at all. Raises OSError."""
    before = noted(settings, name)
    well_at = now if code == 0 else None if before is None else before.well_at
    kept = asdict(Noted(now, code, well_at))
    file = _file(settings, name)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(kept, default=datetime.isoformat), "utf-8")
    unfinished.replace(file)


def noted(settings: Settings, name: str) -> Noted | None:
    """How a command ended last; None where it has not run, or left what can't be read."""
    try:
        kept = json.loads(_file(settings, name).read_text("utf-8"))
        well_at = kept["well_at"]
        return Noted(
            datetime.fromisoformat(kept["at"]),
            int(kept["code"]),
            None if well_at is None else datetime.fromisoformat(well_at),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _file(settings: Settings, name: str) -> Path:
    return folder_of(settings) / f"last-{name}.json"


def disk(settings: Settings) -> Disk:
    """Raises OSError where it can't be asked."""
    folder = folder_of(settings)
    there = next(each for each in (folder, *folder.parents) if each.exists())
    used = shutil.disk_usage(there)
    return Disk(used.free, used.total, settings.disk_free_mb * 2**20)


@cache
def versions() -> Mapping[str, str]:
    """What the program rests on, by name; for administrators alone. Read from the disk once."""
    return {"Python": platform.python_version()} | {name: version(name) for name in _SHOWN}


@cache
def program() -> str:
    """Which program runs here, to be compared with another one: a hash of its files. No release is numbered.

    Read from the disk once.
    """
    return _hash_of(ROOT)


def _hash_of(root: Path) -> str:
    found = [root / "app.py", *(root / "tracker").rglob("*"), *(root / "migrations").rglob("*")]
    files = sorted(each for each in found if each.is_file() and "__pycache__" not in each.parts)
    said = [f"{hashlib.sha256(each.read_bytes()).hexdigest()} {each.relative_to(root)}" for each in files]
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:12]
