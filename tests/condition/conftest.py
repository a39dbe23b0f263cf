"""``visit``: the pages of the small world. ``clock``: stands until it is moved."""

from tests.pages.conftest import visit, world_engine, world_file, world_url
from tests.web.conftest import clock

__all__ = ["clock", "visit", "world_engine", "world_file", "world_url"]
