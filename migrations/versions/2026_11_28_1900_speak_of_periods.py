"""speak_of_periods

The column that says which period a row is about is named after it: a period need not be a quarter.

The law here: a migration never edits a fact. Renaming a column edits none; SQLite and PostgreSQL carry
triggers, keys and indexes over to the new name.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

revision = "0004"
down_revision = "0003"

# What guards these tables carries over; it is written here under the keys' new names.
PROTECTED = {
    "reporting_window": [["id"], ["plan_id", "period", "version"]],
    "report": [["id"], ["target_id", "period", "number"], ["click_key"]],
    "window_exception": [["id"], ["plan_id", "period", "unit_id", "version"]],
}
TABLES = (
    "reporting_window",
    "window_exception",
    "draft_cell",
    "draft_file",
    "report",
    "standing",
    "snapshot",
    "matter",
    "chase_message",
)


def upgrade() -> None:
    op.drop_index("standing_by_quarter", "standing")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN quarter TO period")
    op.create_index("standing_by_period", "standing", ["period", "target_id"])


def downgrade() -> None:
    op.drop_index("standing_by_period", "standing")
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN period TO quarter")
    op.create_index("standing_by_quarter", "standing", ["quarter", "target_id"])
