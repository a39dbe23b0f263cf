"""``desk``: a small ledger for the services. ``visit``: the pages' own world (tests/pages/world.py)."""

import pytest
from sqlalchemy import Engine

from tests.entry.ledger import Desk, open_desk
from tests.pages.conftest import visit, world_engine, world_file, world_url

__all__ = ["desk", "visit", "world_engine", "world_file", "world_url"]


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return open_desk(engine)
