"""keep_groups_of_units

An article may name several groups of responsible units, each with its lead (…(甲、乙);…(丙、丁)).

The law here: a migration never edits a fact. What was stored is one group, as it was read.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    number = sa.Column("group_number", sa.Integer(), nullable=False, server_default="1")
    op.add_column("article_unit", number)


def downgrade() -> None:
    op.execute("ALTER TABLE article_unit DROP COLUMN group_number")
