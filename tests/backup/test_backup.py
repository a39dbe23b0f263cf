"""python -m tracker backup: one whole file, or none and a sentence."""

import errno
import json
import os
import sqlite3
import stat
from collections.abc import Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from threading import Barrier, Thread
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine

from tests.backup.conftest import BYTES, write_more
from tests.backup.contents import contents
from tests.ledger.test_sqlite import _small_file_system as small_file_system
from tests.ledger.triggers import census, full_census
from tracker.backup import archive, placing, shelf
from tracker.cli import main
from tracker.db import engine_for, transaction
from tracker.domain.language.errors import Refusal
from tracker.services import schema


def test_a_backup_is_one_file_for_its_owner_alone_with_every_row_and_a_manifest(
    ledger: Engine, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "b" / "ledger.zip"
    file.parent.mkdir()
    archive.write(ledger, file, now)
    assert [each.name for each in file.parent.iterdir()] == [file.name]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    with ZipFile(file) as opened:
        manifest, packed = json.loads(opened.read("manifest.json")), opened.read("ledger.db")
    assert sha256(packed).hexdigest() == manifest["sha256"]
    assert (manifest["engine"], manifest["made_at"]) == (ledger.dialect.name, "2025-10-09T09:00:00+08:00")
    assert manifest["rows"]["stored_file"] == manifest["sequence"] == 1
    (tmp_path / "ledger.db").write_bytes(packed)
    raw = sqlite3.connect(tmp_path / "ledger.db")
    assert raw.execute("SELECT content FROM stored_file").fetchone() == (BYTES,)
    raw.close()
    copied = engine_for(f"sqlite:///{tmp_path / 'ledger.db'}")
    assert contents(copied, without=set()) == contents(ledger, without=set())
    copied.dispose()


def test_a_ledger_that_is_not_upgraded_yet_is_backed_up_as_it_is(
    earlier_ledger: Engine, earlier: Engine, tmp_path: Path, now: datetime
) -> None:
    manifest = archive.write(earlier_ledger, tmp_path / "ledger.zip", now)
    assert manifest.revision == schema.stored_revision(earlier_ledger) == schema.stored_revision(earlier)
    with ZipFile(tmp_path / "ledger.zip") as opened:
        opened.extract("ledger.db", tmp_path)
    taken, was = (sqlite3.connect(tmp_path / name) for name in ("ledger.db", "earlier.db"))
    for name in manifest.rows:
        query = f"SELECT * FROM {name}"
        assert sorted(taken.execute(query), key=repr) == sorted(was.execute(query), key=repr)
    assert manifest.total > 2000
    taken.close(), was.close()


def test_and_restored_it_is_of_this_version(
    earlier_ledger: Engine, elsewhere: Engine, tmp_path: Path, now: datetime
) -> None:
    archive.write(earlier_ledger, tmp_path / "ledger.zip", now)
    earlier_ledger.dispose()
    if elsewhere.url == earlier_ledger.url:
        assert placing.restore(tmp_path / "ledger.zip", elsewhere, tmp_path, now).aside is not None
    else:
        assert placing.restore(tmp_path / "ledger.zip", elsewhere, tmp_path, now) == placing.Placed(None, ())
    assert schema.is_current(elsewhere)
    with elsewhere.connect() as connection:
        assert census(connection) == full_census(elsewhere.dialect.name)


def test_what_is_written_meanwhile_is_in_it_whole_or_not_at_all(
    ledger: Engine, tmp_path: Path, now: datetime
) -> None:
    begun = Barrier(2, timeout=30)

    def write() -> None:
        begun.wait()
        write_more(ledger, now, 40)

    writer = Thread(target=write)
    writer.start()
    begun.wait()
    manifest = archive.write(ledger, tmp_path / "ledger.zip", now)
    writer.join()
    first = manifest.rows["audit"] - manifest.sequence
    with ledger.connect() as connection:
        now_rows = archive.counted(connection)["audit"]
    assert now_rows - first == 41, "no writer was lost"
    assert 1 <= manifest.sequence <= 41


def test_nobody_waits_for_a_reading_backup(
    ledger: Engine, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = archive.rows.take

    def take_while_others_write(engine: Engine, file: Path) -> None:
        take(engine, file)
        write_more(ledger, now)

    monkeypatch.setattr(archive.rows, "take", take_while_others_write)
    assert archive.write(ledger, tmp_path / "ledger.zip", now).sequence == 1


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    with small_file_system(tmp_path / "small") as folder:
        (folder / "ballast").write_bytes(b"0" * 3_500_000)
        yield folder


def test_a_full_disk_leaves_nothing_and_writers_go_on(ledger: Engine, full_disk: Path, now: datetime) -> None:
    with pytest.raises(Refusal, match=r"备份没有写成，没有留下文件.*(full|[Ss]pace)"):
        archive.write(ledger, full_disk / "ledger.zip", now)
    assert [each.name for each in full_disk.iterdir()] == ["ballast"]
    write_more(ledger, now)
    (full_disk / "ballast").unlink()
    archive.write(ledger, full_disk / "ledger.zip", now)


@pytest.mark.parametrize("step", ["take", "_pack"])
def test_a_disk_that_is_full_at_any_step_leaves_nothing(
    step: str, sqlite_engine: Engine, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(archive.rows if step == "take" else archive, step, full)
    folder = tmp_path / "backups"
    folder.mkdir()
    with pytest.raises(Refusal, match="No space left"):
        archive.write(sqlite_engine, folder / "ledger.zip", now)
    assert list(folder.iterdir()) == []
    with transaction(sqlite_engine):
        pass


def test_what_a_killed_backup_left_is_removed_by_the_next_and_one_under_way_is_not(
    sqlite_engine: Engine, tmp_path: Path, now: datetime
) -> None:
    left = tmp_path / ".abc.tracker-partial"
    left.mkdir()
    (left / "ledger.db").write_text("half")
    with archive.under_way(tmp_path) as other:
        archive.write(sqlite_engine, tmp_path / "ledger.zip", now)
        assert other.is_dir()
    assert not left.exists()
    assert not other.exists()


def test_a_damaged_ledger_is_not_backed_up_as_if_it_were_whole(
    sqlite_url: str, tmp_path: Path, now: datetime
) -> None:
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    raw = sqlite3.connect(file)
    ((page,),) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ledger'")
    raw.close()
    content = bytearray(file.read_bytes())
    content[4096 * (page - 1) : 4096 * page] = b"\xff" * 4096
    file.write_bytes(content)
    engine = engine_for(sqlite_url)
    with pytest.raises(Refusal, match=r"备份没有写成.*malformed"):
        archive.write(engine, tmp_path / "ledger.zip", now)
    engine.dispose()
    assert not (tmp_path / "ledger.zip").exists()


def test_without_a_name_it_is_dated_and_the_oldest_go(
    sqlite_engine: Engine, tmp_path: Path, now: datetime
) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    mine = [folder / name for name in ("tracker-of-mine.zip", "before-migration-20200101T000000Z.zip")]
    for each in mine:
        each.write_text("mine")
    for day in range(5):
        newest = shelf.put(sqlite_engine, folder, shelf.NIGHTLY, 3, now + timedelta(days=day))
    assert newest.name == "tracker-20251013T010000Z.zip"
    days = [f"tracker-202510{day}T010000Z.zip" for day in (11, 12, 13)]
    assert sorted(each.name for each in folder.iterdir()) == sorted([*days, *(each.name for each in mine)])


def test_the_command_prints_what_it_wrote(
    sqlite_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", sqlite_url)
    assert main(["backup"]) == 0
    digest, file = capsys.readouterr().out.split()
    assert Path(file).parent == tmp_path / "backups"
    assert sha256(Path(file).read_bytes()).hexdigest() == digest
    monkeypatch.setenv("TRACKER_BACKUP_FOLDER", str(tmp_path / "elsewhere"))
    assert main(["backup"]) == 0
    assert Path(capsys.readouterr().out.split()[1]).parent == tmp_path / "elsewhere"
    assert main(["backup", str(tmp_path / "nowhere" / "b.zip")]) == 1
    assert "备份没有写成" in capsys.readouterr().err
