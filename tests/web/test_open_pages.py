"""Open pages end with their sign-in, without a click, and come back with the rights of now."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from sqlalchemy import Engine
from starlette.applications import Starlette
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.types import Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from tests.accounts.office import Office, open_office
from tests.waiting import comes_to_be
from tests.web.browser import Browser
from tests.web.conftest import Clock, application_of
from tracker.db import transaction
from tracker.domain.access import Role
from tracker.queries import people
from tracker.services import accounts
from tracker.services.sign_in import fingerprint
from tracker.settings import Settings
from tracker.web import open_pages
from tracker.web.site import Site

SECONDS = 20.0  # until an open page must have been told


@pytest.fixture
def office(sqlite_engine: Engine, now: datetime) -> Office:
    return open_office(sqlite_engine, now)


@pytest.fixture
def application(office: Office, clock: Clock) -> Starlette:
    return application_of(Site(office.engine, Settings(), clock))


@pytest.fixture
def first(application: Starlette, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """All browsers of a test live in one event loop, as in a server."""
    monkeypatch.setattr(open_pages, "EVERY", 0.1)
    with TestClient(application, base_url="http://localhost:8501", follow_redirects=False) as client:
        yield client


def signed_in(first: TestClient, login: str) -> Browser:
    client = TestClient(first.app, base_url="http://localhost:8501", follow_redirects=False)
    client.portal = first.portal
    browser = Browser(client)
    assert browser.sign_in(login).status_code == 303
    return browser


def open_page(browser: Browser) -> WebSocketTestSession:
    return browser.socket()


def is_sent_to_the_sign_in(socket: WebSocketTestSession) -> None:
    """Nobody clicks: what comes next is the way out, then the end."""
    start = time.monotonic()
    told = ForwardMsg.FromString(socket.receive_bytes())
    assert told.auth_redirect.url == "/login?note=ended"
    with pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_bytes()
    assert closed.value.code == 1008
    assert time.monotonic() - start < SECONDS


def stays_open(socket: WebSocketTestSession, for_seconds: float = 0.5) -> None:
    time.sleep(for_seconds)
    socket.send_bytes(b"")
    assert socket.receive_text() == "heard"


def test_a_sign_out_ends_all_tabs_of_the_browser_and_no_other(office: Office, first: TestClient) -> None:
    browser, elsewhere = signed_in(first, "keji"), signed_in(first, "keji")
    with open_page(browser) as one, open_page(browser) as two, open_page(elsewhere) as three:
        for socket in (one, two, three):
            socket.receive_json()
        browser.submit("/logout")
        is_sent_to_the_sign_in(one)
        is_sent_to_the_sign_in(two)
        stays_open(three)


def test_a_sign_out_is_seen_before_the_next_round(
    office: Office, first: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(open_pages, "EVERY", 60.0)
    browser = signed_in(first, "keji")
    with open_page(browser) as socket:
        socket.receive_json()
        browser.submit("/logout")
        is_sent_to_the_sign_in(socket)


@pytest.mark.parametrize("cause", ["disabled", "a new password"])
def test_what_ends_the_sign_in_by_another_process_ends_the_page(
    office: Office, first: TestClient, now: datetime, cause: str
) -> None:
    with open_page(signed_in(first, "keji")) as socket, open_page(signed_in(first, "ducha")) as other:
        socket.receive_json(), other.receive_json()
        if cause == "disabled":
            with transaction(office.engine) as session:
                accounts.set_active(session, None, office.ids["keji"], False, now)
        else:
            office.set_password("keji", "another long passphrase")
        is_sent_to_the_sign_in(socket)
        stays_open(other)


@pytest.mark.parametrize(("role", "unit"), [(Role.REVIEWER, ""), (Role.CLERK, "市交通运输局")])
def test_another_role_or_unit_has_the_page_come_back_with_the_rights_of_now(
    office: Office, first: TestClient, now: datetime, role: Role, unit: str
) -> None:
    browser = signed_in(first, "keji")
    with open_page(browser) as socket:
        socket.receive_json()
        with transaction(office.engine) as session:
            units = [office.units[unit]] if unit else []
            accounts.change_account(session, None, office.ids["keji"], "王晓岚", role, units, now)
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_bytes()
        assert closed.value.code == 1012, "and is not sent to the sign-in"
    with open_page(browser) as again:
        again.receive_json()
        stays_open(again)


def test_another_name_ends_nothing(office: Office, first: TestClient, now: datetime) -> None:
    with open_page(signed_in(first, "keji")) as socket:
        socket.receive_json()
        with transaction(office.engine) as session:
            units = [office.units["市科技局"]]
            accounts.change_account(session, None, office.ids["keji"], "王小岚", Role.CLERK, units, now)
        stays_open(socket)


def test_a_database_that_is_away_ends_no_page_and_is_asked_again(
    office: Office, first: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def away(*_given: object) -> dict[str, people.Rights]:
        asked.append(1)
        raise OSError("away")

    browser = signed_in(first, "keji")
    with open_page(browser) as socket:
        socket.receive_json()
        with monkeypatch.context() as patched:
            patched.setattr(open_pages, "rights_of_sessions", away)
            assert comes_to_be(lambda: len(asked) > 1)
            stays_open(socket)
        browser.submit("/logout")
        is_sent_to_the_sign_in(socket)


def test_many_pages_are_looked_at_in_one_query(
    office: Office, first: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def counted(session: object, keys: list[str]) -> dict[str, people.Rights]:
        asked.append(len(keys))
        return people.rights_of_sessions(session, keys)  # type: ignore[arg-type]

    monkeypatch.setattr(open_pages, "rights_of_sessions", counted)
    browsers = [signed_in(first, login) for login in ("keji", "ducha", "lingdao")]
    with ExitStack() as opened:
        for each in browsers * 3:
            opened.enter_context(open_page(each)).receive_json()
        assert comes_to_be(lambda: 3 in asked)
        asked.clear()
        time.sleep(0.6)
        assert comes_to_be(lambda: bool(asked))
        assert set(asked) == {3}
        assert len(asked) <= 6


def test_a_browser_that_reads_nothing_holds_nobody_up_and_gets_nothing_more(
    office: Office, clock: Clock, first: TestClient
) -> None:
    """``send`` of a server waits as long as the browser takes nothing."""
    browser, other = signed_in(first, "keji"), signed_in(first, "keji")
    sent: list[str] = []
    assert first.portal is not None
    site = Site(office.engine, Settings(), clock)
    key = fingerprint(browser.cookie)
    person = site.person_of(key)

    async def play() -> None:
        pages, over = open_pages.OpenPages(site), asyncio.Event()
        told = asyncio.Event()

        async def never(message: Message) -> None:
            if message["type"] == "websocket.accept":
                return
            sent.append(message["type"])
            await asyncio.Event().wait()

        async def takes(message: Message) -> None:
            if message["type"] == "websocket.close":
                told.set()

        async def app(_scope: Scope, _receive: Receive, send: Send) -> None:
            await send({"type": "websocket.accept"})
            await over.wait()
            await send({"type": "websocket.send", "bytes": b"a figure of afterwards"})

        async def receive() -> Message:
            return {"type": "websocket.connect"}

        def scope() -> Scope:
            return {"state": {"key": key, "person": person}}

        tasks = [asyncio.create_task(pages.run(app, scope(), receive, send)) for send in (never, takes)]
        await asyncio.sleep(0.05)
        with transaction(office.engine) as session:
            accounts.set_active(session, None, office.ids["keji"], False, office.now)
        await asyncio.wait_for(told.wait(), SECONDS)
        over.set()
        await asyncio.wait_for(asyncio.gather(*tasks), SECONDS)

    first.portal.call(play)
    assert sent == ["websocket.send"], "the way out, which it does not take; nothing of the page"
    assert not other.is_in()
