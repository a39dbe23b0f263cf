"""mark_demonstrations

Figures that were made up say so, whoever serves or exports them: the mark is a fact of the ledger.

A ledger that an earlier demonstration filled is known by its submissions, whose click keys begin with
"demo-"; a form's key is random hexadecimal. Its snapshots stay as they were frozen.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0010"
down_revision = "0009"

PROTECTED = {"demonstration": [["id"]]}


def upgrade() -> None:
    op.create_table(
        "demonstration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("filled_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    append_only.protect("demonstration", PROTECTED["demonstration"])
    op.execute(
        "INSERT INTO demonstration (filled_at) "
        "SELECT submitted_at FROM report WHERE click_key LIKE 'demo-%' ORDER BY id LIMIT 1"
    )


def downgrade() -> None:
    append_only.release("demonstration")
    op.drop_table("demonstration")
