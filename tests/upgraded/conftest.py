"""A newer program brings the ledger up under a process that works with it."""

from collections.abc import Callable

import pytest
from sqlalchemy import Engine, text

from tests.conftest import MakeEngine
from tests.pages.conftest import visit, world_engine, world_file, world_url
from tests.web.conftest import Clock, clock
from tracker.services import schema

__all__ = ["Clock", "clock", "visit", "world_engine", "world_file", "world_url"]
Newer = Callable[[], None]


def bring_up(engine: Engine) -> None:
    with schema.connected(engine) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


@pytest.fixture
def newer(engine: Engine, another_engine: MakeEngine) -> Newer:
    """What another process does to the ledger of ``engine``, which is this process's own."""
    schema.leave_to_newer(engine)
    other = another_engine()
    return lambda: bring_up(other)
