"""A database file that goes away while the server runs, and comes back."""

from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError

from tracker.db import reading, transaction


def sequence_of(engine: Engine) -> int:
    with reading(engine) as session:
        found: int = session.connection().execute(text("SELECT sequence FROM ledger")).scalar_one()
        return found


def test_a_moved_file_is_an_absent_database_until_it_is_back(sqlite_engine: Engine, tmp_path: Path) -> None:
    file = Path(str(sqlite_engine.url.database))
    before = sequence_of(sqlite_engine)
    sqlite_engine.dispose()
    sequence_of(sqlite_engine)
    away = file.rename(tmp_path / "away.db")
    for _attempt in range(3):
        with pytest.raises(OperationalError):
            sequence_of(sqlite_engine)
    assert not file.exists(), "no empty database is made in its place"
    away.rename(file)
    with transaction(sqlite_engine):
        pass
    assert sequence_of(sqlite_engine) == before + 1


def test_another_file_in_its_place_is_opened_anew(sqlite_engine: Engine, sqlite_template: Path) -> None:
    file = Path(str(sqlite_engine.url.database))
    with transaction(sqlite_engine):
        pass
    assert sequence_of(sqlite_engine) == 1
    for part in file.parent.glob(f"{file.name}*"):  # its -wal belongs to it, and would be read into another
        part.unlink()
    file.write_bytes(sqlite_template.read_bytes())
    assert sequence_of(sqlite_engine) == 0
