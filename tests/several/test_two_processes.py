"""Two processes that start at once on an empty database, a walk behind nginx, one of them ended.

``make rolling`` takes it behind Caddy, too, and restarts both under load while somebody types.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Response, expect
from sqlalchemy import Engine
from sqlmodel import select

from tests.browser import drawn, settled, sign_in
from tests.conftest import Server
from tests.pages import world
from tests.several.proxies import CADDY, NGINX, Processes, behind
from tests.walk.conftest import Walker
from tracker.db import engine_for, transaction
from tracker.domain.access import PAGES, Role, may_open
from tracker.domain.workflow.evidence import FILE_LIMIT
from tracker.services.accounts import issue_link, set_password
from tracker.tables import Account

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
