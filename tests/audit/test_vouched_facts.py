"""Every row that the trail vouches for, changed in each column, taken away, added, under another key: found.

The rows are made from the tables themselves (tests/ledger/rows.py): a new table is tried from its first day.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Column, Connection, Engine, Table, delete, insert, text, update
from sqlalchemy.types import Boolean
from sqlmodel import Session

from migrations import vouching
from tests.ledger.rows import Rows, another, fill, unique_keys
from tracker.db import Base, engine_for
from tracker.domain.measure.period import Period
from tracker.domain.meetings.chain import UNVOUCHED
from tracker.domain.sentences.damage import Damage, table_word
from tracker.queries.integrity import trail
from tracker.services import schema
from tracker.tables import VOUCHED

Filled = tuple[Engine, Rows]
# Each table on SQLite; on PostgreSQL, where the rules are the same and the types are not, every sixth.
ON_EACH = [("sqlite", name) for name in VOUCHED] + [("postgresql", name) for name in VOUCHED[::6]]
# The scope said: a fixture given indirectly beside another argument is else made again for each test.
each_table = pytest.mark.parametrize(("filled", "name"), ON_EACH, indirect=["filled"], scope="module")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """A row in each table, vouched for."""
    if request.param == "sqlite":
        engine = engine_for(f"sqlite:///{tmp_path_factory.mktemp('vouched') / 'tracker.db'}")
    else:
        server = request.getfixturevalue("postgresql_server")
        name = f"vouched_{uuid4().hex}"  # pytest may make the fixture more than once
        server.execute(f"CREATE DATABASE {name}")
        engine = engine_for(f"postgresql+psycopg://postgres@/{name}?host={server.info.host}")
    schema.upgrade(engine)
    with schema.connected(engine) as connection:
        rows = fill(connection)
        connection.execute(_guard(connection, "audit", "DISABLE"))
        connection.execute(text("DELETE FROM audit"))
        connection.execute(_guard(connection, "audit", "ENABLE ALWAYS"))
        assert vouching.vouch(connection) == len(VOUCHED)
    yield engine, rows
    engine.dispose()


def _guard(connection: Connection, table: str, turned: str) -> Any:
    if connection.dialect.name == "sqlite":
        return text(f"DROP TRIGGER IF EXISTS {table}_no_delete")
    return text(f"ALTER TABLE {table} {turned} TRIGGER {table}_no_change")


@contextmanager
def by_hand(engine: Engine, table: str) -> Iterator[Session]:
    """Past every guard, and undone afterwards."""
    with engine.connect().execution_options(writes=True) as connection:
        if connection.dialect.name == "sqlite":
            for event in ("update", "delete", "replace"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{event}"))
            connection.execute(text("PRAGMA defer_foreign_keys=ON"))
            connection.execute(text("PRAGMA ignore_check_constraints=ON"))
        else:
            connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER ALL"))
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for name in connection.execute(_CHECKS, {"name": table}).scalars().all():
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))
        with Session(connection) as session:
            yield session
        connection.rollback()


_CHECKS = text("SELECT conname FROM pg_constraint WHERE contype = 'c' AND conrelid = (:name)::regclass")


def said(session: Session) -> list[tuple[Damage, str]]:
    return [(each.damage, each.text) for each in trail.findings(session, ())]


def test_untouched_rows_give_no_finding(filled: Filled) -> None:
    engine, _rows = filled
    with engine.connect() as connection:
        assert said(Session(connection)) == []


@each_table
def test_a_row_that_is_taken_away_is_missed_by_its_name_and_number(name: str, filled: Filled) -> None:
    engine, rows = filled
    table = Base.metadata.tables[name]
    with by_hand(engine, name) as session:
        session.execute(delete(table).where(*_is(table, rows[name])))
        ((damage, sentence),) = said(session)
    assert damage is Damage.GONE
    assert table_word(name) in sentence
    assert "操作日志第1条（补录存证（系统升级））" in sentence


@each_table
def test_a_row_that_is_put_in_is_named(name: str, filled: Filled) -> None:
    engine, rows = filled
    table = Base.metadata.tables[name]
    row = another(table, rows)
    with by_hand(engine, name) as session:
        for column in {name for key in unique_keys(table) for name in key}:
            row[column] = _other(table.c[column], rows[name][column])
        session.execute(insert(table).values(row))
        found = said(session)
    if name == "stored_file":
        assert found == []  # bytes are scratch until a submission names them
    else:
        ((damage, sentence),) = found
        assert damage is Damage.STRANGE
        assert sentence.startswith(f"{table_word(name)}第")


@each_table
def test_each_of_its_columns_is_vouched_for(name: str, filled: Filled) -> None:
    engine, rows = filled
    table = Base.metadata.tables[name]
    unnoticed = []
    for column in table.columns:
        if column.primary_key or column.name in UNVOUCHED.get(name, ()):
            continue
        with by_hand(engine, name) as session:
            value = _other(column, rows[name][column.name])
            session.execute(update(table).where(*_is(table, rows[name])).values({column.name: value}))
            found = said(session)
        if [damage for damage, _sentence in found] != [Damage.CHANGED] or table_word(name) not in found[0][1]:
            unnoticed.append((column.name, value, found))
    assert unnoticed == []


@each_table
def test_a_row_under_another_key_is_one_gone_and_one_put_in(name: str, filled: Filled) -> None:
    engine, rows = filled
    table = Base.metadata.tables[name]
    key = list(table.primary_key)[-1]
    with by_hand(engine, name) as session:
        value = _other(key, rows[name][key.name])
        session.execute(update(table).where(*_is(table, rows[name])).values({key.name: value}))
        found = {damage for damage, _sentence in said(session)}
    assert found == {Damage.GONE} | ({Damage.STRANGE} if name != "stored_file" else set())


def test_how_somebody_likes_the_pages_is_no_fact(filled: Filled) -> None:
    engine, _rows = filled
    with by_hand(engine, "account") as session:
        session.execute(text("UPDATE account SET language = 'en', table_columns = 'x'"))
        assert said(session) == []


def test_many_of_a_kind_are_counted(filled: Filled) -> None:
    engine, _rows = filled
    with by_hand(engine, "unit") as session:
        for number in range(100, 130):
            session.execute(text(f"INSERT INTO unit (id, name, short) VALUES ({number}, 'u{number}', '')"))
        found = said(session)
    assert [damage for damage, _sentence in found] == [Damage.STRANGE] * 20 + [Damage.MORE]
    assert found[-1][1] == "单位还有10条有同样的问题，没有逐条列出。"


def _is(table: Table, row: dict[str, Any]) -> list[Any]:
    return [column == row[column.name] for column in table.primary_key]


def _other(column: Column[Any], value: object) -> object:
    """Another value of a column, by the one that stands there."""
    kind = column.type
    if hasattr(kind, "kind"):
        words = list(kind.kind)
        # A kind with one member only has no other: then what no member is, past the type.
        return next((word for word in words if word != value), words[0])
    if isinstance(kind, Boolean):
        return not value
    match value:
        case int():
            return value + 76
        case Decimal():
            return value + Decimal("0.0001")
        case Period():
            return Period(value.year, value.number % 4 + 1)
        case datetime():
            return value + timedelta(microseconds=1)
        case date():
            return value + timedelta(days=1)
        case bytes():
            return value + b"!"
        case str():
            return f"{value}!"
        case None:
            return 77
    raise AssertionError(f"no other value of {column}")
