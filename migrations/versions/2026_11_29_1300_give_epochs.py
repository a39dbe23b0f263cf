"""give_epochs

The ledger's sequence gets an epoch, which a restored or copied ledger begins anew: what a process kept of the
ledger before is not shown of the one that took its place.

The law here: a migration never edits a fact. The ledger's row is none.

Revision ID: 0021
Revises: 0020
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.add_column("ledger", sa.Column("epoch", sa.BigInteger(), nullable=False, server_default="0"))
    # Two ledgers that are made one after the other at one address are two.
    begun = int(datetime.now(UTC).timestamp() * 1_000_000)
    op.execute(sa.text("UPDATE ledger SET epoch = :begun").bindparams(begun=begun))


def downgrade() -> None:
    op.drop_column("ledger", "epoch")
