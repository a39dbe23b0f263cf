"""name_plans_and_periods

A plan has a rhythm, its planned values are rows (one for each period, however many a year has), and
snapshots are numbered within their plan: two plans of one year freeze 2025Q3-01 each.

The law here: a migration never edits a fact. The columns plan_q1 to plan_q4 go only after each value stands
as a row, in this transaction; of the snapshots nothing changes but the key that guards their numbers.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0005"
down_revision = "0004"

PROTECTED = {
    "planned_value": [["terms_id", "period"]],
    "requested_value": [["request_id", "period"]],
    "snapshot": [["id"], ["plan_id", "number"]],
}
FORMER = {
    "target_terms": [["id"], ["target_id", "version"]],
    "adjustment_request": [["id"], ["click_key"]],
}
QUARTERS = (1, 2, 3, 4)
# The table that had the columns -> its values' table, and that one's key.
VALUES = {
    "target_terms": ("planned_value", "terms_id"),
    "adjustment_request": ("requested_value", "request_id"),
}
# 2025-09 has seven characters. SQLite does not measure texts: there the columns stay as they were declared.
PERIODS = (
    *((table, "period") for table in ("reporting_window", "window_exception", "draft_cell", "draft_file")),
    *((table, "period") for table in ("report", "standing", "snapshot", "matter", "chase_message")),
    *((table, column) for table in VALUES for column in ("due", "effective")),
)


def upgrade() -> None:
    op.add_column("plan", sa.Column("rhythm", sa.String(32), nullable=False, server_default="quarterly"))
    for table, (values, key) in VALUES.items():
        op.create_table(
            values,
            sa.Column(key, sa.Integer(), nullable=False),
            sa.Column("period", sa.String(7), nullable=False),
            sa.Column("value", sa.BigInteger(), nullable=False),
            sa.ForeignKeyConstraint([key], [f"{table}.id"]),
            sa.PrimaryKeyConstraint(key, "period"),
        )
        for number in QUARTERS:  # of the year that the terms are effective in
            op.execute(
                f"INSERT INTO {values} ({key}, period, value) "
                f"SELECT id, substr(effective, 1, 4) || 'Q{number}', plan_q{number} FROM {table} "
                f"WHERE plan_q{number} IS NOT NULL"
            )
        append_only.protect(values, PROTECTED[values])
        for number in QUARTERS:
            op.execute(f"ALTER TABLE {table} DROP COLUMN plan_q{number}")
    _measure_periods(7)
    _number_snapshots("plan_id", "number")


def downgrade() -> None:
    """Refused by the engine where two plans share a number of a snapshot: it would be taken twice."""
    _number_snapshots("number")
    _measure_periods(6)
    for table, (values, key) in VALUES.items():
        append_only.release(table)
        for number in QUARTERS:
            op.add_column(table, sa.Column(f"plan_q{number}", sa.BigInteger(), nullable=True))
            op.execute(
                f"UPDATE {table} SET plan_q{number} = (SELECT value FROM {values} v "
                f"WHERE v.{key} = {table}.id AND v.period LIKE '%Q{number}')"
            )
        append_only.protect(table, FORMER[table])
        append_only.release(values)
        op.drop_table(values)
    op.drop_column("plan", "rhythm")


def _measure_periods(length: int) -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table, column in PERIODS:
            op.alter_column(table, column, type_=sa.String(length))


def _number_snapshots(*key: str) -> None:
    """Let this key alone guard the numbers; SQLite does so by copying the table."""
    append_only.release("snapshot")
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("snapshot", recreate="always", copy_from=_snapshot(key)):
            pass
    else:
        former = "snapshot_number_key" if len(key) > 1 else "snapshot_plan_id_number_key"
        op.drop_constraint(former, "snapshot")
        op.create_unique_constraint(None, "snapshot", key)
    append_only.protect("snapshot", [["id"], list(key)])


def _snapshot(key: tuple[str, ...]) -> sa.Table:
    return sa.Table(
        "snapshot",
        sa.MetaData(),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(32), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(6), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("meeting_on", sa.Date(), nullable=False),
        sa.Column("include_unapproved", sa.Boolean(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("frozen_by_id", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["frozen_by_id"], ["account.id"]),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint(*key),
    )
