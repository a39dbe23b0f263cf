"""A notice in preparation, on its page: what tests of 新方案's steps begin with."""

from collections.abc import Callable, Sequence

import pytest
from sqlalchemy import Engine
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Visit
from tests.pages.world import NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.notice.decisions import Decision
from tracker.notice.preparing import Prepared
from tracker.queries.people import person_of_login
from tracker.queries.plan_drafts import DraftInWork, plan_draft, prepared_plan
from tracker.services import plan_drafts

__all__ = ["Notice", "Take"]


class Notice:
    """A notice that was taken in; its steps are opened by the office."""

    def __init__(self, visit: Visit, engine: Engine, text: str, decisions: Sequence[Decision]) -> None:
        self.visit, self.engine = visit, engine
        with transaction(engine) as session:
            office = person_of_login(session, REVIEWER)
            self.id = plan_drafts.take_notice(session, office, "通知.txt", text, text, NOW)
        self.decide(*decisions)

    def decide(self, *decisions: Decision, login: str = REVIEWER) -> None:
        """As a colleague does at another desk, after all that was decided before."""
        with transaction(self.engine) as session:
            person = person_of_login(session, login)
            seen = plan_draft(session, person, self.id).seen
            plan_drafts.decide(session, person, self.id, seen, decisions, NOW)

    def step(self, step: str, **own: object) -> AppTest:
        at = self.visit(REVIEWER, "new-plan", draft=self.id, **({"step": step} if step else {}), **own)
        assert not at.exception
        return at

    def read(self) -> tuple[DraftInWork, Prepared]:
        with reading(self.engine) as session:
            office = person_of_login(session, REVIEWER)
            return plan_draft(session, office, self.id), prepared_plan(session, office, self.id)


Take = Callable[..., Notice]


@pytest.fixture
def take(visit: Visit, world_engine: Engine) -> Take:
    """A notice of this text, with what was decided about it."""
    return lambda text, *decisions: Notice(visit, world_engine, text, decisions)
