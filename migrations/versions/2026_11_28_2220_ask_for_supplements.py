"""ask_for_supplements

What a lead writes where the office's verified value dropped its target behind (补充说明).

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0009"
down_revision = "0008"

PROTECTED = {"supplement": [["report_id"]]}


def upgrade() -> None:
    op.create_table(
        "supplement",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("next_step", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"]),
        sa.ForeignKeyConstraint(["written_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("report_id"),
    )
    append_only.protect("supplement", PROTECTED["supplement"])


def downgrade() -> None:
    append_only.release("supplement")
    op.drop_table("supplement")
