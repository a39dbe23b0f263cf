"""python -m tracker copy: a ledger row for row on the other engine, and back."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import Engine, insert, text

from tests.backup.contents import contents
from tests.ledger.rows import fill
from tests.ledger.triggers import census, full_census
from tracker.backup import placing
from tracker.cli import main
from tracker.db import Base, engine_for, transaction
from tracker.domain.language.errors import Refusal
from tracker.services import audit, schema
from tracker.tables import StoredFile

BYTES = bytes(range(256)) * 40_000


def test_a_filled_ledger_goes_to_postgresql_and_back_row_for_row(
    sqlite_world: str, another_postgresql: str, tmp_path: Path, now: datetime
) -> None:
    origin, other = engine_for(sqlite_world), engine_for(another_postgresql)
    back = engine_for(f"sqlite:///{tmp_path / 'back.db'}")
    with transaction(origin) as session:
        session.add(
            StoredFile(
                sha256=sha256(BYTES).hexdigest(),
                size=len(BYTES),
                media_type="application/pdf",
                content=BYTES,
                stored_by_id=1,
                stored_at=now,
            )
        )
    assert placing.copy(origin, other, now) == placing.copy(other, back, now) == placing.Placed(None, ())
    assert contents(origin) == contents(other) == contents(back)
    for engine in (other, back):
        with engine.connect() as connection:
            assert census(connection) == full_census(engine.dialect.name)
    with origin.connect() as before, back.connect() as after:  # as SQLite itself has them, types and all
        for name in ("report", "audit", "stored_file", "snapshot", "account"):
            query = text(f"SELECT * FROM {name} ORDER BY rowid")
            assert before.execute(query).all() == after.execute(query).all()
    for engine in (origin, other, back):
        engine.dispose()


def test_every_kind_of_row_is_copied_and_ids_go_on_behind_the_highest(
    engine: Engine, another_postgresql: str, tmp_path: Path, now: datetime
) -> None:
    with schema.connected(engine) as connection:
        rows = fill(connection)
        whole = rows["target"] | {"id": 1001, "code": "whole"}
        connection.execute(insert(Base.metadata.tables["target"]).values(whole))
        # Its whole comes after it, in another batch on its way.
        parts = [rows["target"] | {"id": 2 + n, "code": f"part {n}", "part_of_id": 1001} for n in range(600)]
        connection.execute(insert(Base.metadata.tables["target"]), parts)
    for url in (another_postgresql, f"sqlite:///{tmp_path / 'copy.db'}"):
        copied = engine_for(url)
        placing.copy(engine, copied, now, despite_findings=True)
        assert contents(engine) == contents(copied)
        with transaction(copied) as session:
            audit.record(session, None, "now", "on", now)
            assert session.execute(text("SELECT max(id) FROM audit")).scalar_one() == 2
        copied.dispose()


def test_what_is_there_already_is_not_copied_over(
    engine: Engine, tmp_path: Path, now: datetime, sqlite_template: Path
) -> None:
    notes = tmp_path / "notes.db"
    notes.write_text("mine")
    for url in (engine.url, f"sqlite:///{sqlite_template}", f"sqlite:///{notes}"):
        with pytest.raises(Refusal, match="已经存在"):
            placing.copy(engine, engine_for(str(url) if isinstance(url, str) else url), now)
    assert notes.read_text() == "mine"


def test_nor_is_what_came_there_meanwhile(
    sqlite_engine: Engine, another_postgresql: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, verify = engine_for(another_postgresql), placing._verified

    def verify_while_another_process_begins(copied: Engine, despite_findings: bool) -> tuple[str, ...]:
        schema.upgrade(target)
        with transaction(target) as session:
            audit.record(session, None, "写", "newcomer", now)
        target.dispose()
        return verify(copied, despite_findings)

    monkeypatch.setattr(placing, "_verified", verify_while_another_process_begins)
    with pytest.raises(Refusal, match="已经存在，没有复制"):
        placing.copy(sqlite_engine, target, now)
    assert [row[5] for row in contents(target)["audit"]] == ["newcomer"]
    target.dispose()


def test_nothing_is_made_from_an_address_without_a_ledger(tmp_path: Path, now: datetime) -> None:
    nothing, target = (engine_for(f"sqlite:///{tmp_path / name}") for name in ("no.db", "to.db"))
    with pytest.raises(Refusal, match="没有账本可以复制"):
        placing.copy(nothing, target, now)
    assert list(tmp_path.iterdir()) == []


def test_a_text_that_postgresql_cannot_hold_leaves_nothing_there(
    sqlite_engine: Engine, another_postgresql: str, now: datetime
) -> None:
    """SQLite does not measure texts, and holds a NUL."""
    with sqlite_engine.begin() as connection:
        connection.execute(text("INSERT INTO unit (name, short) VALUES ('a' || char(0) || 'b', '')"))
    target = engine_for(another_postgresql)
    with pytest.raises(Refusal, match="unit"):
        placing.copy(sqlite_engine, target, now, despite_findings=True)  # verify has seen the row, too
    assert schema.stored_revision(target) is None
    target.dispose()


def test_the_command_says_what_it_did(
    sqlite_url: str,
    another_postgresql: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert main(["copy", sqlite_url, another_postgresql]) == 0
    assert "已逐行复制并核对" in capsys.readouterr().out
    assert main(["copy", sqlite_url, another_postgresql]) == 1
    assert "已经存在，没有复制" in capsys.readouterr().err
    assert main(["copy", sqlite_url, "mysql://x:secret@host/db"]) == 1
    assert "secret" not in capsys.readouterr().err
