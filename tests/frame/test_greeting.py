"""What a person is told when they come: the news since last time, and the first steps of an installation."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, JIAOTONG, KEJI, LEADER, NOW, REVIEWER
from tracker.db import reading, transaction
from tracker.domain.workflow.first_steps import FirstStep, next_step
from tracker.domain.workflow.news import News
from tracker.queries.first_steps import steps_done
from tracker.queries.news import last_here, news
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.tables import SignInSession

DAY = timedelta(days=1)
LONG_AGO = NOW - 365 * DAY


def told(session: Session, login: str, since: datetime) -> dict[News, int]:
    items = news(session, person_of_login(session, login), plans(session)[0], since, NOW)
    return {item.kind: item.count for item in items}


@pytest.mark.parametrize(
    ("login", "kinds"),
    [
        (KEJI, {News.APPROVED, News.WINDOW_OPENED}),
        (REVIEWER, {News.SUBMITTED}),
        (LEADER, set()),
        (ADMINISTRATOR, set()),
    ],
)
def test_everybody_is_told_what_concerns_them(world_engine: Engine, login: str, kinds: set[News]) -> None:
    with reading(world_engine) as session:
        assert set(told(session, login, LONG_AGO)) == kinds
        assert told(session, login, NOW) == {}, "what was before is no news"


def test_another_departments_approvals_are_no_news(world_engine: Engine) -> None:
    with reading(world_engine) as session:
        counts = {login: told(session, login, LONG_AGO)[News.APPROVED] for login in (KEJI, JIAOTONG)}
        everything = told(session, REVIEWER, LONG_AGO)[News.SUBMITTED]
    assert sum(counts.values()) <= everything
    assert all(counts.values())


def signed_in(session: Session, login: str, token: str, at: datetime) -> None:
    account_id = person_of_login(session, login).account_id
    later = at + DAY
    session.add(
        SignInSession(token_sha256=token, account_id=account_id, created_at=at, seen_at=at, expires_at=later)
    )


def test_the_news_are_those_since_the_sign_in_before_this_one(world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        assert last_here(session, "unknown") is None
        signed_in(session, LEADER, "first", NOW - 9 * DAY)
        session.flush()
        assert last_here(session, "first") is None
        signed_in(session, LEADER, "second", NOW - 2 * DAY)
        signed_in(session, REVIEWER, "another person's", NOW - DAY)
        session.flush()
        assert last_here(session, "second") == NOW - 9 * DAY


def test_the_news_stand_on_the_page_that_is_opened_first_until_they_are_seen(
    visit: Visit, world_engine: Engine
) -> None:
    with transaction(world_engine) as session:
        account_id = person_of_login(session, KEJI).account_id
        session.add(
            SignInSession(
                token_sha256="before",
                account_id=account_id,
                created_at=LONG_AGO,
                seen_at=LONG_AGO,
                expires_at=LONG_AGO + DAY,
            )
        )
    at = visit(KEJI, "tasks")
    assert "以来:" in text_of(at)
    assert "审核通过" in text_of(at)
    at.button(key="news_seen").click().run()
    assert "以来:" not in text_of(at)
    assert "以来:" not in text_of(visit(REVIEWER, "review")), "nobody was here before"


def test_a_new_installation_names_whose_turn_it_is(visit: Visit, world_engine: Engine) -> None:
    with reading(world_engine) as session:
        done = steps_done(session, person_of_login(session, LEADER), plans(session)[0])
    assert FirstStep.SNAPSHOT not in done
    assert {FirstStep.PLAN, FirstStep.WINDOW, FirstStep.FIGURE, FirstStep.REVIEW} <= done
    step = next_step(done)
    assert step is not None
    said = text_of(visit(ADMINISTRATOR, "accounts"))
    assert "启用步骤" in said
    assert f'<li class="now"><i aria-hidden="true">○</i><a class="go" href="/{step.page}' in said
    assert "启用步骤" not in text_of(visit(ADMINISTRATOR, "units")), "only where the role comes to"


def test_the_steps_end_with_the_last_one() -> None:
    steps = list(FirstStep)
    for at, step in enumerate(steps):
        assert next_step(frozenset(steps[:at])) is step
    assert next_step(frozenset(steps)) is None


@pytest.mark.parametrize("login", [KEJI, REVIEWER, LEADER, ADMINISTRATOR])
def test_every_role_has_its_own_help_first_and_can_read_the_others(visit: Visit, login: str) -> None:
    said = text_of(visit(login, "help"))
    assert said.count("<dt>") >= 5
    assert "催报" in text_of(visit(login, "help", role="reviewer"))
