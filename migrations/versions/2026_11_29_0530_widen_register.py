"""widen_register

Notices of other places: an area that nobody leads as a whole, areas and articles numbered in their own ways.
Columns only; what was stored reads as before.

The law here: a migration never edits a fact. SQLite lets a column be empty by copying its table, row by row.

Revision ID: 0016
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0016"
down_revision = "0013"

PROTECTED = {"area": [["id"], ["plan_id", "number"]]}
_LABELLED = ("area", "article")


def upgrade() -> None:
    for table in _LABELLED:
        op.add_column(table, sa.Column("label", sa.String(32), nullable=False, server_default=""))
    _let_areas_be_without_lead(nullable=True)


def downgrade() -> None:
    """Refused by the engine where an area has no lead."""
    _let_areas_be_without_lead(nullable=False)
    for table in _LABELLED:
        op.execute(f"ALTER TABLE {table} DROP COLUMN label")


def _let_areas_be_without_lead(*, nullable: bool) -> None:
    append_only.release("area")
    with op.batch_alter_table("area") as area:
        area.alter_column("lead_unit_id", existing_type=sa.Integer(), nullable=nullable)
    append_only.protect("area", PROTECTED["area"])
