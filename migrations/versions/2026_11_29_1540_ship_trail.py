"""ship_trail

Up to which row of the audit trail a place out of the house has it.

The law here: a migration never edits a fact. A table is added; no row of before is touched.

Revision ID: 0025
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "shipped",
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("place", name="pk_shipped"),
    )


def downgrade() -> None:
    op.drop_table("shipped")
