"""``monthly_file``: the pages' world with a monthly plan in it (tests/monthly/cast.py)."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import MakeOnce
from tests.monthly import cast
from tests.pages import world
from tests.pages.conftest import visit, world_engine, world_url
from tests.plans.cast import _seat_a_head
from tracker.db import engine_for, transaction
from tracker.queries.people import person_of_login

__all__ = ["visit", "world_engine", "world_url"]


@pytest.fixture(scope="session")
def world_file(sqlite_template: Path, make_once: MakeOnce) -> Path:
    def make(folder: Path) -> None:
        engine = engine_for(f"sqlite:///{shutil.copy(sqlite_template, folder / 'tracker.db')}")
        with transaction(engine) as session:
            world.fill(session)
            cast.add_monthly(session, folder / "seed")
            _seat_a_head(session, person_of_login(session, world.KEJI))
        engine.dispose()

    return make_once("monthly", make) / "tracker.db"
