"""python -m tracker restore: the ledger of a backup in the place of what stands there, or nothing changed."""

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext, suppress
from datetime import datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine, text, update

from tests.backup.conftest import write_into, write_more
from tests.backup.contents import ENDED, OWN, contents
from tests.bench.server import tracker
from tests.ledger.test_sqlite import _small_file_system as small_file_system
from tests.ledger.triggers import census, full_census
from tracker import db
from tracker.backup import archive, in_use, placing
from tracker.cli import main
from tracker.db import Busy, engine_for, reading, transaction
from tracker.domain.language.errors import Refusal
from tracker.domain.sentences.damage import Damage
from tracker.queries import integrity
from tracker.queries.plans import ledger_sequence
from tracker.services import schema
from tracker.tables import StoredFile
from tracker.ui.frame.kept import kept


@pytest.fixture
def backup(ledger: Engine, tmp_path: Path, now: datetime) -> Path:
    archive.write(ledger, tmp_path / "ledger.zip", now)
    return tmp_path / "ledger.zip"


def test_what_was_backed_up_stands_again_row_for_row_and_what_stood_there_is_kept(
    ledger: Engine, backup: Path, tmp_path: Path, now: datetime
) -> None:
    then = contents(ledger)
    write_more(ledger, now, 3)
    placed = placing.restore(backup, ledger, tmp_path, now)
    stands = contents(ledger)
    assert stands.keys() == then.keys()
    for name in stands.keys() - ENDED - {"audit"}:
        assert stands[name] == then[name]
    assert not any(stands[name] for name in ENDED), "some of them were ended or used since"
    assert stands["audit"][:-1] == then["audit"]
    assert stands["audit"][-1][4:6] == ("恢复备份", "ledger.zip")
    with ledger.connect() as connection:
        assert census(connection) == full_census(ledger.dialect.name)
    assert placed.aside is not None
    _holds_three_more(placed.aside, tmp_path, len(then["audit"]))
    write_more(ledger, now)


def _holds_three_more(aside: Path, tmp_path: Path, rows: int) -> None:
    if aside.suffix == ".zip":
        with ZipFile(aside) as packed:
            aside = Path(packed.extract("ledger.db", tmp_path))
    raw = sqlite3.connect(aside)
    assert raw.execute("SELECT count(*) FROM audit").fetchone() == (rows + 3,)
    raw.close()


def test_a_backup_of_one_engine_is_restored_on_the_other(
    ledger: Engine, backup: Path, elsewhere: Engine, tmp_path: Path, now: datetime
) -> None:
    assert placing.restore(backup, elsewhere, tmp_path, now) == placing.Placed(None, ())
    changed = OWN | ENDED | {"audit"}
    assert contents(elsewhere, without=changed) == contents(ledger, without=changed)
    write_more(elsewhere, now)


def test_no_cache_of_before_is_shown_in_a_process_that_goes_on(
    ledger: Engine, backup: Path, tmp_path: Path, now: datetime
) -> None:
    """The restored ledger has a smaller sequence at first, then the same: neither shows what was kept."""
    url = ledger.url.render_as_string(hide_password=False)
    write_more(ledger, now, 2)

    def shown(what: str) -> str:
        with reading(ledger) as session:
            return kept(url, ledger_sequence(session), "audit", lambda: what)

    assert (shown("before"), shown("anew")) == ("before", "before")
    with reading(ledger) as session:
        before = ledger_sequence(session)
    placing.restore(backup, ledger, tmp_path, now)
    assert shown("restored") == "restored"
    write_more(ledger, now, 1)
    with reading(ledger) as session:
        after = ledger_sequence(session)
    assert (after.number, after > before) == (before.number, True)
    assert (shown("written"), shown("anew")) == ("written", "written")


def test_a_clock_that_went_back_does_not_bring_an_epoch_of_before(
    ledger: Engine, backup: Path, tmp_path: Path, now: datetime
) -> None:
    def sequence() -> tuple[int, int]:
        with reading(ledger) as session:
            return ledger_sequence(session)

    seen = [sequence()]
    for ago in (0, 1, 1, 365):
        placing.restore(backup, ledger, tmp_path, now - timedelta(days=ago))
        seen.append(sequence())
    assert seen == sorted(set(seen))


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def without_its_end(content: bytes) -> bytes:
    return content[:-1]


def with_other_bytes(content: bytes) -> bytes:
    """Sixteen of them: one bit of a packed file can mean nothing."""
    middle = len(content) // 2
    return (
        content[:middle]
        + bytes(byte ^ 0xFF for byte in content[middle : middle + 16])
        + content[middle + 16 :]
    )


def empty(content: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("damage", [cut, without_its_end, with_other_bytes, empty])
def test_a_damaged_backup_changes_nothing(
    damage: Callable[[bytes], bytes], ledger: Engine, backup: Path, tmp_path: Path, now: datetime
) -> None:
    then = contents(ledger, without=set())
    backup.write_bytes(damage(backup.read_bytes()))
    with pytest.raises(archive.NoBackup):
        placing.restore(backup, ledger, tmp_path, now)
    assert contents(ledger, without=set()) == then
    assert not list(tmp_path.rglob("*replaced*"))


def repacked(backup: Path, folder: Path, change: Callable[[Path, dict[str, object]], None]) -> None:
    """The backup with another ledger or manifest, packed by somebody who knows how."""
    with ZipFile(backup) as packed:
        manifest, file = json.loads(packed.read("manifest.json")), Path(packed.extract("ledger.db", folder))
    change(file, manifest)
    with ZipFile(backup, "w") as packed:
        packed.writestr("manifest.json", json.dumps(manifest))
        packed.write(file, "ledger.db")


def alter_the_ledger(file: Path, manifest: dict[str, object]) -> None:
    raw = sqlite3.connect(file)
    raw.execute("UPDATE account SET role = 'administrator'")
    raw.commit()
    raw.close()


def leave_a_key_out(file: Path, manifest: dict[str, object]) -> None:
    del manifest["sha256"]


def of_another_format(file: Path, manifest: dict[str, object]) -> None:
    manifest["format"] = 99


def of_a_newer_version(file: Path, manifest: dict[str, object]) -> None:
    raw = sqlite3.connect(file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    manifest["sha256"] = archive.sha256_of(file)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (alter_the_ledger, "SHA-256"),
        (leave_a_key_out, "不是完整的备份"),
        (of_another_format, "更新版本"),
        (of_a_newer_version, "9999"),
    ],
)
def test_a_backup_that_is_not_what_its_manifest_says_changes_nothing(
    change: Callable[[Path, dict[str, object]], None],
    words: str,
    sqlite_engine: Engine,
    tmp_path: Path,
    now: datetime,
) -> None:
    backup = tmp_path / "ledger.zip"
    write_into(sqlite_engine, now)
    archive.write(sqlite_engine, backup, now)
    repacked(backup, tmp_path, change)
    then = contents(sqlite_engine, without=set())
    with pytest.raises(Refusal, match=words):
        placing.restore(backup, sqlite_engine, tmp_path, now)
    assert contents(sqlite_engine, without=set()) == then


def test_a_ledger_that_does_not_verify_is_refused_unless_one_insists(
    ledger: Engine,
    tmp_path: Path,
    now: datetime,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stands = contents(ledger)
    with transaction(ledger) as session:
        session.execute(update(StoredFile).values(content=b"other"))
    archive.write(ledger, tmp_path / "altered.zip", now)
    monkeypatch.setenv("TRACKER_DATABASE_URL", ledger.url.render_as_string(hide_password=False))
    monkeypatch.setenv("TRACKER_BACKUP_FOLDER", str(tmp_path / "shelf"))
    ledger.dispose()
    assert main(["restore", str(tmp_path / "altered.zip")]) == 1
    said = capsys.readouterr().err
    assert "的内容与其 SHA-256 不一致" in said
    assert "--despite-findings" in said
    assert len(contents(ledger)["audit"]) == len(stands["audit"])
    ledger.dispose()
    code = main(["restore", str(tmp_path / "altered.zip"), "--despite-findings"])
    told = capsys.readouterr()
    assert code == 0, told.err
    assert "原来的账本" in told.out
    assert len(contents(ledger)["audit"]) == len(stands["audit"]) + 1


def test_nothing_is_restored_under_who_works_with_the_ledger(
    ledger: Engine, backup: Path, tmp_path: Path, now: datetime
) -> None:
    then = contents(ledger, without=set())
    url = ledger.url.render_as_string(hide_password=False)
    ledger.dispose()
    other = engine_for(url)
    with in_use.in_common(other), other.connect(), pytest.raises(Refusal, match="正在使用"):
        placing.restore(backup, ledger, tmp_path, now)
    other.dispose()
    assert contents(ledger, without=set()) == then
    placing.restore(backup, ledger, tmp_path, now)


def test_nor_by_an_owner_who_may_not_read_what_the_applications_sessions_do(
    two_roles: tuple[Engine, Engine], tmp_path: Path, now: datetime
) -> None:
    """PostgreSQL tells whoever is no superuser only that such a session is there."""
    owner, app = two_roles
    archive.write(owner, tmp_path / "ledger.zip", now)
    write_more(app, now, 3)  # its connection stays open, as a server's does
    then = contents(app, without=set())
    with pytest.raises(Refusal, match="另有 1 个数据库连接"):
        placing.restore(tmp_path / "ledger.zip", owner, tmp_path, now)
    assert contents(app, without=set()) == then
    app.dispose()
    placed = placing.restore(tmp_path / "ledger.zip", owner, tmp_path, now)
    assert placed.aside is not None
    _holds_three_more(placed.aside, tmp_path, len(then["audit"]) - 3)
    write_more(app, now)
    assert len(contents(app)["audit"]) == len(then["audit"]) - 3 + 2, "its rights stand"


@pytest.mark.parametrize(
    ("step", "is_stored"), [("_verified", True), ("_backed_up", False)], ids=["before", "behind the backup"]
)
def test_who_comes_while_it_is_restored_keeps_what_he_stored_or_hears_that_he_stored_nothing(
    step: str,
    is_stored: bool,
    postgresql_engine: Engine,
    tmp_path: Path,
    now: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write_into(postgresql_engine, now)
    archive.write(postgresql_engine, tmp_path / "ledger.zip", now)
    newcomer = engine_for(postgresql_engine.url.render_as_string(hide_password=False))
    do, told = getattr(placing, step), list[str]()

    def do_and_have_a_newcomer_write(*given: object) -> object:
        done = do(*given)
        monkeypatch.setitem(db._TIMEOUTS, "lock_timeout", 0.1)
        with suppress(Busy):
            write_more(newcomer, now)
            told.append("stored")
        monkeypatch.setattr(in_use, "_PATIENCE", 2)  # whoever came stays for longer than one waits
        return done

    monkeypatch.setattr(placing, step, do_and_have_a_newcomer_write)
    with pytest.raises(Refusal, match="正在使用") if is_stored else nullcontext():
        placing.restore(tmp_path / "ledger.zip", postgresql_engine, tmp_path / "shelf", now)
    newcomer.dispose()
    assert told == ["stored"] * is_stored
    assert ("写" in [row[4] for row in contents(postgresql_engine)["audit"]]) is is_stored
    assert (tmp_path / "shelf").exists() is not is_stored


def test_nor_under_a_program_that_does_not_know_our_lock(
    sqlite_engine: Engine, tmp_path: Path, now: datetime
) -> None:
    archive.write(sqlite_engine, tmp_path / "ledger.zip", now)
    opened = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('SELECT * FROM audit').fetchall()"
    )
    command = [sys.executable, "-c", f"{opened}; print('open', flush=True); sys.stdin.read()"]
    with subprocess.Popen(
        [*command, str(sqlite_engine.url.database)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as shell:
        assert shell.stdout is not None
        shell.stdout.readline()
        with pytest.raises(Refusal, match="正在使用"):
            placing.restore(tmp_path / "ledger.zip", sqlite_engine, tmp_path, now)
        shell.communicate()
    placing.restore(tmp_path / "ledger.zip", sqlite_engine, tmp_path, now)


def test_no_command_begins_while_a_ledger_is_being_restored(
    sqlite_engine: Engine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", str(sqlite_engine.url))
    with in_use.alone(sqlite_engine):
        assert main(["verify"]) == 1
    assert "正在恢复账本" in capsys.readouterr().err


def test_over_a_running_server_it_is_refused_and_the_server_goes_on(
    sqlite_url: str, tmp_path: Path, now: datetime
) -> None:
    engine = engine_for(sqlite_url)
    archive.write(engine, tmp_path / "ledger.zip", now)
    engine.dispose()
    command = [sys.executable, "-m", "tracker", "restore", str(tmp_path / "ledger.zip")]
    environment = os.environ | {"TRACKER_DATABASE_URL": sqlite_url}
    with tracker(sqlite_url, tmp_path):
        refused = subprocess.run(command, env=environment, capture_output=True, text=True)
        assert (refused.returncode, "正在使用" in refused.stderr) == (1, True)
        write_into(engine, now)  # the file is the one that the server has open
    engine.dispose()
    assert subprocess.run(command, env=environment, capture_output=True).returncode == 0


def garbage(file: Path) -> None:
    file.write_bytes(b"These are notes and no database at all. " * 1000)


def torn(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:5000])


def of_a_newer_program(file: Path) -> None:
    raw = sqlite3.connect(file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()


def gone(file: Path) -> None:
    file.unlink()


@pytest.mark.parametrize("damage", [garbage, torn, of_a_newer_program, gone])
def test_a_ledger_that_cannot_be_read_is_replaced_and_kept_with_its_journals(
    damage: Callable[[Path], None], sqlite_engine: Engine, tmp_path: Path, now: datetime
) -> None:
    write_into(sqlite_engine, now)
    file = Path(str(sqlite_engine.url.database))
    file.chmod(0o640)
    archive.write(sqlite_engine, tmp_path / "ledger.zip", now)
    then = contents(sqlite_engine)
    # As SQLite leaves them, which would read them into whatever file stands beside them.
    journals = dict.fromkeys(("-wal", "-shm", "-journal"), b"of an old SQLite there is none")
    for kind in journals:
        if (journal := file.with_name(file.name + kind)).exists():
            journals[kind] = journal.read_bytes()
    sqlite_engine.dispose()
    damage(file)
    if damage is not of_a_newer_program:
        for kind, own in journals.items():
            file.with_name(file.name + kind).write_bytes(own)
    placed = placing.restore(tmp_path / "ledger.zip", sqlite_engine, tmp_path, now)
    changed = OWN | ENDED | {"audit"}
    assert contents(sqlite_engine, without=changed) == {n: r for n, r in then.items() if n not in changed}
    sqlite_engine.dispose()
    assert [kind for kind in journals if file.with_name(file.name + kind).exists()] == []
    assert stat.S_IMODE(file.stat().st_mode) == (0o600 if damage is gone else 0o640)
    assert (placed.aside is None) == (damage is gone)
    if damage is not of_a_newer_program:
        for kind, own in journals.items():
            (journal_aside,) = file.parent.glob(f"tracker.db.replaced-*{kind}")
            assert journal_aside.read_bytes() == own


def test_a_disk_that_is_full_changes_nothing(sqlite_engine: Engine, tmp_path: Path, now: datetime) -> None:
    archive.write(sqlite_engine, tmp_path / "ledger.zip", now)
    sqlite_engine.dispose()
    with small_file_system(tmp_path / "small") as folder:
        file = shutil.copy(str(sqlite_engine.url.database), folder / "tracker.db")
        engine = engine_for(f"sqlite:///{file}")
        then = contents(engine, without=set())
        engine.dispose()
        (folder / "ballast").write_bytes(b"0" * (shutil.disk_usage(folder).free - 200_000))
        with pytest.raises(Refusal, match=r"原来的账本没有改动.*([Ss]pace|full)"):
            placing.restore(tmp_path / "ledger.zip", engine, tmp_path, now)
        assert contents(engine, without=set()) == then
        engine.dispose()
        assert {each.name for each in folder.iterdir()} == {"tracker.db", "tracker.db.lock", "ballast"}


def test_a_postgresql_ledger_that_cannot_be_backed_up_first_is_not_replaced(
    postgresql_engine: Engine, tmp_path: Path, now: datetime
) -> None:
    archive.write(postgresql_engine, tmp_path / "ledger.zip", now)
    with postgresql_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(Refusal, match="新建一个空数据库"):
        placing.restore(tmp_path / "ledger.zip", postgresql_engine, tmp_path, now)
    with postgresql_engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_what_a_database_says_of_itself_stops_no_restore_into_it(
    postgresql_engine: Engine, tmp_path: Path, now: datetime
) -> None:
    """A page that was torn once is counted for ever, a table keeps what was set on it: verify says so."""
    write_into(postgresql_engine, now)
    archive.write(postgresql_engine, tmp_path / "ledger.zip", now)
    with postgresql_engine.begin() as connection:
        connection.execute(text("ALTER TABLE stored_file ENABLE ROW LEVEL SECURITY"))
    stood = contents(postgresql_engine)
    assert placing.restore(tmp_path / "ledger.zip", postgresql_engine, tmp_path, now).findings == ()
    assert contents(postgresql_engine)["audit"][: len(stood["audit"])] == stood["audit"]
    with reading(postgresql_engine) as session:
        assert [each.damage for each in integrity.findings(session)] == [Damage.STRUCTURE]


def test_what_is_no_file_is_said(sqlite_engine: Engine, tmp_path: Path, now: datetime) -> None:
    with pytest.raises(Refusal, match="没有这个文件"):
        placing.restore(tmp_path / "nothing.zip", sqlite_engine, tmp_path, now)
    assert schema.is_current(sqlite_engine)
