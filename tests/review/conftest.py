"""The same two worlds as for filling in."""

from tests.entry.conftest import desk, main_runs_first, visit, world_engine, world_file, world_url

__all__ = ["desk", "main_runs_first", "visit", "world_engine", "world_file", "world_url"]
