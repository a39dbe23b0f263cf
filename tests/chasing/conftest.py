"""``desk``: a small ledger. ``visit``: the pages' own world. ``world``: the filled demonstration."""

from tests.entry.conftest import desk, visit, world_engine, world_file, world_url
from tests.scorecard.conftest import postgresql_filled, postgresql_world, sqlite_filled, sqlite_world, world

__all__ = [
    "desk",
    "postgresql_filled",
    "postgresql_world",
    "sqlite_filled",
    "sqlite_world",
    "visit",
    "world",
    "world_engine",
    "world_file",
    "world_url",
]
