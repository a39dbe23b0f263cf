"""keep_units

Other names of units, and the reforms that rename, merge and split them.

The law here: a migration never edits a fact. These are new tables; no city has anything in them yet.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0016"
down_revision = "0015"

PROTECTED = {
    "reorganisation": [["id"], ["click_key"]],
    "reorganised_unit": [["from_unit_id", "position"]],
    "reorganisation_terms": [["terms_id"]],
}


def upgrade() -> None:
    op.create_table(
        "unit_alias",
        sa.Column("name", sa.String(64), nullable=False),
        sa.Column("unit_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"]),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_index("ix_unit_alias_unit_id", "unit_alias", ["unit_id"])
    op.create_table(
        "reorganisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("click_key", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("holds_from", sa.Date(), nullable=False),
        sa.Column("document", sa.String(200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("click_key"),
    )
    op.create_table(
        "reorganised_unit",
        sa.Column("from_unit_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("to_unit_id", sa.Integer(), nullable=False),
        sa.Column("reorganisation_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["from_unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["to_unit_id"], ["unit.id"]),
        sa.ForeignKeyConstraint(["reorganisation_id"], ["reorganisation.id"]),
        sa.PrimaryKeyConstraint("from_unit_id", "position"),
    )
    op.create_index("ix_reorganised_unit_reorganisation_id", "reorganised_unit", ["reorganisation_id"])
    op.create_table(
        "reorganisation_terms",
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("reorganisation_id", sa.Integer(), nullable=False),
        sa.Column("carries_on_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["terms_id"], ["target_terms.id"]),
        sa.ForeignKeyConstraint(["reorganisation_id"], ["reorganisation.id"]),
        sa.ForeignKeyConstraint(["carries_on_id"], ["target_terms.id"]),
        sa.PrimaryKeyConstraint("terms_id"),
    )
    op.create_index(
        "ix_reorganisation_terms_reorganisation_id", "reorganisation_terms", ["reorganisation_id"]
    )
    for table, unique_keys in PROTECTED.items():
        append_only.protect(table, unique_keys)


def downgrade() -> None:
    for table in reversed(PROTECTED):
        append_only.release(table)
        op.drop_table(table)
    op.drop_table("unit_alias")
