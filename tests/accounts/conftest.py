"""A small office: two units, and a clerk, a reviewer and an administrator who have set their passwords."""

from datetime import datetime

import pytest
from sqlalchemy import Engine

from tests.accounts.office import Office, open_office


@pytest.fixture
def office(engine: Engine, now: datetime) -> Office:
    return open_office(engine, now)
