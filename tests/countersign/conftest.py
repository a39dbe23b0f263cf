"""The worlds of filling in, with the others' seats taken (tests/countersign/cast.py)."""

import pytest
from sqlalchemy import Engine

from tests.countersign.cast import seat_the_others
from tests.entry.ledger import Desk, open_desk
from tests.pages.conftest import visit, world_engine, world_file, world_url

__all__ = ["desk", "visit", "world_engine", "world_file", "world_url"]


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return seat_the_others(open_desk(engine))
