"""keep_second_steps

Signing in gets a second step (an app's codes and recovery codes), a password remembers since when it is in
use, and a sign-in from where it came.

The law here: a migration never edits a fact. Since when the passwords of before are in use nobody knows, and
no row says so.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from migrations import append_only

revision = "0023"
down_revision = "0022"

PROTECTED = {"password_change": [["id"]]}


def upgrade() -> None:
    for name, length in (("address", 64), ("agent", 300), ("way", 32)):
        op.add_column(
            "sign_in_session", sa.Column(name, sa.String(length), nullable=False, server_default="")
        )
    _create(
        "password_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaced_hash", sa.String(200), nullable=False),
        key="id",
    )
    for table, unique_keys in PROTECTED.items():
        append_only.protect(table, unique_keys)
    _create(
        "authenticator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["removed_by_id"], ["account.id"]),
        key="id",
    )
    _create(
        "recovery_code",
        sa.Column("code_sha256", sa.String(64), nullable=False),
        key="code_sha256",
    )
    _create(
        "authenticator_draft",
        sa.Column("secret", sa.String(64), nullable=False),
        sa.Column("shown_to", sa.String(64), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        key="account_id",
    )
    _create(
        "half_sign_in",
        sa.Column("token_sha256", sa.String(64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("place", sa.String(64), nullable=False),
        sa.Column("agent", sa.String(300), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("code_given", sa.Boolean(), nullable=False),
        key="token_sha256",
    )


def _create(name: str, *columns: sa.schema.SchemaItem, key: str) -> None:
    """A table of what belongs to an account."""
    op.create_table(
        name,
        sa.Column("account_id", sa.Integer(), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(["account_id"], ["account.id"]),
        sa.PrimaryKeyConstraint(key),
    )
    if key != "account_id":
        op.create_index(f"ix_{name}_account_id", name, ["account_id"])


def downgrade() -> None:
    for table in PROTECTED:
        append_only.release(table)
    for name in ("half_sign_in", "authenticator_draft", "recovery_code", "authenticator", "password_change"):
        op.drop_table(name)
    for name in ("way", "agent", "address"):
        op.drop_column("sign_in_session", name)
