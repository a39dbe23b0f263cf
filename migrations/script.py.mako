"""${message}

The law here: a migration never edits a fact. Append-only tables only gain columns and rows; after
batch_alter_table on one of them call append_only.protect(...) again, since SQLite drops triggers.
A downgrade over what somebody stored is refused by migrations/facts.py. A migration that stores a fact has the
audit trail vouch for it (migrations/vouching.py). tests/ledger/ runs every migration up, down and up on both
engines and counts the triggers.

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
