"""新方案 in the ledger: a notice taken in, decided upon by two people, drafted, published by the second."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.notice.test_preparing import FACTS, ROADS_LEAD, TEXT, at
from tracker.db import reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, Refusal, StaleState
from tracker.domain.measure.plan import PlanState
from tracker.notice.decisions import NumberSet, Wanted
from tracker.notice.readings import ReadingKind
from tracker.queries.people import person_of_login
from tracker.queries.plan_drafts import plan_draft, plan_drafts, prepared_plan
from tracker.queries.plans import all_plans, newest_step
from tracker.services import plan_drafts, plans
from tracker.services.accounts import create_account
from tracker.tables import Audit, Target

OFFICE = ("zhou", "qian")


@pytest.fixture
def office(engine: Engine, now: datetime) -> tuple[Person, Person]:
    """Two of the office: nobody publishes what they drafted."""
    with transaction(engine) as session:
        for login in OFFICE:
            create_account(session, None, login, f"{login}同志", Role.REVIEWER, (), now)
        first, second = (person_of_login(session, login) for login in OFFICE)
    return first, second


def taken(engine: Engine, person: Person, now: datetime, text: str = TEXT) -> int:
    with transaction(engine) as session:
        return plan_drafts.take_notice(session, person, "实事.docx", text, "click-1", now)


def test_a_plan_is_prepared_by_one_and_published_by_another(
    engine: Engine, office: tuple[Person, Person], now: datetime
) -> None:
    first, second = office
    draft_id = taken(engine, first, now)
    with transaction(engine) as session:
        seen = plan_drafts.decide(session, first, draft_id, 0, [FACTS, ROADS_LEAD], now)
    with transaction(engine) as session:
        plan_id = plan_drafts.make_draft(session, first, draft_id, seen, now)
    with transaction(engine) as session, pytest.raises(NotAllowed):
        plans.publish(session, first, plan_id, 1, now)
    with transaction(engine) as session:
        plans.publish(session, second, plan_id, 1, now + timedelta(hours=1))
    with reading(engine) as session:
        assert newest_step(session, plan_id).state is PlanState.PUBLISHED
        assert {each.code for each in all_plans(session)} == {"jiangbei-2026"}
        assert len(session.exec(select(Target).where(Target.plan_id == plan_id)).all()) == 5
        (listed,) = plan_drafts_of(engine, second)
    assert listed.drafted == "jiangbei-2026"


def plan_drafts_of(engine: Engine, person: Person) -> tuple[object, ...]:
    with reading(engine) as session:
        return plan_drafts_query(session, person)


plan_drafts_query = __import__("tracker.queries.plan_drafts", fromlist=["plan_drafts"]).plan_drafts
