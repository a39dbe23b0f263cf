"""state_paths

At the start of a year leads state the paths of their targets, and the office agrees (DOMAIN §3).

The law here: a migration never edits a fact. These are new tables; a year that runs already has none.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0008"
down_revision = "0007"

PROTECTED = {
    "path_statement": [["id"]],
    "stated_value": [["statement_id", "period"]],
    "path_decision": [["statement_id"], ["terms_id"]],
}


def upgrade() -> None:
    op.create_table(
        "path_statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"]),
        sa.ForeignKeyConstraint(["terms_id"], ["target_terms.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["stated_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_path_statement_target_id", "path_statement", ["target_id"])
    op.create_table(
        "stated_value",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("period", sa.String(7), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["path_statement.id"]),
        sa.PrimaryKeyConstraint("statement_id", "period"),
    )
    op.create_table(
        "path_decision",
        sa.Column("statement_id", sa.Integer(), nullable=False),
        sa.Column("terms_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["statement_id"], ["path_statement.id"]),
        sa.ForeignKeyConstraint(["terms_id"], ["target_terms.id"]),
        sa.ForeignKeyConstraint(["decided_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("statement_id"),
        sa.UniqueConstraint("terms_id"),
    )
    for table, unique_keys in PROTECTED.items():
        append_only.protect(table, unique_keys)


def downgrade() -> None:
    for table in reversed(PROTECTED):
        append_only.release(table)
    op.drop_table("path_decision")
    op.drop_table("stated_value")
    op.drop_index("ix_path_statement_target_id", "path_statement")
    op.drop_table("path_statement")
