"""The shape of the database: tables, columns, keys, indexes, checks and defaults as the migrations left them.

What is expected is read from the tables' own description, so no ledger has to be made to compare with. SQLite
keeps each table's statement: it says the same, part by part, as the one that would make the table now.
PostgreSQL is asked for its catalogue; nothing of what stands there is evaluated.
"""

import re
from collections.abc import Iterator
from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, Index, UniqueConstraint, text
from sqlalchemy.schema import CreateTable
from sqlmodel import Session

from tracker.db import Base
from tracker.domain.sentences.damage import Damage, Finding, found
from tracker.tables import guards

# SQLite measures no text: how long one may be is no part of its shape.
_WORDED_ALIKE = (
    (re.compile(r"\bVARCHAR\(\d+\)"), "VARCHAR"),
    (re.compile(r"DEFAULT \(('[^']*')\)"), r"DEFAULT \1"),
    (re.compile(r"^CONSTRAINT \w+ (PRIMARY KEY|UNIQUE|FOREIGN KEY)\b"), r"\1"),
)
_DEFAULTS = """
    SELECT relname, attname, pg_get_expr(adbin, adrelid),
        pg_get_serial_sequence(quote_ident(relname), attname)
    FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
    AND relnamespace = current_schema()::regnamespace
"""
_CHECKS = """
    SELECT relname, conname, contype, pg_get_constraintdef(pg_constraint.oid)
    FROM pg_constraint JOIN pg_class ON pg_class.oid = conrelid
    WHERE contype IN ('c', 'f') AND relnamespace = current_schema()::regnamespace
"""
_ROWS_HIDDEN = """
    SELECT relname FROM pg_class WHERE (relrowsecurity OR relforcerowsecurity)
    AND relnamespace = current_schema()::regnamespace
"""
_NOT_KEPT = """
    SELECT relname FROM pg_class WHERE relkind = 'r' AND relpersistence <> 'p'
    AND relnamespace = current_schema()::regnamespace
"""
_INDEXES_ASLEEP = """
    SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    WHERE NOT (indisvalid AND indisready) AND relnamespace = current_schema()::regnamespace
"""
_ONE_VALUE = re.compile(r"'?([^'()]*)'?(::[a-z ]+)?")


def findings(session: Session) -> Iterator[Finding]:
    on_sqlite = session.connection().dialect.name == "sqlite"
    for said in _on_sqlite(session) if on_sqlite else _on_postgresql(session):
        yield found(Damage.STRUCTURE, said=said)
    context = MigrationContext.configure(session.connection(), opts={"compare_type": not on_sqlite})
    for change in compare_metadata(context, Base.metadata):
        first = change[0] if isinstance(change, list) else change
        named = (part if isinstance(part, str) else _name_of(part) for part in first)
        yield found(Damage.STRUCTURE, said=" ".join(name for name in named if name))


def _name_of(part: Any) -> str:
    """Of a table, an index, a column: its name, with its table's."""
    table = getattr(getattr(part, "table", None), "name", "")
    columns = getattr(part, "columns", None) if isinstance(part, Index | UniqueConstraint) else None
    parts = (table, getattr(part, "name", None), *(column.name for column in columns or ()))
    return ".".join(str(each) for each in parts if each)


def _on_sqlite(session: Session) -> Iterator[str]:
    """Each part of a table's statement that is one too many, or missing."""
    connection = session.connection()
    tables = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'"))
    for name, statement in tables:
        if name in Base.metadata.tables:
            wanted = str(CreateTable(Base.metadata.tables[name]).compile(dialect=connection.dialect))
            for part in sorted(_parts(statement) ^ _parts(wanted)):
                yield f"{name}: {part}"


def _parts(statement: str) -> set[str]:
    """The columns and constraints of CREATE TABLE, and what follows them; their order says nothing."""
    head, _bracket, rest = statement.partition("(")
    inside, _bracket, behind = rest.rpartition(")")
    parts, depth = [""], 0
    for character in inside:
        depth += (character == "(") - (character == ")")
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return {_worded(part) for part in (head, *parts, behind)}


def _worded(part: str) -> str:
    said = " ".join(part.replace('"', "").split())
    for written, alike in _WORDED_ALIKE:
        said = written.sub(alike, said)
    return said


def _on_postgresql(session: Session) -> Iterator[str]:
    connection = session.connection()
    columns = {
        (table.name, each.name): each for table in Base.metadata.sorted_tables for each in table.columns
    }
    for table, column, stands, sequence in connection.execute(text(_DEFAULTS)):
        wanted = columns.get((table, column))
        if wanted is not None and not _is_default(wanted, stands, sequence):
            yield f"{table}.{column} DEFAULT {stands}"
    missing = dict(guards.CHECKS_ON_POSTGRESQL)
    for table, name, kind, stands in connection.execute(text(_CHECKS)):
        is_lax = stands.endswith((" NOT VALID", " NOT ENFORCED"))
        if is_lax or (kind in ("c", b"c") and " ".join(stands.split()) != missing.pop((table, name), None)):
            yield f"{table}.{name} {stands}"
    yield from (f"{table}.{name} {definition}" for (table, name), definition in missing.items())
    for asked, said in (
        (_ROWS_HIDDEN, "ROW LEVEL SECURITY"),
        (_NOT_KEPT, "UNLOGGED"),
        (_INDEXES_ASLEEP, "INVALID"),
    ):
        for name in connection.execute(text(asked)).scalars():
            yield f"{name} {said}"


def _is_default(column: Column[Any], stands: str | None, sequence: str | None) -> bool:
    """Whether a column has the default that it has here: none, one value, or its own sequence's next."""
    own = {f"nextval('{name}'::regclass)" for name in (sequence, (sequence or "").rpartition(".")[2])}
    if column.primary_key and stands in own:
        return True
    if column is column.table.autoincrement_column:
        return False
    wanted = getattr(column.server_default, "arg", None)
    if stands is None or wanted is None:
        return stands is wanted
    value = _ONE_VALUE.fullmatch(stands)
    return value is not None and value[1] == str(wanted)
