"""Every way to change or remove a fact, tried on every append-only table (docs/decisions/0001).

What is not refused, because nothing inside a database can: its owner dropping the triggers, or
another program writing the SQLite file. The census and the audit chain show that afterwards.
"""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import (
    Connection,
    Engine,
    Executable,
    Table,
    column,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy import table as bare_table
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError

from tests.ledger.rows import Rows, another, fill, unique_keys
from tests.ledger.triggers import census
from tracker.db import Base, transaction
from tracker.services import schema
from tracker.tables import APPEND_ONLY

Attack = Callable[[Table, Rows], Iterator[Executable]]
TABLES = [Base.metadata.tables[name] for name in APPEND_ONLY]


def update_to_other_values(table: Table, rows: Rows) -> Iterator[Executable]:
    yield update(table).values(another(table, rows))


def update_to_the_same_values(table: Table, rows: Rows) -> Iterator[Executable]:
    yield update(table).values({each.name: each for each in table.columns})


def delete_the_row(table: Table, rows: Rows) -> Iterator[Executable]:
    yield delete(table)


def sqlite_upsert(table: Table, rows: Rows) -> Iterator[Executable]:
    for key in unique_keys(table):
        row = another(table, rows, keeping=key)
        yield sqlite_insert(table).values(row).on_conflict_do_update(index_elements=key, set_=row)


def postgresql_upsert(table: Table, rows: Rows) -> Iterator[Executable]:
    for key in unique_keys(table):
        row = another(table, rows, keeping=key)
        yield postgresql_insert(table).values(row).on_conflict_do_update(index_elements=key, set_=row)


def insert_or_replace(table: Table, rows: Rows) -> Iterator[Executable]:
    for key in unique_keys(table):
        yield insert(table).prefix_with("OR REPLACE").values(another(table, rows, keeping=key))


def insert_or_replace_by_rowid(table: Table, rows: Rows) -> Iterator[Executable]:
    """SQLite numbers the rows of a table with a composite key too; that number is a key as well."""
    with_rowid = bare_table(table.name, column("rowid"), *(column(c.name, c.type) for c in table.columns))
    row = another(table, rows) | {"rowid": 1}
    row.pop("id", None)  # the same number under another name
    yield insert(with_rowid).prefix_with("OR REPLACE").values(row)


def update_or_replace(table: Table, rows: Rows) -> Iterator[Executable]:
    yield update(table).prefix_with("OR REPLACE").values(another(table, rows))


def truncate(table: Table, rows: Rows) -> Iterator[Executable]:
    yield text(f"TRUNCATE {table.name} CASCADE")


ON_SQLITE = (
    update_to_other_values,
    update_to_the_same_values,
    delete_the_row,
    sqlite_upsert,
    insert_or_replace,
    insert_or_replace_by_rowid,
    update_or_replace,
)
ON_POSTGRESQL = (
    update_to_other_values,
    update_to_the_same_values,
    delete_the_row,
    postgresql_upsert,
    truncate,
)


def survivors(engine: Engine, attack: Attack, before: str = "SELECT 1") -> list[str]:
    """The attacks that were not refused by the triggers, by table; each runs in its own transaction."""
    with schema.connected(engine) as connection:
        rows = fill(connection)
        found = _contents(connection)
    unrefused = [
        f"{table.name}: {statement}"
        for table in TABLES
        for statement in attack(table, rows)
        if not _is_refused(engine, before, statement)
    ]
    with engine.connect() as connection:
        assert unrefused or _contents(connection) == found
    return unrefused


def _is_refused(engine: Engine, before: str, statement: Executable) -> bool:
    try:
        with engine.connect().execution_options(writes=True) as connection:
            connection.execute(text(before))
            connection.execute(statement)
            connection.commit()
    except DBAPIError as error:
        return "is append-only" in str(error.orig)
    return False


def _contents(connection: Connection) -> list[object]:
    return [[tuple(row) for row in connection.execute(select(table))] for table in TABLES]


@pytest.mark.parametrize("attack", ON_SQLITE, ids=lambda attack: attack.__name__)
def test_sqlite_refuses(attack: Attack, sqlite_engine: Engine) -> None:
    assert survivors(sqlite_engine, attack) == []


@pytest.mark.parametrize("attack", ON_POSTGRESQL, ids=lambda attack: attack.__name__)
def test_postgresql_refuses(attack: Attack, postgresql_engine: Engine) -> None:
    assert survivors(postgresql_engine, attack) == []


@pytest.mark.parametrize("attack", ON_POSTGRESQL, ids=lambda attack: attack.__name__)
def test_postgresql_refuses_a_superuser_in_the_replica_role(
    attack: Attack, postgresql_engine: Engine
) -> None:
    assert survivors(postgresql_engine, attack, "SET LOCAL session_replication_role = replica") == []


def test_sqlite_refuses_replace_even_where_triggers_are_not_recursive(sqlite_engine: Engine) -> None:
    with sqlite_engine.connect() as connection:  # the pool hands this very connection out again
        connection.connection.driver_connection.execute("PRAGMA recursive_triggers=OFF")  # type: ignore[union-attr]
    assert survivors(sqlite_engine, insert_or_replace) == []


@pytest.mark.parametrize("attack", ON_SQLITE, ids=lambda attack: attack.__name__)
def test_without_its_triggers_sqlite_lets_the_attack_through(attack: Attack, sqlite_engine: Engine) -> None:
    _drop_triggers(sqlite_engine)
    assert any(line.startswith("terms_unit:") for line in survivors(sqlite_engine, attack))


@pytest.mark.parametrize("attack", ON_POSTGRESQL, ids=lambda attack: attack.__name__)
def test_without_its_triggers_postgresql_lets_the_attack_through(
    attack: Attack, postgresql_engine: Engine
) -> None:
    _drop_triggers(postgresql_engine)
    assert any(line.startswith("terms_unit:") for line in survivors(postgresql_engine, attack))


def _drop_triggers(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("DROP FUNCTION refuse_change() CASCADE"))
        else:
            for name in connection.execute(
                text("SELECT name FROM sqlite_master WHERE type='trigger'")
            ).scalars():
                connection.execute(text(f"DROP TRIGGER {name}"))
        assert not census(connection)


def test_new_facts_are_still_taken(engine: Engine) -> None:
    with transaction(engine) as session:
        fill(session.connection(), 1)
        fill(session.connection(), 2)
        for table in TABLES:
            assert session.execute(select(func.count()).select_from(table)).scalar_one() == 2
