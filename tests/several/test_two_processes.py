"""Two processes that start at once on an empty database, a short walk behind nginx, one of them ended.

``make rolling`` takes it behind Caddy, too, and restarts both under load while somebody types.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import settled, sign_in
from tests.conftest import Server
from tests.several.proxies import CADDY, NGINX, Processes, behind
from tracker.domain.workflow.evidence import FILE_LIMIT

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
        page = browser.new_context(ignore_https_errors=True, locale="zh-CN").new_page()
        page.goto(the_one_link(processes))
        for field in page.locator("input[type=password]").all():
            field.fill(PASSWORD)
        page.locator("button[type=submit]").click()
        page.wait_for_url("**/login*")
        sign_in(page, address, "admin", PASSWORD)
        assert {each["secure"] for each in page.context.cookies() if "__Host-" in each["name"]} == {True}
        walk(page, address)
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
