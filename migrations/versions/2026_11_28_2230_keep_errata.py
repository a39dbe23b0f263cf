"""keep_errata

What the notice was misread as (勘误): each erratum with its reason, and the versions of terms that it made.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0007"
down_revision = "0006"

PROTECTED = {"erratum": [["id"], ["click_key"]], "erratum_terms": [["terms_id"]]}


def upgrade() -> None:
    op.create_table(
        "erratum",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.Integer(), nullable=False),
        sa.Column("click_key", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("number_reads", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["target_id"], ["target.id"]),
        sa.ForeignKeyConstraint(["made_by_id"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("click_key"),
    )
    op.create_index("ix_erratum_target_id", "erratum", ["target_id"])
    op.create_table(
        "erratum_terms",
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("erratum_id", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["terms_id"], ["target_terms.id"]),
        sa.ForeignKeyConstraint(["erratum_id"], ["erratum.id"]),
        sa.ForeignKeyConstraint(["corrects_id"], ["target_terms.id"]),
        sa.PrimaryKeyConstraint("terms_id"),
    )
    op.create_index("ix_erratum_terms_erratum_id", "erratum_terms", ["erratum_id"])
    for table, keys in PROTECTED.items():
        append_only.protect(table, keys)


def downgrade() -> None:
    for table in ("erratum_terms", "erratum"):
        append_only.release(table)
        op.drop_table(table)
