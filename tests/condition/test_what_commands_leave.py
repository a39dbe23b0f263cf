"""``backup`` and ``verify`` leave how they ended, for monitoring and for 系统状态."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from tracker import condition
from tracker.cli import main
from tracker.condition import BACKUP, VERIFY, Noted, note, noted
from tracker.db import transaction
from tracker.services import audit
from tracker.settings import Settings, read_settings

NIGHT = datetime(2025, 10, 9, 18, 0, tzinfo=UTC)


@pytest.fixture
def settings(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setenv("TRACKER_DATABASE_URL", sqlite_url)
    return read_settings()


def test_a_backup_that_ended_well_is_known(settings: Settings, tmp_path: Path) -> None:
    assert noted(settings, BACKUP) is None
    assert main(["backup", str(tmp_path / "copy")]) == 0
    left = noted(settings, BACKUP)
    assert left is not None
    assert (left.code, left.well_at) == (0, left.at)
    assert not left.is_late(datetime.now(UTC))
    assert (condition.folder_of(settings) / "last-backup.json").stat().st_mode & 0o777 == 0o600


def test_one_that_failed_leaves_when_the_last_was_well(settings: Settings, tmp_path: Path) -> None:
    note(settings, BACKUP, 0, NIGHT)
    assert main(["backup", str(tmp_path / "no" / "such" / "folder")]) == 1
    left = noted(settings, BACKUP)
    assert left is not None
    assert (left.code != 0, left.well_at) == (True, NIGHT)


def test_verify_leaves_that_something_differs(settings: Settings, sqlite_engine: Engine) -> None:
    assert main(["verify"]) == 0
    assert noted(settings, VERIFY).code == 0  # type: ignore[union-attr]
    with transaction(sqlite_engine) as session:
        audit.record(session, None, "记", "对象", NIGHT)
    with transaction(sqlite_engine) as session:
        guards = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
        for name in session.connection().execute(guards).scalars().all():
            session.connection().execute(text(f'DROP TRIGGER "{name}"'))
        session.connection().execute(text("UPDATE audit SET subject = 'another'"))
    assert main(["verify"]) == 1
    assert noted(settings, VERIFY).code == 1  # type: ignore[union-attr]


def test_a_day_without_a_backup_is_late_after_two() -> None:
    for hours, is_late in ((1, False), (47, False), (49, True)):
        assert Noted(NIGHT, 0, NIGHT).is_late(NIGHT + timedelta(hours=hours)) is is_late
    assert Noted(NIGHT, 1, None).is_late(NIGHT)


def test_without_a_file_for_a_ledger_it_is_left_where_the_service_may_write() -> None:
    """The program's own folder is not written to (deploy/systemd, deploy/container)."""
    given = {
        "TRACKER_VAR_FOLDER": "/var/lib/tracker",
        "TRACKER_DATABASE_URL": "postgresql+psycopg:///tracker",
    }
    assert condition.folder_of(read_settings(given)) == Path("/var/lib/tracker")
    elsewhere = given | {"TRACKER_STATUS_FOLDER": "/srv/status"}
    assert condition.folder_of(read_settings(elsewhere)) == Path("/srv/status")


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"at": "x", "code": 0, "well_at": null}'])
def test_what_cant_be_read_counts_as_nothing(settings: Settings, content: str) -> None:
    (condition.folder_of(settings) / "last-backup.json").write_text(content)
    assert noted(settings, BACKUP) is None


def test_a_program_is_told_from_another_by_whatever_differs_in_its_files(tmp_path: Path) -> None:
    page, migration = tmp_path / "tracker" / "ui" / "page.py", tmp_path / "migrations" / "0001.py"
    for file in (tmp_path / "app.py", page, migration):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("1")

    def changed(file: Path) -> str:
        file.write_text("2")
        return condition._hash_of(tmp_path)

    told = [condition._hash_of(tmp_path), *map(changed, (tmp_path / "app.py", page, migration))]
    assert len({*told, changed(page.with_name("style.css"))}) == 5
    (tmp_path / "tracker" / "__pycache__").mkdir()
    before = condition._hash_of(tmp_path)
    assert changed(tmp_path / "tracker" / "__pycache__" / "page.cpython-311.pyc") == before
    assert changed(tmp_path / "README.md") == before
