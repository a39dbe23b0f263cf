"""extend_terms_and_rules

Terms may be a range (upper end) or a milestone of several steps, and a rule set judges groups too (DOMAIN,
second edition). Only columns and a table are added: what was stored reads as before, and the rule sets of
before get the second edition's usual thresholds for groups, which they did not have.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0006"
down_revision = "0005"

PROTECTED = {"milestone_step": [["terms_id", "number"]]}
# In ten-thousandths, as all amounts are stored: 30 %, two targets, 20 %, 90 %.
GROUP_THRESHOLDS = {
    "group_behind": 300_000,
    "group_behind_least": 20_000,
    "group_unjudged": 200_000,
    "group_on_pace": 900_000,
}


def upgrade() -> None:
    op.add_column("target_terms", sa.Column("upper", sa.BigInteger(), nullable=True))
    op.create_table(
        "milestone_step",
        sa.Column("terms_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("due", sa.String(7), nullable=False),
        sa.ForeignKeyConstraint(["terms_id"], ["target_terms.id"]),
        sa.PrimaryKeyConstraint("terms_id", "number"),
    )
    append_only.protect("milestone_step", PROTECTED["milestone_step"])
    for name, usual in GROUP_THRESHOLDS.items():
        column = sa.Column(name, sa.BigInteger(), nullable=False, server_default=str(usual))
        op.add_column("rule_set", column)


def downgrade() -> None:
    for name in GROUP_THRESHOLDS:
        op.execute(f"ALTER TABLE rule_set DROP COLUMN {name}")
    append_only.release("milestone_step")
    op.drop_table("milestone_step")
    op.execute("ALTER TABLE target_terms DROP COLUMN upper")
