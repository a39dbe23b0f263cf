"""vouch_for_facts

The audit trail vouches for facts: each row carries the hashes of what was stored with it, and from where it
was asked. What stands already is vouched for by rows of the migration's own, at the end of the trail.

The law here: a migration never edits a fact. The trail gains columns and rows; no row of before is touched.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from migrations import vouching

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    # Added in place, not by copying: the triggers stay.
    op.add_column("audit", sa.Column("address", sa.String(64), nullable=True))
    op.add_column("audit", sa.Column("facts", sa.Text(), nullable=True))
    vouching.vouch(op.get_bind())


def downgrade() -> None:
    op.drop_column("audit", "facts")
    op.drop_column("audit", "address")
