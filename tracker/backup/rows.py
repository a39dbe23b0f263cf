"""A ledger's rows at one moment, in a SQLite file; and all rows of one database in another of the same shape.

Read through the databases' own columns, not through ``tracker.tables``: a ledger that is not upgraded yet
has the shape of its day.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, DateTime, Engine, LargeBinary, MetaData, Table, Text, inspect, select, text
from sqlalchemy.exc import DBAPIError

from tracker.db import engine_for
from tracker.domain.language.errors import Refusal
from tracker.services import schema

_VERSION = "alembic_version"
_ROWS_AT_ONCE = 1000
# Files of evidence are up to 20 MB each, notices and snapshots up to some: never a thousand of them at once.
_TEXTS_AT_ONCE, _FILES_AT_ONCE = 50, 1
# Limits of a server for clicks; a backup reads for minutes, and waits for its own disk meanwhile.
UNLIMITED = text(
    "SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN "
    "('statement_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout')"
)


def take(engine: Engine, file: Path) -> None:
    """Write the ledger as it stands at this moment into a new SQLite file (0600). Nobody waits for it.

    Raises NoDatabase, NewerLedger, Refusal; the file is then worth nothing.
    """
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    if engine.dialect.name == "sqlite":
        _vacuum_into(engine, file)
    else:
        _take_rows(engine, file)


def _vacuum_into(engine: Engine, file: Path) -> None:
    """By SQLite itself: copying the file of a ledger in use loses data."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("VACUUM INTO ?", (str(file),))


def _take_rows(engine: Engine, file: Path) -> None:
    copy = engine_for(f"sqlite:///{file}")
    try:
        with (
            engine.connect().execution_options(isolation_level="REPEATABLE READ") as source,
            source.begin(),
        ):
            source.execute(UNLIMITED)
            # Against a migration, which would change the tables under the moment that is read.
            source.execute(text(f"LOCK TABLE {', '.join(_names(source))} IN ACCESS SHARE MODE"))
            schema.upgrade(copy, schema.revision_of(source) or "base")
            with schema.connected(copy) as target:
                copy_rows(source, target)
    finally:
        copy.dispose()


def hold(target: Connection) -> None:
    """Until the transaction ends nobody else writes into PostgreSQL's tables; they can be read.

    Who was at it is waited for, and what he committed is seen by all that read from here on.
    """
    names = _names(target)
    if names:
        target.execute(text(f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE"))


def _names(connection: Connection) -> list[str]:
    return [_quoted(connection, name) for name in inspect(connection).get_table_names()]


def copy_rows(source: Connection, target: Connection) -> None:
    """Put every row of ``source`` in place of the rows of ``target``, whose migrations are the same.

    The triggers of append-only tables stand aside meanwhile and are back at the end, in the same transaction.
    On PostgreSQL ids go on behind the highest. Raises Refusal where a row can't be stored.
    """
    shape, origin = MetaData(), MetaData()
    shape.reflect(target)
    tables = [table for table in shape.sorted_tables if table.name != _VERSION]
    origin.reflect(source, only=[table.name for table in tables], resolve_fks=False)
    with _triggers_aside(target), _own_parents_later(target, tables):
        _clear(target, tables)
        for table in tables:
            try:
                _copy_table(source, origin.tables[table.name], target, table)
            except DBAPIError as error:
                raise Refusal(f"{table.name}：{str(error.orig).splitlines()[0]}") from error
    if target.dialect.name == "postgresql":
        for table in tables:
            _go_on_behind_the_highest(target, table)


def _copy_table(source: Connection, origin: Table, target: Connection, table: Table) -> None:
    if set(origin.columns.keys()) != set(table.columns.keys()):
        raise Refusal(f"{table.name} 的各列与本程序的迁移不符，没有复制。")
    read = select(*(origin.columns[column.name] for column in table.columns)).order_by(
        *(origin.columns[column.name] for column in table.primary_key)
    )
    moments = [column.name for column in table.columns if isinstance(column.type, DateTime)]
    as_stored = _in_utc if target.dialect.name == "sqlite" else _with_utc
    at_once = _at_once(table)
    found = source.execute(read.execution_options(stream_results=True, yield_per=at_once))
    for rows in found.mappings().partitions(at_once):
        target.execute(table.insert(), [_converted(row, moments, as_stored) for row in rows])


def _at_once(table: Table) -> int:
    kinds = [column.type for column in table.columns]
    if any(isinstance(kind, LargeBinary) for kind in kinds):
        return _FILES_AT_ONCE
    return _TEXTS_AT_ONCE if any(isinstance(kind, Text) for kind in kinds) else _ROWS_AT_ONCE


def _converted(row: Any, moments: list[str], as_stored: Callable[[datetime], datetime]) -> dict[str, Any]:
    given = dict(row)
    for name in moments:
        if given[name] is not None:
            given[name] = as_stored(given[name])
    return given


def _with_utc(moment: datetime) -> datetime:
    """SQLite stores moments in UTC without saying so."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _in_utc(moment: datetime) -> datetime:
    return _with_utc(moment).astimezone(UTC).replace(tzinfo=None)


def _clear(target: Connection, tables: list[Table]) -> None:
    """What migrations filled a fresh database with, or the ledger that stood there."""
    if target.dialect.name == "postgresql":
        target.execute(text(f"TRUNCATE {', '.join(_quoted(target, table.name) for table in tables)}"))
    else:
        for table in reversed(tables):
            target.execute(table.delete())


@contextmanager
def _triggers_aside(target: Connection) -> Iterator[None]:
    if target.dialect.name == "sqlite":
        of_sqlite = target.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")).all()
        for name, _made_by in of_sqlite:
            target.execute(text(f"DROP TRIGGER {_quoted(target, name)}"))
        yield
        for _name, made_by in of_sqlite:
            target.exec_driver_sql(made_by)
        return
    of_tables = [
        (f"ALTER TABLE {_quoted(target, table)}", f"TRIGGER {_quoted(target, name)}", _ENABLED[state])
        for table, name, state in target.execute(_TRIGGERS).all()
    ]
    for alter, trigger, _enabled in of_tables:
        target.execute(text(f"{alter} DISABLE {trigger}"))
    yield
    for alter, trigger, enabled in of_tables:
        target.execute(text(f"{alter} {enabled} {trigger}"))


_ENABLED = {"A": "ENABLE ALWAYS", "O": "ENABLE", "R": "ENABLE REPLICA", "D": "DISABLE"}
_TRIGGERS = text(
    "SELECT relname, tgname, tgenabled::text FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
    "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
)


@contextmanager
def _own_parents_later(target: Connection, tables: list[Table]) -> Iterator[None]:
    """A row may name a later one of its own table. SQLite's keys are off, and checked at the end."""
    keys = [
        f"ALTER TABLE {_quoted(target, table.name)} ALTER CONSTRAINT {_quoted(target, str(key.name))}"
        for table in tables
        for key in table.foreign_key_constraints
        if key.referred_table is table and target.dialect.name == "postgresql"
    ]
    for alter in keys:
        target.execute(text(f"{alter} DEFERRABLE INITIALLY DEFERRED"))
    yield
    if keys:
        target.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    for alter in keys:
        target.execute(text(f"{alter} NOT DEFERRABLE"))


def _go_on_behind_the_highest(target: Connection, table: Table) -> None:
    for column in table.primary_key:
        counter = target.scalar(
            text("SELECT pg_get_serial_sequence(:table, :column)"),
            {"table": _quoted(target, table.name), "column": column.name},
        )
        if counter is not None:
            # Of a table without rows the first number is still to be given.
            highest = f"max({_quoted(target, column.name)})"
            counted = f"setval(:counter, coalesce({highest}, 1), {highest} IS NOT NULL)"
            target.execute(text(f"SELECT {counted} FROM {_quoted(target, table.name)}"), {"counter": counter})


def _quoted(connection: Connection, name: str) -> str:
    return connection.dialect.identifier_preparer.quote(name)
