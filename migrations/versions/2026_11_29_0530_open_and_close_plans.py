"""open_and_close_plans

A plan has a kind, a short name, and states: draft, published, closed, each with who, when and why.

The law here: a migration never edits a fact. The new columns are filled for what stands; that the plans of
before are published is a new fact, made by nobody, of the moment that each was loaded.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0013"
down_revision = "0012"

PROTECTED = {"plan_step": [["id"], ["plan_id", "number"]]}


def upgrade() -> None:
    op.add_column("plan", sa.Column("kind", sa.String(32), nullable=False, server_default="policy"))
    op.add_column("plan", sa.Column("short", sa.String(32), nullable=False, server_default=""))
    op.create_table(
        "plan_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"]),
        sa.ForeignKeyConstraint(["taken_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("plan_id", "number"),
    )
    # A plan is loaded with its first rules; one that has none was loaded by no version of this program.
    op.execute(
        "INSERT INTO plan_step (plan_id, number, state, reason, taken_at) "
        "SELECT plan.id, 1, 'published', '系统升级前已在执行', "
        "COALESCE((SELECT MIN(created_at) FROM rule_set WHERE plan_id = plan.id), CURRENT_TIMESTAMP) "
        "FROM plan"
    )
    append_only.protect("plan_step", PROTECTED["plan_step"])


def downgrade() -> None:
    append_only.release("plan_step")
    op.drop_table("plan_step")
    op.drop_column("plan", "short")
    op.drop_column("plan", "kind")
