"""keep_plan_drafts

A notice on its way to a plan (新方案), and what people decided about its reading, step by step.

The law here: a migration never edits a fact. These are new tables; nobody has a draft yet.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0018"
down_revision = "0017"

PROTECTED = {
    "plan_draft": [["id"], ["click_key"]],
    "plan_draft_step": [["id"], ["draft_id", "number"]],
}


def upgrade() -> None:
    op.create_table(
        "plan_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("click_key", sa.String(64), nullable=False),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_sha256", sa.String(64), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["created_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("click_key"),
    )
    op.create_table(
        "plan_draft_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(200), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["plan_draft.id"]),
        sa.ForeignKeyConstraint(["taken_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("draft_id", "number"),
    )
    for table, unique_keys in PROTECTED.items():
        append_only.protect(table, unique_keys)


def downgrade() -> None:
    for table in reversed(PROTECTED):
        append_only.release(table)
    op.drop_table("plan_draft_step")
    op.drop_table("plan_draft")
