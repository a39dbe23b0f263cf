"""remember_preferences

The law here: a migration never edits a fact. Append-only tables only gain columns and rows; after
batch_alter_table on one of them call append_only.protect(...) again, since SQLite drops triggers.
tests/ledger/ runs every migration up, down and up on both engines and counts the triggers.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("account", sa.Column("language", sa.String(8), nullable=False, server_default="zh"))
    op.add_column("account", sa.Column("large_type", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("account", sa.Column("table_columns", sa.String(400), nullable=False, server_default=""))


def downgrade() -> None:
    for column in ("table_columns", "large_type", "language"):
        op.drop_column("account", column)
