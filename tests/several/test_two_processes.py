"""Two processes that start at once on an empty database, a walk behind nginx, one of them ended.

``make rolling`` takes it behind Caddy, too, and restarts both under load while somebody types.
"""

import asyncio
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast
from uuid import uuid4

import httpx
import pytest
from playwright.sync_api import Browser, Page, Response, expect
from sqlalchemy import Engine
from sqlmodel import select
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

from tests.browser import drawn, settled, sign_in
from tests.conftest import Server
from tests.loops import played
from tests.pages import world
from tests.several.proxies import CADDY, NGINX, Processes, behind, trusting
from tests.walk.conftest import Walker
from tracker.db import engine_for, reading, transaction
from tracker.domain.access import PAGES, Role, may_open
from tracker.domain.workflow.evidence import FILE_LIMIT
from tracker.services.accounts import issue_link, set_password
from tracker.services.sign_in import fingerprint
from tracker.tables import Account, SignInAttempt, SignInSession

PASSWORD = "梧桐-江堤-4417-晨"


@pytest.fixture
def empty_database(postgresql_server: Server) -> Iterator[str]:
    """Not even migrated."""
    postgresql_server.execute("CREATE DATABASE empty_of_all")
    yield f"postgresql+psycopg://postgres@/empty_of_all?host={postgresql_server.info.host}"
    postgresql_server.execute("DROP DATABASE empty_of_all WITH (FORCE)")


def test_from_an_empty_database_to_a_page_that_outlives_one_of_two_processes(
    browser: Browser, empty_database: str, tmp_path: Path
) -> None:
    start_and_walk("nginx", browser, empty_database, tmp_path)


def start_and_walk(proxy: str, browser: Browser, empty_database: str, tmp_path: Path) -> None:
    with behind(proxy, empty_database, tmp_path) as (address, processes):
        page = a_tab(browser)
        page.goto(the_one_link(processes))
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.locator("button[type=submit]").click()
        page.wait_for_url("**/login*")
        sign_in(page, address, "admin", PASSWORD)
        assert {each["secure"] for each in page.context.cookies() if "__Host-" in each["name"]} == {True}
        walk(page, address)
        fill(empty_database)
        open_every_page(page, address, Role.ADMINISTRATOR)
        clerk = a_tab(browser)
        sign_in(clerk, address, world.KEJI, PASSWORD)
        open_every_page(clerk, address, Role.CLERK)
        for token in signed_in_as(world.KEJI, empty_database, 4):
            assert played(uploaded(address, token, 4)) == [204] * 4
        assert address_of_a_guess(address, empty_database) == "127.0.0.1"
        processes.stop(0)
        walk(page, address)
        processes.stop(1)
        page.goto(address)
        expect(page.locator("body")).to_contain_text("已保存的内容不会丢失")


def walk(page: Page, address: str) -> None:
    for place, word in (("accounts", "账号"), ("audit", "签发密码链接")):
        page.goto(f"{address}/{place}")
        settled(page)
        expect(page.get_by_test_id("stMain")).to_contain_text(word)


def a_tab(browser: Browser) -> Page:
    return browser.new_context(ignore_https_errors=True, locale="zh-CN").new_page()


def fill(url: str) -> None:
    """A plan with figures, while both processes look on, and a clerk who can sign in."""
    engine = engine_for(url)
    with transaction(engine) as session:
        world.fill(session)
    set_password_of(engine, world.KEJI)
    engine.dispose()


def set_password_of(engine: Engine, login: str) -> None:
    now = datetime.now(UTC)
    with transaction(engine) as session:
        account = session.exec(select(Account).where(Account.login == login)).one()
        assert account.id is not None
        set_password(session, issue_link(session, None, account.id, now), PASSWORD, now)


def open_every_page(page: Page, address: str, role: Role) -> None:
    """Each once: what came to the browser came whole, and the page is drawn to its end."""
    walker, failed = Walker(page, address), list[str]()

    def look_at(answer: Response) -> None:
        if answer.status >= 400:
            failed.append(f"{answer.status} of {answer.url}")

    page.on("response", look_at)
    for path in (each for each in PAGES if may_open(role, each)):
        answer = page.goto(f"{address}/{path}?q=2025Q3&code=A1-01")
        drawn(page)
        assert answer is not None
        assert answer.status == 200, path
        assert page.get_by_test_id("stException").count() == 0, path
        assert not re.search("没有显示完整|暂时没有响应|您没有查看", page.inner_text("body")), path
    assert walker.wrong + failed == []


def signed_in_as(login: str, url: str, times: int) -> list[str]:
    """A token for each sign-in."""
    engine, now, tokens = engine_for(url), datetime.now(UTC), [f"sign-in-{number}" for number in range(times)]
    with transaction(engine) as session:
        account = session.exec(select(Account.id).where(Account.login == login)).one()
        for token in tokens:
            lasts = {"created_at": now, "seen_at": now, "expires_at": now + timedelta(hours=1)}
            session.add(SignInSession(token_sha256=fingerprint(token), account_id=account, **lasts))
    engine.dispose()
    return tokens


async def uploaded(address: str, token: str, times: int) -> list[int]:
    """How so many files of one open page are answered, each sent on a connection of its own."""
    cookies = httpx.Cookies({"__Host-tracker": token})
    cookies.update(httpx.get(f"{address}/_stcore/health", verify=False).cookies)
    sent = {"Cookie": "; ".join(f"{name}={text}" for name, text in cookies.items())}
    async with connect(
        f"{address.replace('https', 'wss')}/_stcore/stream",
        ssl=trusting(),
        origin=address,  # type: ignore[arg-type]
        subprotocols=["streamlit"],  # type: ignore[list-item]
        additional_headers=sent,
    ) as socket:
        ask = BackMsg()
        ask.rerun_script.page_name = "help"
        await socket.send(ask.SerializeToString())
        told = ForwardMsg()
        while told.WhichOneof("type") != "new_session":
            told = ForwardMsg.FromString(cast(bytes, await asyncio.wait_for(socket.recv(), 60)))
        files = f"{address}/_stcore/upload_file/{told.new_session.initialize.session_id}"
        sent |= {"Origin": address, "X-Xsrftoken": cookies["_streamlit_xsrf"]}
        return [
            httpx.put(
                f"{files}/{uuid4()}", headers=sent, files={"file": ("a.pdf", b"a")}, verify=False
            ).status_code
            for _each in range(times)
        ]


def address_of_a_guess(address: str, url: str) -> str:
    """What is stored of where it came from, whatever it says of that itself."""
    answer = httpx.post(
        f"{address}/login",
        data={"login": "somebody", "password": "x" * 12, "form": "x" * 43},
        headers={
            "Origin": address,
            "X-Forwarded-For": "10.9.9.9",
            "Cookie": f"__Host-tracker-form={'x' * 43}",
        },
        verify=False,
    )
    assert answer.status_code < 500, answer.text
    engine = engine_for(url)
    with reading(engine) as session:
        stored = session.exec(select(SignInAttempt.address).where(SignInAttempt.login == "somebody")).one()
    engine.dispose()
    return stored


def the_one_link(processes: Processes) -> str:
    logs = [log.read_text("utf-8") for log in processes.logs]
    links = re.findall(r"https://\S+/password/\S+", "".join(logs))
    assert len(links) == 1, logs
    assert sum("另一个进程" in log for log in logs) == 1
    return str(links[0])


@pytest.mark.parametrize(
    ("file", "limit"), [(NGINX, r"client_max_body_size (\d+)m"), (CADDY, r"max_size (\d+)MB")]
)
def test_a_proxy_admits_the_largest_evidence(file: Path, limit: str) -> None:
    admitted = re.search(limit, file.read_text("utf-8"))
    assert admitted is not None
    assert int(admitted[1]) * 10**6 > FILE_LIMIT
