"""The pages' own world (tests/pages/world.py), with a head of 市科技局."""

from tests.pages.conftest import visit, world_engine, world_file, world_url

__all__ = ["visit", "world_engine", "world_file", "world_url"]
