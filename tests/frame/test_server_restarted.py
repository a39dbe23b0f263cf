"""The server is started anew under an open page: the first button that is pressed does what it says."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import Town, settled, sign_in
from tracker import demo
from tracker.db import transaction
from tracker.queries.people import person_of_login
from tracker.services.plan_drafts import take_notice

NOTICE = """江北市2026年民生实事项目
一、老有所养(由市民政局牵头)
全年新增养老床位150张,聚焦办好十方面实事。
"""
SAID = {"保存": re.compile("由.+于.+确定"), "提交": re.compile("^已提请")}
TYPED = "停机以前填写的内容"


@pytest.fixture
def town(sqlite_filled: Path, tmp_path: Path) -> Iterator[Town]:
    town = Town(f"sqlite:///{shutil.copy(sqlite_filled, tmp_path)}", tmp_path)
    with transaction(town.engine) as session:
        office = person_of_login(session, demo.REVIEWER)
        take_notice(session, office, "通知.txt", NOTICE, "restart", datetime.now(UTC))
    town.start()
    yield town
    town.stop()
    town.engine.dispose()


def test_words_typed_before_it_are_stored(browser: Browser, town: Town, passwords: dict[str, str]) -> None:
    places = (
        (demo.REVIEWER, "new-plan?draft=1&step=numbers&pile=targets", "目标名称", "保存"),
        (demo.CLERKS["市科技局"], "matters?raise=new", "提请协调的内容", "提交"),
    )
    pages = [opened(browser, town, passwords, login, address) for login, address, *_others in places]
    for page, (*_where, label, _button) in zip(pages, places, strict=True):
        field_of(page, label).click()
        page.keyboard.press("Control+A")
        page.keyboard.type(TYPED, delay=10)
    pages[1].get_by_text("市府办", exact=True).click()
    field_of(pages[1], "遇到的困难").fill("用地指标不足")
    town.stop()
    for page, (*_where, label, _button) in zip(pages, places, strict=True):
        expect(field_of(page, label)).to_be_disabled(timeout=30_000)
    town.start()
    for page, (_login, address, label, button) in zip(pages, places, strict=True):
        expect(field_of(page, label)).to_be_enabled(timeout=60_000)
        # At once: by then the new server has not drawn this page.
        page.get_by_role("button", name=re.compile(f"{button}( |$)")).last.click()
        expect(page.get_by_text(SAID[button])).to_be_visible(timeout=20_000)
        page.goto(f"{town.address}/{address.replace('raise=new', '')}")
        settled(page)
    expect(field_of(pages[0], "目标名称")).to_have_value(TYPED)
    expect(pages[1].get_by_text(TYPED).first).to_be_visible()


def test_a_notice_that_was_pasted_and_not_read_yet_is_there(
    browser: Browser, town: Town, passwords: dict[str, str]
) -> None:
    page = opened(browser, town, passwords, demo.REVIEWER, "new-plan")
    pasted = field_of(page, "或粘贴原文")
    pasted.fill(NOTICE)
    town.stop()
    expect(pasted).to_be_disabled(timeout=30_000)
    town.start()
    expect(pasted).to_be_enabled(timeout=60_000)
    expect(pasted).to_have_value(NOTICE)
    page.reload()
    settled(page)
    page.get_by_role("button", name="恢复", exact=True).click()
    expect(pasted).to_have_value(NOTICE)
    settled(page)
    page.get_by_role("button", name="读取粘贴的原文").click()
    page.wait_for_url("**draft=2**")
    page.goto(f"{town.address}/new-plan")
    settled(page)
    expect(pasted).to_have_value("")
    expect(page.locator(".typed-offer")).to_have_count(0)


def opened(browser: Browser, town: Town, passwords: dict[str, str], login: str, address: str) -> Page:
    page = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN").new_page()
    sign_in(page, town.address, login, passwords[login])
    page.goto(f"{town.address}/{address}")
    settled(page)
    return page


def field_of(page: Page, label: str) -> Locator:
    return page.get_by_label(label, exact=True)
