"""Triggers that keep a table append-only on both engines (docs/decisions/0001).

SQLite: UPDATE and DELETE are refused, and so is an INSERT whose key exists: INSERT OR REPLACE
deletes the old row without firing a DELETE trigger. PostgreSQL: UPDATE, DELETE and TRUNCATE are
refused, ENABLE ALWAYS so that session_replication_role does not switch the triggers off.
"""

from collections.abc import Sequence

from alembic import op

REFUSED = "is append-only"


def protect(table: str, unique_keys: Sequence[Sequence[str]]) -> None:
    """Protect ``table``; ``unique_keys`` lists its primary key and each unique constraint's columns."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in _sqlite(table, unique_keys):
            op.execute(statement)
    else:
        for statement in _postgresql(table):
            op.execute(statement)


def release(table: str) -> None:
    """Remove the triggers, before the table itself is dropped in a downgrade."""
    if op.get_bind().dialect.name == "sqlite":
        for event in ("update", "delete", "replace"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event}")
    else:
        for event in ("change", "truncate"):
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{event} ON {table}")


def create_guard_function() -> None:
    """The function that PostgreSQL's triggers call; one for all tables."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '% {REFUSED}', TG_TABLE_NAME; END $$"
        )


def drop_guard_function() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")


def _sqlite(table: str, unique_keys: Sequence[Sequence[str]]) -> list[str]:
    refuse = f"SELECT RAISE(ABORT, '{table} {REFUSED}')"
    taken = " OR ".join(
        "EXISTS (SELECT 1 FROM {} WHERE {})".format(table, " AND ".join(f"{c} = NEW.{c}" for c in key))
        for key in [*unique_keys, ["rowid"]]
    )
    return [
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse}; END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN {refuse}; END",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN {taken} BEGIN {refuse}; END",
    ]


def _postgresql(table: str) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_change",
        f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {table}_no_truncate",
    ]
