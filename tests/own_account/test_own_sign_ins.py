"""One's own sign-ins: seen with device and address, and ended, by their owner and nobody else."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select
from starlette.testclient import TestClient

from tests.accounts.office import IDLE, NEW_PASSWORD, PASSWORD, Office, open_office
from tests.own_account.conftest import CHANGE, Desk
from tests.web.browser import Browser
from tests.web.conftest import Clock, application_of
from tests.web.test_open_pages import first, is_sent_to_the_sign_in, open_page, signed_in, stays_open
from tracker.db import reading, transaction
from tracker.domain.language.errors import NotFound
from tracker.domain.sentences.devices import device
from tracker.queries.credentials import HANDLE, SignInLine, last_sign_in, own_sign_ins
from tracker.services import own_sign_ins as ending
from tracker.services.sign_in import fingerprint
from tracker.settings import Settings
from tracker.tables import SignInSession
from tracker.web.site import Site

__all__ = ["first"]
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36 Edg/120.0"
PHONE = "Mozilla/5.0 (Linux; Android 13; V2183A) AppleWebKit/537.36 Chrome/116.0 Mobile MicroMessenger/8.0"


@pytest.fixture
def application(sqlite_engine: Engine, clock: Clock, now: datetime) -> object:
    """For the fixture ``first``, whose browsers live in one event loop."""
    return application_of(Site(open_office(sqlite_engine, now).engine, Settings(), clock))


def lines(desk: Desk, login: str, key: str) -> tuple[SignInLine, ...]:
    with reading(desk.office.engine) as session:
        return own_sign_ins(session, desk.office.person(login), key, desk.clock(), IDLE)


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (WINDOWS, "Windows电脑，Edge浏览器"),
        (PHONE, "安卓手机，微信"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Version/17.0 Safari/604.1",
            "iPhone手机，Safari浏览器",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64) UOS Chrome/102", "统信电脑，Chrome浏览器"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Linux电脑，火狐浏览器"),
        ("curl/8.0", "未知设备"),
        ("", "未知设备"),
    ],
)
def test_a_device_is_called_by_what_its_owner_knows_it_by(agent: str, told: str) -> None:
    assert device(agent) == told


def test_they_are_listed_with_device_and_address_this_one_first(desk: Desk) -> None:
    browser, phone = desk.browser(), desk.browser()
    browser.client.headers["user-agent"], phone.client.headers["user-agent"] = WINDOWS, PHONE
    browser.sign_in("keji")
    desk.clock.pass_by(minutes=5)
    phone.sign_in("keji")
    desk.browser().sign_in("ducha")
    listed = lines(desk, "keji", fingerprint(browser.cookie))
    assert [(each.is_this, device(each.agent), each.address) for each in listed] == [
        (True, "Windows电脑，Edge浏览器", "testclient"),
        (False, "安卓手机，微信", "testclient"),
    ]
    assert listed[1].created_at - listed[0].created_at == timedelta(minutes=5)
    desk.clock.pass_by(minutes=IDLE)
    assert lines(desk, "keji", "?") == (), "what is idle for too long lasts no more"


def test_one_or_all_others_are_ended(desk: Desk, office: Office) -> None:
    browsers = [desk.browser() for _ in range(4)]
    for each in browsers:
        each.sign_in("keji")
    keys = [fingerprint(each.cookie) for each in browsers]
    person, now = office.person("keji"), desk.clock()
    with transaction(office.engine, advance=False) as session:
        ending.end_one(session, person, keys[1][:HANDLE], now)
    assert [each.is_in() for each in browsers] == [True, False, True, True]
    with transaction(office.engine, advance=False) as session:
        assert ending.end_others(session, person, keys[0], now) == 2
    assert [each.is_in() for each in browsers] == [True, False, False, False]
    assert desk.actions().count("结束登录") == 2


def test_nobody_ends_somebody_elses(desk: Desk, office: Office) -> None:
    browser = desk.browser()
    browser.sign_in("guanli")
    key, person = fingerprint(browser.cookie), office.person("keji")
    for handle in (key[:HANDLE], key, "", "%", key[: HANDLE - 1]):
        with pytest.raises(NotFound), transaction(office.engine, advance=False) as session:
            ending.end_one(session, person, handle, desk.clock())
    with transaction(office.engine, advance=False) as session:
        assert ending.end_others(session, person, "?", desk.clock()) == 0
    assert browser.is_in()


def test_an_open_page_of_what_was_ended_is_led_to_the_sign_in(first: TestClient, clock: Clock) -> None:
    here, there = signed_in(first, "keji"), signed_in(first, "keji")
    with open_page(here) as own, open_page(there) as other:
        own.receive_json(), other.receive_json()
        changed = here.submit(CHANGE, old=PASSWORD, password=NEW_PASSWORD, again=NEW_PASSWORD)
        assert "密码已修改" in changed.text
        is_sent_to_the_sign_in(other)
        stays_open(own)


def test_the_sign_in_before_this_one_is_told_with_what_was_tried_in_vain(desk: Desk, clock: Clock) -> None:
    browser, began = desk.browser(), clock()
    browser.client.headers["user-agent"] = PHONE
    browser.sign_in("keji")
    with reading(desk.office.engine) as session:
        assert last_sign_in(session, fingerprint(browser.cookie)) is None, "it is the first"
    clock.pass_by(days=1)
    for login in ("keji", "keji", "ducha"):
        desk.browser().sign_in(login, "wrong")
    clock.pass_by(days=1)
    browser.sign_in("keji")
    with reading(desk.office.engine) as session:
        last = last_sign_in(session, fingerprint(browser.cookie))
    assert last is not None
    assert (last.at, last.address, device(last.agent)) == (began, "testclient", "安卓手机，微信")
    assert last.failures == 2, "of this account"


def test_who_comes_once_a_quarter_is_told_of_the_sign_in_before(desk: Desk, clock: Clock) -> None:
    """Old sign-ins are swept, but the newest of each account."""
    times = []
    for _quarter in range(3):
        browser: Browser = desk.browser()
        times.append(clock())
        browser.sign_in("keji")
        desk.browser().sign_in("ducha")  # sweeps
        with reading(desk.office.engine) as session:
            last = last_sign_in(session, fingerprint(browser.cookie))
            assert (last and last.at) == (times[-2] if times[1:] else None)
            kept = session.exec(
                select(SignInSession).where(SignInSession.account_id == desk.office.ids["keji"])
            ).all()
            assert len(kept) <= 2
        clock.pass_by(days=92)
