"""``desk``: a small ledger with a monthly plan and a third one beside its own (tests/scorecard/walk.py)."""

import pytest
from sqlalchemy import Engine

from tests.entry.ledger import Desk
from tests.scorecard.walk import open_plans


@pytest.fixture
def desk(engine: Engine) -> Desk:
    return open_plans(engine)
