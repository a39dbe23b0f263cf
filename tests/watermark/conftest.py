"""The small world of the pages; the demonstration for a browser."""

from tests.pages.conftest import visit, world_engine, world_file, world_url

__all__ = ["visit", "world_engine", "world_file", "world_url"]
