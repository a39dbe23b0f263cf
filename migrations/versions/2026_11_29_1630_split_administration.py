"""split_administration

An administrator's account has a duty where administration is split over three people, and a link that sets a
password keeps who made it and from where, and where it was used.

The law here: a migration never edits a fact. Accounts and links gain columns that are empty.

Revision ID: 0024
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("account", sa.Column("duty", sa.String(32), nullable=True))
    op.add_column("one_time_link", sa.Column("issued_by", sa.String(64), nullable=False, server_default=""))
    op.add_column("one_time_link", sa.Column("issued_from", sa.String(64), nullable=True))
    op.add_column("one_time_link", sa.Column("used_from", sa.String(64), nullable=True))


def downgrade() -> None:
    for column in ("used_from", "issued_from", "issued_by"):
        op.drop_column("one_time_link", column)
    op.drop_column("account", "duty")
