"""``desk``: a small ledger for the services. ``visit``: the pages' own world (tests/pages/world.py)."""

from tests.entry.conftest import desk
from tests.pages.conftest import visit, world_engine, world_file, world_url

__all__ = ["desk", "visit", "world_engine", "world_file", "world_url"]
