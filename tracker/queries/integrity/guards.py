"""The triggers that keep facts as they are, counted and read, and the shape of the database (shape.py)."""

from collections.abc import Iterator

from sqlalchemy import Table, text
from sqlmodel import Session

from tracker.db import Base
from tracker.domain.sentences.damage import Damage, Finding, found, table_word
from tracker.queries.integrity import shape
from tracker.tables import APPEND_ONLY, guards

_ON_SQLITE = "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'trigger'"
_ON_POSTGRESQL = """
    SELECT tgname, relname, pg_get_triggerdef(pg_trigger.oid), tgenabled
    FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace
"""
# The engine's own, which hold the foreign keys.
_SWITCHED_OFF = """
    SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
    WHERE tgisinternal AND tgenabled = 'D' AND relnamespace = current_schema()::regnamespace
"""
_RULES = "SELECT rulename, tablename FROM pg_rules WHERE schemaname = current_schema()"
_FUNCTION = "SELECT prosrc FROM pg_proc WHERE proname = 'refuse_change'"


def findings(session: Session) -> Iterator[Finding]:
    if session.connection().dialect.name == "sqlite":
        yield from _on_sqlite(session)
    else:
        yield from _on_postgresql(session)
    yield from shape.findings(session)


def _on_sqlite(session: Session) -> Iterator[Finding]:
    there = {name: (table, sql) for name, table, sql in session.connection().execute(text(_ON_SQLITE))}
    for table in _protected():
        keys = guards.unique_keys(table)
        for name, wanted in guards.on_sqlite(table.name, keys).items():
            _of_table, stands = there.pop(name, (table.name, None))
            if stands is None:
                yield found(Damage.TRIGGER_GONE, table=table_word(table.name), name=name)
            elif _in_order(stands) != _in_order(wanted):
                yield found(Damage.TRIGGER_CHANGED, table=table_word(table.name), name=name)
    for name, (of_table, _sql) in there.items():
        yield found(Damage.TRIGGER_STRANGE, name=name, table=of_table)


def _in_order(statement: str) -> list[str]:
    """A guard's conditions may stand in any order; a trigger's other words may not."""
    head, when, rest = statement.partition(" WHEN ")
    conditions, begin, act = rest.partition(" BEGIN ")
    return [head, when, *sorted(conditions.split(" OR ")), begin, act]


def _on_postgresql(session: Session) -> Iterator[Finding]:
    rows = session.connection().execute(text(_ON_POSTGRESQL)).all()
    there = {(table, name): (sql, enabled) for name, table, sql, enabled in rows}
    stray = session.connection().execute(text(_FUNCTION)).scalars().all() != [guards.FUNCTION]
    for table in _protected():
        for name, (events, each) in guards.on_postgresql(table.name).items():
            sql, enabled = there.pop((table.name, name), ("", b""))
            # PostgreSQL lists the events in an order of its own.
            wanted = {f"BEFORE {way} ON" for way in (events, " OR ".join(reversed(events.split(" OR "))))}
            if enabled not in ("A", b"A"):
                yield found(Damage.TRIGGER_GONE, table=table_word(table.name), name=name)
            elif (
                stray
                or not any(way in sql for way in wanted)
                or not sql.endswith(f"FOR EACH {each} EXECUTE FUNCTION refuse_change()")
            ):
                yield found(Damage.TRIGGER_CHANGED, table=table_word(table.name), name=name)
    for of_table, name in there:
        yield found(Damage.TRIGGER_STRANGE, name=name, table=of_table)
    for name, of_table in session.connection().execute(text(_SWITCHED_OFF)):
        yield found(Damage.TRIGGER_GONE, table=table_word(of_table), name=name)
    for name, of_table in session.connection().execute(text(_RULES)):
        yield found(Damage.TRIGGER_STRANGE, name=name, table=of_table)


def _protected() -> Iterator[Table]:
    return (Base.metadata.tables[name] for name in APPEND_ONLY)
