"""The pages' own world (tests/pages/world.py) for walks through the review page."""

from tests.pages.conftest import visit, world_engine, world_file, world_url

__all__ = ["visit", "world_engine", "world_file", "world_url"]
