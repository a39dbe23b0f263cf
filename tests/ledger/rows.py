"""A valid row for every table, made from the tables themselves: a new one is attacked from its first day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Connection, Table, UniqueConstraint, insert
from sqlalchemy.types import Boolean, Date, DateTime, Integer, LargeBinary, String

from tracker.db import Base, ExactDecimal, PeriodText, Word
from tracker.domain.measure.period import Period

Row = dict[str, Any]
Rows = dict[str, Row]


def fill(connection: Connection, number: int = 1, *, only: Mapping[str, Row] | None = None) -> Rows:
    """Insert a row into every table but the ledger's own; gives them by table. ``number`` varies them.

    ``only``: into these alone, with these values.
    """
    rows: Rows = {}
    for table in Base.metadata.sorted_tables:
        if table.name != "ledger" and (only is None or table.name in only):
            row = {column.name: _value(column, rows, number) for column in table.columns}
            rows[table.name] = row = row | ({} if only is None else only[table.name])
            connection.execute(insert(table).values(row))
    return rows


def another(table: Table, rows: Rows, *, keeping: tuple[str, ...] = ()) -> Row:
    """A row beside the first that shares only the columns in ``keeping`` and its parents with it."""
    row = {column.name: _value(column, rows, 2) for column in table.columns}
    return row | {name: rows[table.name][name] for name in keeping}


def unique_keys(table: Table) -> list[tuple[str, ...]]:
    """The columns of the primary key and of every unique constraint or index."""
    keys = [tuple(column.name for column in table.primary_key)]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            keys.append(tuple(column.name for column in constraint.columns))
    keys += [tuple(column.name for column in index.columns) for index in table.indexes if index.unique]
    return keys


# Of two columns only one may say what a row is about.
_EMPTY = {("leader_charge", "unit_id")}


def _value(column: Column[Any], rows: Rows, number: int) -> object:
    if (column.table.name, column.name) in _EMPTY:
        return None
    for key in column.foreign_keys:
        parent = rows.get(key.column.table.name)
        return None if parent is None else parent[key.column.name]
    return _of_type(column.type, number)


def _of_type(kind: Any, number: int) -> object:
    if isinstance(kind, Word):
        return next(iter(kind.kind))
    by_type: list[tuple[type, object]] = [
        (ExactDecimal, Decimal(number) + Decimal("0.5")),
        (PeriodText, Period(2025, number)),
        (Boolean, False),
        (DateTime, datetime(2025, 10, number, tzinfo=UTC)),
        (Date, date(2025, 10, number)),
        (LargeBinary, str(number).encode()),
        (Integer, number),
        (String, str(number)),
    ]
    for known, value in by_type:
        if isinstance(kind, known) or isinstance(getattr(kind, "impl", None), known):
            return value
    raise TypeError(f"no value known for {kind!r}")
