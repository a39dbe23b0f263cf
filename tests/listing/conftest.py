"""The small world of the pages, for those who filter, sort and take along."""

from tests.pages.conftest import visit, world_engine, world_file, world_url

__all__ = ["visit", "world_engine", "world_file", "world_url"]
