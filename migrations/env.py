"""Alembic's entry: one connection, handed in by tracker.services.schema or opened from the settings."""

from typing import Any

from alembic import context
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, String
from sqlalchemy.types import TypeEngine

from migrations import facts
from tracker import tables
from tracker.db import Base, engine_for
from tracker.settings import read_settings

assert tables.APPEND_ONLY  # importing the tables fills Base.metadata


def _types_differ(
    context: MigrationContext, _inspected: object, _column: object, stored: object, wanted: TypeEngine[Any]
) -> bool | None:
    """Alembic's own comparison (None), but for the length of texts on SQLite, which does not measure it."""
    are_texts = isinstance(stored, String) and isinstance(getattr(wanted, "impl", wanted), String)
    return False if context.dialect.name == "sqlite" and are_texts else None


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite alters by copying, which drops triggers: restore them (migrations/append_only.py).
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=_types_differ,
    )
    with context.begin_transaction():
        # alembic.command's own function: of upgrade, downgrade, check, …
        is_downgrade = context.get_context().opts["fn"].__name__ == "downgrade"
        before = facts.stored(connection) if is_downgrade else {}
        context.run_migrations()
        if is_downgrade:
            facts.refuse_loss(before, facts.stored(connection))


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with engine_for(read_settings().database_url).connect().execution_options(writes=True) as opened:
        run(opened)
        opened.commit()
