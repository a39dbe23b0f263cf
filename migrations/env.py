"""Alembic's entry: one connection, handed in by tracker.services.schema or opened from the settings."""

from alembic import context
from sqlalchemy import Connection

from tracker import tables
from tracker.db import Base, engine_for
from tracker.settings import read_settings

assert tables.APPEND_ONLY  # importing the tables fills Base.metadata


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        # SQLite alters by copying, which drops triggers: restore them (migrations/append_only.py).
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given: Connection | None = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with engine_for(read_settings().database_url).connect().execution_options(writes=True) as opened:
        run(opened)
        opened.commit()
