"""The triggers that keep a table append-only, as SQL (docs/decisions/0001), and the checks of tables.

The migrations make them (migrations/append_only.py), and ``verify`` holds those that it finds against them.

SQLite: UPDATE and DELETE are refused, and so is an INSERT whose key exists: INSERT OR REPLACE
deletes the old row without firing a DELETE trigger. PostgreSQL: UPDATE, DELETE and TRUNCATE are
refused, ENABLE ALWAYS so that session_replication_role does not switch the triggers off.
"""

from collections.abc import Sequence

from sqlalchemy import Table, UniqueConstraint

REFUSED = "is append-only"
FUNCTION = f" BEGIN RAISE EXCEPTION '% {REFUSED}', TG_TABLE_NAME; END "  # of PostgreSQL's refuse_change()
# By table and name the checks as PostgreSQL says them; on SQLite the tables' statements hold them.
CHECKS_ON_POSTGRESQL = {
    ("ledger", "ledger_is_one_row"): "CHECK ((id = 1))",
    ("report", "report_value_or_not_applicable"): "CHECK (((value IS NULL) = is_not_applicable))",
    ("report", "report_data_month"): "CHECK (((data_month >= 1) AND (data_month <= 12)))",
    ("directive", "directive_is_about_something"): "CHECK (( CASE about WHEN 'target'::text THEN target_id "
    "WHEN 'area'::text THEN area_id ELSE snapshot_id END IS NOT NULL))",
    ("leader_charge", "leader_charge_is_of_one_thing"): "CHECK (((area_id IS NULL) <> (unit_id IS NULL)))",
}
Keys = Sequence[Sequence[str]]


def unique_keys(table: Table) -> list[tuple[str, ...]]:
    """The columns of the primary key and of each unique constraint and index."""
    keys = [tuple(column.name for column in table.primary_key)]
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint):
            keys.append(tuple(column.name for column in constraint.columns))
    keys += [tuple(column.name for column in index.columns) for index in table.indexes if index.unique]
    return keys


def taken(table: str, unique_keys: Keys) -> list[str]:
    """The conditions of SQLite's guard against REPLACE: one for each key, and for the row's number."""
    return [
        "EXISTS (SELECT 1 FROM {} WHERE {})".format(table, " AND ".join(f"{c} = NEW.{c}" for c in key))
        for key in [*unique_keys, ["rowid"]]
    ]


def on_sqlite(table: str, unique_keys: Keys) -> dict[str, str]:
    """By name the statement that makes the trigger."""
    refuse = f"SELECT RAISE(ABORT, '{table} {REFUSED}')"
    moments = {
        f"{table}_no_update": f"UPDATE ON {table}",
        f"{table}_no_delete": f"DELETE ON {table}",
        f"{table}_no_replace": f"INSERT ON {table} WHEN {' OR '.join(taken(table, unique_keys))}",
    }
    return {
        name: f"CREATE TRIGGER {name} BEFORE {moment} BEGIN {refuse}; END" for name, moment in moments.items()
    }


def on_postgresql(table: str) -> dict[str, tuple[str, str]]:
    """By name when it fires, and for what."""
    return {
        f"{table}_no_change": ("UPDATE OR DELETE", "ROW"),
        f"{table}_no_truncate": ("TRUNCATE", "STATEMENT"),
    }
