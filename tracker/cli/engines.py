"""The ledger that a command acts on: made, upgraded, or found; held while the command runs."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tracker.backup import in_use, shelf
from tracker.cli import clock
from tracker.db import Engine, engine_for
from tracker.domain.language.errors import Refusal
from tracker.services import schema
from tracker.settings import Settings


def ready_engine(settings: Settings) -> Engine:
    """The ledger of this version: made, or backed up and upgraded."""
    engine = engine_for(settings.database_url)
    written = shelf.before_migration(engine, shelf_of(settings, engine), settings.backups_kept, clock.now())
    if written is not None:
        print(f"升级账本之前已备份：{written}", flush=True)
    schema.upgrade(engine)
    _keep_private(Path(settings.var_folder))
    return engine


def _keep_private(folder: Path) -> None:
    """The house's own folder is for whom it belongs to alone: 0700, what lies in it 0600."""
    if folder.is_dir() and folder.stat().st_uid == os.geteuid():
        folder.chmod(0o700)
        for each in folder.iterdir():
            if not each.is_symlink():
                each.chmod(0o700 if each.is_dir() else 0o600)


@contextmanager
def in_common(settings: Settings) -> Iterator[None]:
    engine = engine_for(settings.database_url)
    with in_use.in_common(engine):
        yield


def existing_engine(settings: Settings) -> Engine:
    """For commands that need a ledger: a mistyped path is refused, not answered with an empty one.

    Asked before anything else: what else is missing, the version that the ledger is of knows better.
    """
    engine = engine_for(settings.database_url)
    if not schema.is_current(engine):
        where, revision = engine.url.render_as_string(hide_password=True), schema.stored_revision(engine)
        if revision is None:
            raise Refusal(f"{where}：没有账本；python -m tracker init 建立账本。")
        raise Refusal(
            f"{where}：账本由以前版本的程序写成（结构 {revision}），需要升级：python -m tracker init"
        )
    return engine


def shelf_of(settings: Settings, engine: Engine) -> Path:
    return shelf.folder_of(engine, settings.backup_folder, Path(settings.var_folder) / "backups")
