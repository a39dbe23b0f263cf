"""``desk``: a small ledger. ``visit``: the pages' own world. ``world``: the filled demonstration."""

from tests.entry.conftest import desk, visit, world_engine, world_file, world_url

__all__ = [
    "desk",
    "visit",
    "world_engine",
    "world_file",
    "world_url",
]
