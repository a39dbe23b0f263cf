"""link_targets

A commitment that stands in two plans is reported once: which target is reported with which of another plan.

The law here: a migration never edits a fact. This is a new table; no city has linked anything yet.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0015"
down_revision = "0014"

PROTECTED = {"target_link": [["id"], ["target_id", "number"]]}


def upgrade() -> None:
    op.create_table(
        "target_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"]),
        sa.ForeignKeyConstraint(["source_id"], ["target.id"]),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("target_id", "number"),
    )
    for table, unique_keys in PROTECTED.items():
        append_only.protect(table, unique_keys)


def downgrade() -> None:
    for table in PROTECTED:
        append_only.release(table)
    op.drop_table("target_link")
