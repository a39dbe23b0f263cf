"""The rows that the audit trail vouches for, with their hashes: of what a session stores, and as stored."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any, cast

from sqlalchemy import Column, DateTime, Table, select, type_coerce
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session

from tracker.db import Base, ExactDecimal, PeriodText, Word
from tracker.domain.meetings.chain import UNVOUCHED, fact_hash, key_of
from tracker.tables import VOUCHED

_AT_ONCE = 2_000


def is_vouched(row: object) -> bool:
    return getattr(row, "__tablename__", "") in VOUCHED


def hash_of(kind: type[Base], row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Table, key and hash of a row that was just stored, by its columns; what it does not name is None."""
    table: Table = kind.__table__  # type: ignore[attr-defined]
    values = {name: stored(row.get(name)) for name, stored in _stored(table.name)}
    key = tuple(stored(row[name]) for name, stored in _key(table.name))
    return table.name, key_of(key), fact_hash(table.name, values)


def key_of_row(row: Any) -> str:
    """Of an object of the session."""
    return key_of(tuple(stored(getattr(row, name)) for name, stored in _key(row.__tablename__)))


def hashes_in(session: Session, name: str, where: Any = None) -> Iterator[tuple[str, str]]:
    """Key and hash of every row that is stored; of those only that meet ``where``."""
    table = Base.metadata.tables[name]
    columns = [column for column in table.columns if column.name not in UNVOUCHED.get(name, ())]
    names = [column.name for column in columns]
    keys = [names.index(column.name) for column in table.primary_key]
    query = select(*(_as_stored(column) for column in columns))
    if where is not None:
        query = query.where(where)
    for row in session.connection().execute(query.execution_options(yield_per=_AT_ONCE)):
        yield key_of(tuple(row[place] for place in keys)), fact_hash(name, dict(zip(names, row, strict=True)))


@cache
def _stored(name: str) -> tuple[tuple[str, Callable[[Any], object]], ...]:
    return tuple(
        (column.name, _of(column))
        for column in Base.metadata.tables[name].columns
        if column.name not in UNVOUCHED.get(name, ())
    )


@cache
def _key(name: str) -> tuple[tuple[str, Callable[[Any], object]], ...]:
    return tuple((column.name, _of(column)) for column in Base.metadata.tables[name].primary_key)


def _of(column: Column[Any]) -> Callable[[Any], object]:
    """How a value of a column is stored."""
    kind = column.type
    if isinstance(kind, ExactDecimal | PeriodText | Word):
        return lambda value: cast(Any, kind).process_bind_param(value, None)
    return lambda value: value


def _as_stored(column: Column[Any]) -> Any:
    """The column as the database gives it, past the types that make our own values of it."""
    kind = column.type
    if isinstance(kind, ExactDecimal | PeriodText | Word):
        return type_coerce(column, kind.impl)
    if isinstance(kind, TypeDecorator) and kind._type_affinity is DateTime:
        return type_coerce(column, DateTime(timezone=True))
    return column
