"""A link that sets somebody's password: its owner is told who made it, when, from where, and of its use."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from tests.accounts.office import NEW_PASSWORD, Office
from tests.pages.conftest import Visit, text_of
from tests.pages.world import ADMINISTRATOR, KEJI
from tests.pages.world import NOW as THEN
from tracker.db import reading, transaction
from tracker.domain.sentences.password_links import link_message, link_told
from tracker.domain.workflow.news import IssuedLink, links_told_since
from tracker.queries.password_links import links_told
from tracker.queries.people import person_of_login
from tracker.services import accounts, audit
from tracker.tables import Audit, SignInSession

DAY = timedelta(days=1)


@pytest.fixture
def asked_from() -> Iterator[None]:
    """As if what is done came from this address."""
    token = audit.source.set("10.9.8.7")
    yield
    audit.source.reset(token)


def issue(office: Office, now: datetime, login: str = "keji") -> str:
    with transaction(office.engine) as session:
        return accounts.issue_link(session, office.person("guanli"), office.ids[login], now)


def told(office: Office, now: datetime, last_here: datetime | None = None) -> tuple[IssuedLink, ...]:
    with reading(office.engine) as session:
        return links_told(session, office.person("keji"), last_here, now)


def of_trail(office: Office, action: str) -> Audit:
    with reading(office.engine) as session:
        return session.exec(select(Audit).where(Audit.action == action)).all()[-1]


@pytest.mark.usefixtures("asked_from")
def test_a_link_stands_in_the_trail_with_the_address_and_so_does_its_use(
    office: Office, now: datetime
) -> None:
    token = issue(office, now + DAY)
    made = of_trail(office, "签发密码链接")
    assert (made.actor_name, made.address) == ("陈管理", "10.9.8.7")
    with transaction(office.engine) as session:
        accounts.set_password(session, token, NEW_PASSWORD, now + DAY)
    used, detail = of_trail(office, "设置密码"), json.loads(of_trail(office, "设置密码").detail)
    assert (used.address, detail["link_by"]) == ("10.9.8.7", "陈管理")
    assert detail["link_at"].startswith(f"{now + DAY:%Y-%m-%d}")


@pytest.mark.usefixtures("asked_from")
def test_its_owner_is_told_of_it_and_of_its_use(office: Office, now: datetime) -> None:
    assert told(office, now) == (), "the link that the account came with is no news"
    token = issue(office, now + DAY)
    (link,) = told(office, now + DAY)
    assert (link.by, link.address, link.used_from) == ("陈管理", "10.9.8.7", None)
    assert "还没有使用" in link_told(link, now + DAY)
    with transaction(office.engine) as session:
        accounts.set_password(session, token, NEW_PASSWORD, now + DAY)
    (link,) = told(office, now + DAY)
    assert "已用它设置密码，来自10.9.8.7" in link_told(link, now + DAY)


def test_whoever_used_a_link_does_not_hide_it_from_the_owner_by_signing_in_first(
    office: Office, now: datetime
) -> None:
    issue(office, now + DAY)
    assert len(told(office, now + 3 * DAY, last_here=now + 2 * DAY)) == 1
    assert told(office, now + 30 * DAY, last_here=now + 29 * DAY) == ()


def test_a_link_that_a_newer_one_ended_is_told_as_ended(office: Office, now: datetime) -> None:
    issue(office, now + DAY)
    issue(office, now + 2 * DAY)
    newer, older = told(office, now + 2 * DAY)
    assert "现已失效" in link_told(older, now + 2 * DAY)
    assert "还没有使用" in link_told(newer, now + 2 * DAY)
    assert "现已失效" in link_told(told(office, now + 6 * DAY)[0], now + 6 * DAY), "after 72 hours"


def test_one_made_on_the_server_says_so(office: Office, now: datetime) -> None:
    office.link_for("keji", now + DAY)
    (link,) = told(office, now + DAY)
    assert "系统于" in link_told(link, now + DAY)
    assert "来自服务器" in link_told(link, now + DAY)


@pytest.mark.parametrize(
    ("last_here", "days"),
    [
        pytest.param(None, 90, id="never, or long ago"),
        pytest.param(1, 7, id="yesterday: what a week brought is told again"),
        pytest.param(40, 40, id="since they were here"),
    ],
)
def test_links_are_told_since_the_person_was_here_and_for_a_week(
    last_here: int | None, days: int, now: datetime
) -> None:
    here = None if last_here is None else now - last_here * DAY
    assert links_told_since(here, now) == now - days * DAY


def test_the_mail_names_who_made_it_and_holds_no_link(now: datetime) -> None:
    mail = link_message("王晓岚", "keji", "陈管理", now, "10.9.8.7", "https://kpi.example.gov.cn")
    assert "陈管理于" in mail.text
    assert "来自10.9.8.7" in mail.text
    assert "/password/" not in mail.text


def test_the_first_page_after_a_sign_in_tells_it(visit: Visit, world_engine: Engine) -> None:
    with transaction(world_engine) as session:
        person = person_of_login(session, KEJI)
        administrator = person_of_login(session, ADMINISTRATOR)
        for days in (30, 1):
            accounts.issue_link(session, administrator, person.account_id, THEN - days * DAY)
        session.add(
            SignInSession(
                token_sha256="before",
                account_id=person.account_id,
                created_at=THEN - 2 * DAY,
                seen_at=THEN - 2 * DAY,
                expires_at=THEN - DAY,
            )
        )
    at = visit(KEJI, "tasks")
    assert not at.exception
    assert f"{administrator.name}于10月8日09:00为您签发了密码链接" in text_of(at)
    at.button(key="news_seen").click().run()
    assert "签发了密码链接" not in text_of(at)
