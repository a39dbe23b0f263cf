"""``desk``: a small ledger. ``office``: accounts with passwords. ``visit``: the pages' own world."""

from tests.accounts.conftest import office
from tests.entry.conftest import desk, visit, world_engine, world_file, world_url

__all__ = ["desk", "office", "visit", "world_engine", "world_file", "world_url"]
