"""Migrations: up, down and up again, complete, all or nothing, and equal to the tables."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command, op
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Column, Engine, Integer, event, inspect, select, text

from migrations import append_only
from tests.ledger.rows import fill, unique_keys
from tests.ledger.triggers import census, full_census
from tracker.db import Base, engine_for
from tracker.services import schema
from tracker.tables import APPEND_ONLY


def protected() -> dict[str, list[list[str]]]:
    """What the migrations protect, the newest word on each table last."""
    scripts = ScriptDirectory.from_config(schema.alembic_config()).walk_revisions()
    found: dict[str, list[list[str]]] = {}
    for script in reversed(list(scripts)):
        found |= getattr(script.module, "PROTECTED", {})
    return found


def test_every_append_only_table_has_all_its_triggers(engine: Engine) -> None:
    with engine.connect() as connection:
        assert census(connection) == full_census(engine.dialect.name)


def test_migrations_go_up_down_and_up_again(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        command.downgrade(schema.alembic_config(connection), "base")
    assert set(inspect(engine).get_table_names()) == {"alembic_version"}
    assert not schema.is_current(engine)
    with engine.connect() as connection:
        assert not census(connection)
    schema.upgrade(engine)
    assert schema.is_current(engine)
    with engine.connect() as connection:
        assert census(connection) == full_census(engine.dialect.name)


def test_going_up_twice_changes_nothing(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        rows = fill(connection)
    schema.upgrade(engine)
    with engine.connect() as connection:
        assert connection.execute(select(Base.metadata.tables["plan"])).one()._asdict() == rows["plan"]


def test_migrations_and_tables_agree(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        command.check(schema.alembic_config(connection))


def test_the_migrations_protect_exactly_the_append_only_tables() -> None:
    assert set(protected()) == set(APPEND_ONLY)


@pytest.mark.parametrize("name", APPEND_ONLY)
def test_the_replace_guard_covers_every_unique_key(name: str) -> None:
    guarded = {tuple(key) for key in protected()[name]}
    assert guarded == set(unique_keys(Base.metadata.tables[name]))


def test_a_migration_that_fails_leaves_the_database_as_it_was(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), schema.connected(engine) as connection:  # noqa: PT012 - one move
        connection.execute(text("DROP TABLE draft_cell"))
        raise ZeroDivisionError
    assert "draft_cell" in inspect(engine).get_table_names()
    assert schema.is_current(engine)


def test_a_table_altered_by_copying_keeps_its_rows_and_gets_its_triggers_back(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        rows = fill(connection)
    _add_a_column(engine, "plan", protect_again=True)
    with engine.connect() as connection:
        assert census(connection) == full_census(engine.dialect.name)
        assert connection.execute(text("SELECT code FROM plan")).scalar() == rows["plan"]["code"]


def test_the_census_notices_a_copy_that_forgot_its_triggers(sqlite_engine: Engine) -> None:
    _add_a_column(sqlite_engine, "plan", protect_again=False)
    with sqlite_engine.connect() as connection:
        assert census(connection)["plan"] == 0


def test_a_migration_that_would_orphan_rows_is_refused(sqlite_engine: Engine) -> None:
    with schema.connected(sqlite_engine) as connection:
        fill(connection)
    with pytest.raises(schema.NoDatabase, match="parents"), schema.connected(sqlite_engine) as connection:
        connection.execute(text("DROP TABLE target"))
    assert "target" in inspect(sqlite_engine).get_table_names()


def test_a_start_with_nothing_to_migrate_looks_at_no_rows(sqlite_engine: Engine) -> None:
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(sqlite_engine, "before_cursor_execute", note)
    schema.upgrade(sqlite_engine)
    assert "PRAGMA foreign_key_check" not in sent
    with schema.connected(sqlite_engine) as connection:
        fill(connection)
    assert "PRAGMA foreign_key_check" in sent


def _add_a_column(engine: Engine, table: str, *, protect_again: bool) -> None:
    with (
        schema.connected(engine) as connection,
        Operations.context(MigrationContext.configure(connection)),
    ):
        recreate = "always" if engine.dialect.name == "sqlite" else "never"
        with op.batch_alter_table(table, recreate=recreate) as batch:  # type: ignore[arg-type]
            batch.add_column(Column("extra", Integer()))
        if protect_again:
            append_only.release(table)
            append_only.protect(table, protected()[table])


def test_a_missing_sqlite_file_is_not_current_and_is_not_created(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "tracker.db"
    assert not schema.is_current(engine_for(f"sqlite:///{file}"))
    assert not file.exists()
    schema.upgrade(engine_for(f"sqlite:///{file}"))
    assert schema.is_current(engine_for(f"sqlite:///{file}"))


@pytest.mark.parametrize("act", [schema.upgrade, schema.is_current])
def test_what_is_not_a_database_is_refused_by_name(act: Callable[[Engine], object], tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("These are notes and no database at all. " * 100)
    with pytest.raises(schema.NoDatabase, match=r"notes\.db.*not a database"):
        act(engine_for(f"sqlite:///{file}"))
    with pytest.raises(schema.NoDatabase, match="unable to open"):
        act(engine_for(f"sqlite:///{tmp_path}"))


@pytest.mark.parametrize("act", [schema.upgrade, schema.is_current])
def test_a_server_that_does_not_answer_is_named_without_its_password(
    act: Callable[[Engine], object], tmp_path: Path
) -> None:
    url = f"postgresql+psycopg://tracker:hunter2@/tracker?host={tmp_path}"
    with pytest.raises(schema.NoDatabase, match="tracker") as refusal:
        act(engine_for(url))
    assert "hunter2" not in str(refusal.value)


def test_a_folder_that_cannot_be_made_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(schema.NoDatabase, match=r"tracker\.db"):
        schema.upgrade(engine_for(f"sqlite:///{tmp_path / 'file' / 'tracker.db'}"))
