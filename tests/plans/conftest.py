"""The pages' world with two more plans in it (tests/plans/cast.py)."""

import shutil
from pathlib import Path

import pytest

from tests.pages import world
from tests.pages.conftest import visit, world_engine, world_url
from tests.plans import cast
from tests.plans.preparing import take
from tracker.db import engine_for, transaction

__all__ = ["take", "visit", "world_engine", "world_url"]


@pytest.fixture(scope="session")
def world_file(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = Path(shutil.copy(sqlite_template, tmp_path_factory.mktemp("plans") / "tracker.db"))
    engine = engine_for(f"sqlite:///{file}")
    with transaction(engine) as session:
        world.fill(session)
        cast.add_plans(session)
    engine.dispose()
    return file
