"""All rows of a ledger, in values that are the same on both engines."""

from typing import Any

from sqlalchemy import Engine, select

from tracker.db import Base

Contents = dict[str, list[tuple[Any, ...]]]
# What a restore and a copy set themselves.
OWN = {"ledger"}
ENDED = {"sign_in_session", "half_sign_in", "one_time_link", "authenticator_draft"}


def contents(engine: Engine, *, without: set[str] = OWN) -> Contents:
    """Table -> its rows in the order of their keys."""
    with engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
            if table.name not in without
        }
