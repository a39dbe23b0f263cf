"""keep_leaders

Leaders in charge (分管领导) of areas and units, and the telephone number of an account.

The law here: a migration never edits a fact. The tables are new; no account has a number yet.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0017"
down_revision = "0016"

PROTECTED = {"leader_charge": [["id"]]}


def upgrade() -> None:
    op.create_table(
        "leader",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("account_id"),
    )
    op.create_table(
        "leader_charge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("leader_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.Integer(), nullable=True),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(area_id IS NULL) <> (unit_id IS NULL)", name="leader_charge_is_of_one_thing"),
        sa.ForeignKeyConstraint(["leader_id"], ["leader.id"]),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"]),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["set_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("leader_charge_by_day", "leader_charge", ["holds_from", "id"])
    for table, unique_keys in PROTECTED.items():
        append_only.protect(table, unique_keys)
    op.add_column("account", sa.Column("phone", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.drop_column("phone")
    for table in reversed(PROTECTED):
        append_only.release(table)
        op.drop_table(table)
    op.drop_table("leader")
