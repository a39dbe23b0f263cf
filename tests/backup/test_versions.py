"""Old and new: a backup before each migration, words where the ledger is newer, no way down over facts."""

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tracker.backup import archive
from tracker.cli import main
from tracker.services import schema

COMMANDS = {
    "serve": ("serve",),
    "init": ("init",),
    "plan": ("plan", "list"),
    "account": ("account", "wang"),
    "snapshot": ("snapshot", "--login", "zhou", "--number", "2025Q3-01"),
    "remind": ("remind", "--dry-run"),
    "verify": ("verify",),
    "backup": ("backup",),
    "copy": ("copy", "{url}", "sqlite:///copied.db"),
}


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_ledger_of_a_newer_version_is_named_so_by_every_command_and_left_alone(
    command: tuple[str, ...],
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    monkeypatch.setenv("TRACKER_BACKUP_FOLDER", str(tmp_path / "shelf"))
    monkeypatch.setenv("TRACKER_PORT", "18391")
    assert main([each.format(url=url) for each in command]) == 1
    said = capsys.readouterr().err
    assert "账本由更新版本的程序写成（结构 9999" in said
    assert len(said.splitlines()) == 1
    assert not list(tmp_path.rglob("*.zip"))
    assert not (tmp_path / "copied.db").exists()


def test_before_it_upgrades_a_ledger_it_writes_a_backup(
    earlier_ledger: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    then = schema.stored_revision(earlier_ledger)
    monkeypatch.setenv("TRACKER_DATABASE_URL", earlier_ledger.url.render_as_string(hide_password=False))
    monkeypatch.setenv("TRACKER_BACKUP_FOLDER", str(tmp_path / "shelf"))
    assert main(["init"]) == 0
    (written,) = (tmp_path / "shelf").iterdir()
    assert f"升级账本之前已备份：{written}" in capsys.readouterr().out
    with archive.unpacked(written, tmp_path) as (_file, manifest):
        assert manifest.revision == then
    assert schema.is_current(earlier_ledger)
    assert main(["init"]) == 0
    assert "升级" not in capsys.readouterr().out
    assert list((tmp_path / "shelf").iterdir()) == [written], "there was nothing to upgrade"


def test_without_that_backup_nothing_is_upgraded(
    earlier: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    then = schema.stored_revision(earlier)
    (tmp_path / "shelf").write_text("no folder")
    monkeypatch.setenv("TRACKER_DATABASE_URL", str(earlier.url))
    monkeypatch.setenv("TRACKER_BACKUP_FOLDER", str(tmp_path / "shelf"))
    assert main(["init"]) == 1
    assert "备份没有写成" in capsys.readouterr().err
    assert schema.stored_revision(earlier) == then


def test_a_new_ledger_needs_no_backup(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'tracker.db'}")
    assert main(["init"]) == 0
    assert not (tmp_path / "backups").exists()


def test_the_backup_of_before_an_upgrade_is_the_way_back_to_the_old_program(
    sqlite_engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    now: datetime,
) -> None:
    """What the newer program made of the ledger is set aside, readable for that program."""
    backup = tmp_path / "before.zip"
    archive.write(sqlite_engine, backup, now)
    sqlite_engine.dispose()
    file = Path(str(sqlite_engine.url.database))
    raw = sqlite3.connect(file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    monkeypatch.setenv("TRACKER_DATABASE_URL", str(sqlite_engine.url))
    assert main(["restore", str(backup)]) == 0
    assert schema.is_current(sqlite_engine)
    (aside,) = file.parent.glob("tracker.db.replaced-*")
    raw = sqlite3.connect(aside)
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == ("9999",)
    raw.close()
