"""Old and new: a backup before each migration, words where the ledger is newer, no way down over facts."""

import argparse
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tracker.backup import archive
from tracker.cli import main, parser
from tracker.services import schema

# They ask no ledger that stands: one reads a file, one makes its own, one puts another in its place.
ASK_NONE = {"notice", "demo", "restore"}
# They bring an older one up, or take it as it is.
TAKE_OLDER = {"serve", "init", "backup", "copy"}


def commands() -> dict[str, tuple[str, ...]]:
    """Every command that the parser knows but those, with what it must be given; it may be nonsense."""
    return {name: words for name, words in _of(parser()) if name not in ASK_NONE}


def _of(of: argparse.ArgumentParser, *words: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    given: list[str] = []
    for action in of._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, sub in action.choices.items():
                yield from _of(sub, *words, name)
            return
        if action.required:
            value = {"origin": "{url}", "target": "sqlite:///copied.db"}.get(action.dest, "nonsense")
            given += [*action.option_strings[-1:], value]
    yield " ".join(words), (*words, *given)


def test_the_commands_are_found() -> None:
    assert {"plan publish", "anchor", "ship", "remind", *TAKE_OLDER} < commands().keys()
    assert commands()["plan close"] == ("plan", "close", "nonsense", "--reason", "nonsense")
    assert {name for name, _words in _of(parser())} >= ASK_NONE


@pytest.mark.parametrize("command", commands().values(), ids=commands())
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


@pytest.mark.parametrize(
    "command", [words for name, words in commands().items() if name not in TAKE_OLDER], ids=" ".join
)
def test_of_an_older_ledger_every_command_says_what_brings_it_up_and_of_none_what_makes_one(
    command: tuple[str, ...],
    sqlite_engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    with sqlite_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    for url, words in (
        (str(sqlite_engine.url), "账本由以前版本的程序写成（结构 0001），需要升级：python -m tracker init\n"),
        (f"sqlite:///{tmp_path / 'none.db'}", "没有账本；python -m tracker init 建立账本。\n"),
    ):
        monkeypatch.setenv("TRACKER_DATABASE_URL", url)
        assert main(command) == 1
        assert capsys.readouterr().err == f"{url}：{words}"


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
