"""``desk``: a small ledger with a second plan, whose targets stand beside the first's under 民:企业."""

import pytest
from sqlalchemy import Engine

from tests.entry.ledger import NOW, Desk, open_desk
from tests.linking.cast import CODE, add_second_plan
from tests.plans.conftest import visit, world_engine, world_file, world_url
from tracker.db import transaction
from tracker.services import audit

__all__ = ["visit", "world_engine", "world_file", "world_url"]


@pytest.fixture
def desk(engine: Engine) -> Desk:
    opened = open_desk(engine)
    with transaction(engine) as session:
        opened.targets |= {f"民:{name}": key for name, key in add_second_plan(session).items()}
        audit.record(session, None, "布置", CODE, NOW)  # as a service would, it vouches for the rows
    return opened
