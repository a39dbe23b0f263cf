"""The same two worlds as for filling in."""

from tests.entry.conftest import desk, visit, world_engine, world_file, world_url

__all__ = ["desk", "visit", "world_engine", "world_file", "world_url"]
