"""Triggers that keep a table append-only on both engines (docs/decisions/0001, tracker/tables/guards.py)."""

from collections.abc import Sequence

from alembic import op

from tracker.tables import guards


def protect(table: str, unique_keys: Sequence[Sequence[str]]) -> None:
    """Protect ``table``; ``unique_keys`` lists its primary key and each unique constraint's columns."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in guards.on_sqlite(table, unique_keys).values():
            op.execute(statement)
        return
    for name, (events, each) in guards.on_postgresql(table).items():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {events} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION refuse_change()"
        )
        op.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}")


def release(table: str) -> None:
    """Remove the triggers, before the table itself is dropped in a downgrade."""
    if op.get_bind().dialect.name == "sqlite":
        for name in guards.on_sqlite(table, ()):
            op.execute(f"DROP TRIGGER IF EXISTS {name}")
    else:
        for name in guards.on_postgresql(table):
            op.execute(f"DROP TRIGGER IF EXISTS {name} ON {table}")


def create_guard_function() -> None:
    """The function that PostgreSQL's triggers call; one for all tables."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $${guards.FUNCTION}$$"
        )


def drop_guard_function() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
