"""Sign-ins have workers and a short queue of their own: a flood of them makes nobody else wait."""

import asyncio
import threading
import time
from contextlib import AsyncExitStack
from datetime import datetime

import pytest
from argon2 import PasswordHasher
from httpx import ASGITransport, AsyncClient, Response
from sqlalchemy import Engine
from sqlmodel import select
from starlette.concurrency import run_in_threadpool
from starlette.testclient import TestClient

from tests.accounts.office import PASSWORD, Office, open_office
from tests.loops import played
from tests.web.browser import Browser, hidden
from tests.web.conftest import Clock, application_of
from tracker.db import reading
from tracker.services import sign_in
from tracker.settings import Settings
from tracker.tables import Audit
from tracker.web import waiting_room
from tracker.web.site import Site
from tracker.web.waiting_room import Full, WaitingRoom

ORIGIN = "http://localhost:8501"
LOGINS = ("keji", "ducha", "lingdao", "guanli")


def test_so_many_are_served_at_once_and_the_rest_wait_or_are_told_at_once() -> None:
    release, running, most = threading.Event(), [0], [0]
    in_vain: list[str] = []
    lock = threading.Lock()

    def work() -> str:
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        if not release.wait(20):
            in_vain.append("waited")
        with lock:
            running[0] -= 1
        return "done"

    async def play() -> list[object]:
        queue = WaitingRoom(workers=2, room=10, room_of_an_address=10)
        asked = [asyncio.create_task(queue.take(f"10.0.0.{n}", work)) for n in range(600)]
        await asyncio.sleep(0.1)
        # 600 of them in the pool of all requests would have it wait for the last.
        assert await run_in_threadpool(lambda: "a rerun") == "a rerun"
        assert not in_vain
        release.set()
        given = await asyncio.gather(*asked, return_exceptions=True)
        assert await queue.take("10.0.0.1", work) == "done", "there is room again"
        return list(given)

    given = played(play())
    assert given.count("done") == 10
    assert sum(isinstance(each, Full) for each in given) == 590
    assert most == [2]


def test_one_address_does_not_take_all_the_room() -> None:
    release = threading.Event()

    async def play() -> None:
        queue = WaitingRoom(workers=1, room=6, room_of_an_address=4)
        asked = [asyncio.create_task(queue.take("10.6.6.6", release.wait, 10)) for _ in range(50)]
        await asyncio.sleep(0.05)
        another = asyncio.create_task(queue.take("10.1.2.3", lambda: "in"))
        await asyncio.sleep(0.05)
        release.set()
        assert await another == "in"
        given = await asyncio.gather(*asked, return_exceptions=True)
        assert given.count(True) == 4

    played(play())


def test_what_fails_gives_its_place_back() -> None:
    def fail() -> None:
        raise ZeroDivisionError

    async def play() -> None:
        queue = WaitingRoom(workers=1, room=1, room_of_an_address=1)
        for _ in range(3):
            with pytest.raises(ZeroDivisionError):
                await queue.take("10.1.2.3", fail)

    played(play())


@pytest.fixture
def browser(sqlite_engine: Engine, clock: Clock, now: datetime) -> Browser:
    open_office(sqlite_engine, now)
    site = Site(sqlite_engine, Settings(), clock)
    return Browser(TestClient(application_of(site), base_url=ORIGIN, follow_redirects=False))


def test_who_finds_no_room_is_told_in_words_and_nothing_is_counted(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = hidden(browser.get("/login"))

    async def full(*_given: object) -> None:
        raise Full

    with monkeypatch.context() as patched:
        patched.setattr(waiting_room.WaitingRoom, "take", full)
        answer = browser.post("/login", form | {"login": "keji", "password": "wrong"})
        link = browser.post("/password/whatever", form | {"password": "x", "again": "x"})
    for each in (answer, link):
        assert each.status_code == 503
        assert "现在登录的人较多" in each.text
        assert each.headers["retry-after"] == "10"
    assert browser.sign_in("keji").status_code == 303


def test_a_flood_of_sign_ins_leaves_every_other_request_its_threads(
    sqlite_engine: Engine, clock: Clock, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While all of them wait for a hash that does not come, pages are asked for and answered."""
    office: Office = open_office(sqlite_engine, now)
    token = office.try_sign_in("ducha").token
    release = threading.Event()
    released: list[bool] = []

    def hash_that_does_not_come(*_given: object) -> bool:
        released.append(release.wait(20))
        return False

    monkeypatch.setattr(sign_in, "matches", hash_that_does_not_come)
    application = application_of(Site(sqlite_engine, Settings(), clock))
    with TestClient(application, base_url=ORIGIN, follow_redirects=False) as client:
        browser = Browser(client)
        form = hidden(browser.get("/login")) | {"login": "keji", "password": "wrong"}
        statuses: list[int] = []
        flood = [
            threading.Thread(target=lambda: statuses.append(browser.post("/login", form).status_code))
            for _ in range(80)
        ]
        for each in flood:
            each.start()
        while len(statuses) < 80 - waiting_room._ROOM_OF_AN_ADDRESS:
            time.sleep(0.01)
        assert client.get("/overview", headers={"cookie": f"tracker={token}"}).status_code == 200
        assert not released, "it was answered while they waited, not after them"
        release.set()
        for each in flood:
            each.join()
    assert statuses.count(503) == 80 - waiting_room._ROOM_OF_AN_ADDRESS


def test_25_who_sign_in_at_once_all_get_in_and_pages_are_answered_meanwhile(
    sqlite_engine: Engine, clock: Clock, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No hash, cheap here, is done before a page was answered."""
    monkeypatch.setattr(sign_in, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    token = open_office(sqlite_engine, now).try_sign_in("ducha").token
    application = application_of(Site(sqlite_engine, Settings(), clock))
    hashing, answered, running, most = threading.Event(), threading.Event(), [0], [0]
    matches = sign_in.matches

    def counted(*given: str) -> bool:
        running[0] += 1
        most[0] = max(most[0], running[0])
        hashing.set()
        is_right = matches(*given)
        answered.wait(20)
        running[0] -= 1
        return is_right

    monkeypatch.setattr(sign_in, "matches", counted)

    async def play() -> list[Response]:
        async with AsyncExitStack() as stack:
            way = ASGITransport(application)
            *people, reader = [
                await stack.enter_async_context(AsyncClient(transport=way, base_url=ORIGIN))
                for _ in range(26)
            ]

            async def enter(number: int) -> Response:
                fields = hidden(await people[number].get("/login"))
                fields |= {"login": LOGINS[number % len(LOGINS)], "password": PASSWORD}
                return await people[number].post("/login", data=fields, headers={"origin": ORIGIN})

            entering = [asyncio.create_task(enter(number)) for number in range(25)]
            assert await run_in_threadpool(hashing.wait, 20)
            page = await reader.get("/overview", headers={"cookie": f"tracker={token}"})
            assert page.status_code == 200
            assert not any(each.done() for each in entering)
            answered.set()
            return await asyncio.gather(*entering)

    entered = played(play())
    assert [each.status_code for each in entered] == [303] * 25
    assert len({each.cookies["tracker"] for each in entered}) == 25
    assert most[0] <= waiting_room._WORKERS
    with reading(sqlite_engine) as session:
        rows = session.exec(select(Audit.action, Audit.previous_sha256)).all()
    assert [action for action, _previous in rows].count("登录") == 26
    assert len({previous for _action, previous in rows}) == len(rows), "the trail is one chain"
