"""What the engine says of itself, rows that point to nothing, and numbers that leave one out."""

from collections.abc import Iterator
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, UniqueConstraint, and_, exists, func, select, text
from sqlmodel import Session

from tracker.db import Base, NotStored
from tracker.domain.meetings.chain import key_of
from tracker.domain.sentences.damage import Damage, Finding, found, row_words, table_word
from tracker.queries.integrity.places import place_of

# How many rows of one kind are named; of the others their number is said.
MOST = 20
# Numbered from 1 in each of its groups; areas and articles are numbered as the notice does.
_NUMBERS = ("number", "version", "position")
_NUMBERED_OTHERWISE = ("area", "article", "snapshot")
_SERIALS = """
    SELECT sequences.last_value, tables.relname, columns.attname
    FROM pg_sequences AS sequences
    JOIN pg_class AS itself ON itself.relname = sequences.sequencename
    JOIN pg_depend AS owned ON owned.objid = itself.oid AND owned.deptype IN ('a', 'i')
    JOIN pg_class AS tables ON tables.oid = owned.refobjid
    JOIN pg_attribute AS columns ON columns.attrelid = tables.oid AND columns.attnum = owned.refobjsubid
    WHERE sequences.schemaname = current_schema()
"""
_FAILURES = "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
_AMCHECK = """
    SELECT DISTINCT nspname FROM pg_proc JOIN pg_namespace ON pg_namespace.oid = pronamespace
    WHERE proname = 'bt_index_check' AND has_function_privilege(pg_proc.oid, 'execute')
"""
_BTREES = """
    SELECT pg_class.oid, relname FROM pg_class
    JOIN pg_am ON pg_am.oid = relam JOIN pg_index ON indexrelid = pg_class.oid
    WHERE relkind = 'i' AND amname = 'btree' AND indisvalid AND relnamespace = current_schema()::regnamespace
"""


def findings(session: Session) -> Iterator[Finding]:
    if session.connection().dialect.name == "sqlite":
        for said in session.connection().execute(text("PRAGMA integrity_check")).scalars():
            if said != "ok":
                yield found(Damage.ENGINE, said=said)
    else:
        yield from _serials(session)
        yield from _pages(session)
        yield from _indexes(session)
    for table in Base.metadata.sorted_tables:
        yield from _orphans(session, table)
    yield from _ledger(session)


def _serials(session: Session) -> Iterator[Finding]:
    """PostgreSQL numbers new rows by a sequence: one that was set back gives a number that is taken."""
    for last, name, column in session.connection().execute(text(_SERIALS)).all():
        if name in Base.metadata.tables and name != "ledger":  # whose one row is given its number
            table = Base.metadata.tables[name]
            most = session.connection().execute(select(func.max(table.c[column]))).scalar()
            if most is not None and (last or 0) < most:
                yield found(Damage.SEQUENCE, table=table_word(name), last=last or 0, most=most)


def _pages(session: Session) -> Iterator[Finding]:
    """How often PostgreSQL read a page whose checksum was wrong; NULL where it keeps none."""
    for failures in session.connection().execute(text(_FAILURES)).scalars():
        if failures:
            yield found(Damage.ENGINE, said=f"checksum_failures = {failures}")


def _indexes(session: Session) -> Iterator[Finding]:
    """Each index held against itself, where amcheck is installed and this role may call it."""
    connection = session.connection()
    for schema in connection.execute(text(_AMCHECK)).scalars():
        for index, name in connection.execute(text(_BTREES)).all():
            itself = text("CAST(:index AS regclass)").bindparams(index=index)
            try:
                with session.begin_nested():
                    connection.execute(select(getattr(func, schema).bt_index_check(itself)))
            except NotStored as error:
                yield found(Damage.ENGINE, said=f"{name}: {str(error).splitlines()[0]}")


def _orphans(session: Session, table: Table) -> Iterator[Finding]:
    for pointed_at, query in _pointing_nowhere(table):
        for *parts, pointed in session.connection().execute(query):
            own = key_of(tuple(parts))
            yield found(
                Damage.ORPHAN, what=row_words(table.name, own), parent=row_words(pointed_at, str(pointed))
            )


@cache
def _pointing_nowhere(table: Table) -> list[tuple[str, Select[Any]]]:
    """For each of its foreign keys the table that it points at, and what asks for rows that are not there."""
    queries = []
    for key in table.foreign_keys:
        parent = key.column.table.alias("parent")
        points = and_(key.parent.is_not(None), ~exists().where(parent.c[key.column.name] == key.parent))
        query = select(*table.primary_key.columns, key.parent).where(points).limit(MOST)
        queries.append((key.column.table.name, query))
    return queries


def _ledger(session: Session) -> Iterator[Finding]:
    ledger = Base.metadata.tables["ledger"]
    sequences = session.connection().execute(select(ledger.c.sequence)).scalars().all()
    if len(sequences) != 1 or sequences[0] < 0:
        yield found(Damage.LEDGER, said=", ".join(map(str, sequences)) or "0 rows")


def gaps(session: Session) -> Iterator[Finding]:
    """Steps and versions are numbered from 1 without a gap: one that is left out was taken away."""
    for table in Base.metadata.sorted_tables:
        for group, number in _numbered(table):
            count, most = func.count(), func.max(number)
            query = (
                select(*group, count, most)
                .group_by(*group)
                .having((count != most) | (func.min(number) != 1))
                .limit(MOST)
            )
            for *parts, counted, last in session.connection().execute(query):
                about = dict(zip((column.name for column in group), parts, strict=True))
                yield found(
                    Damage.GAP,
                    table=table_word(table.name),
                    what=place_of(session, about) or key_of(tuple(parts)),
                    most=last,
                    count=counted,
                )


def _numbered(table: Table) -> Iterator[tuple[list[Any], Any]]:
    if table.name in _NUMBERED_OTHERWISE:
        return
    keys: list[list[Any]] = [
        list(constraint.columns)
        for constraint in (table.primary_key, *table.constraints)
        if constraint is table.primary_key or isinstance(constraint, UniqueConstraint)
    ]
    for columns in keys:
        if len(columns) > 1 and columns[-1].name in _NUMBERS:
            yield columns[:-1], columns[-1]
            return
