"""The pages' world, with everybody's language set to English."""

import sqlite3

import pytest

from tests.pages.conftest import Visit, visit, world_engine, world_file, world_url

__all__ = ["visit", "world_engine", "world_file", "world_url"]


@pytest.fixture
def english(world_url: str, visit: Visit) -> Visit:
    """Open a page as somebody who reads English."""
    with sqlite3.connect(world_url.removeprefix("sqlite:///")) as ledger:
        ledger.execute("UPDATE account SET language = 'en'")
    return visit
