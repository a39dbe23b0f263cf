"""新方案 as the office does it: a Word file of about 80 targets in, a published plan out, in five steps."""

import io
import re
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import click, serving, settled, sign_in, type_into
from tracker.cli import SEED
from tracker.db import engine_for, reading, transaction
from tracker.domain.access import Role
from tracker.domain.measure.plan import PlanState
from tracker.notice.records import Register
from tracker.notice.register import load_register
from tracker.queries.plans import all_plans
from tracker.services import accounts, schema

PASSWORD = "sunflower-bridge-47-lantern"


def home_notice_of_next_year() -> bytes:
    """The home notice as a Word file, a year later."""
    register: Register = load_register(SEED)
    document = docx.Document()
    for line in register.text.replace("2025", "2026").splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.fixture
def address_of_an_empty_city(tmp_path: Path) -> "tuple[str, str]":
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    engine, now = engine_for(url), datetime.now(UTC)
    schema.upgrade(engine)
    with transaction(engine) as session:
        for login in ("zhou", "qian"):
            account = accounts.create_account(session, None, login, f"{login}同志", Role.REVIEWER, (), now)
            token = accounts.issue_link(session, None, account, now)
            accounts.set_password(session, token, PASSWORD, now)
    engine.dispose()
    return url, str(tmp_path / "log")


def test_a_word_file_becomes_a_published_plan(
    browser: Browser, address_of_an_empty_city: tuple[str, str]
) -> None:
    url, log = address_of_an_empty_city
    with serving(url, Path(log)) as address:
        office = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
        sign_in(office, address, "zhou", PASSWORD)
        expect(
            office.get_by_role("button", name="读取粘贴的原文")
        ).to_be_visible()  # an empty city lands here
        take_the_file(office)
        name_the_plan(office)
        settle_what_is_open(office)
        make_the_draft(office)
        second = browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
        sign_in(second, address, "qian", PASSWORD)
        publish(second, address)
    engine = engine_for(url)
    with reading(engine) as session:
        (plan,) = all_plans(session)
    engine.dispose()
    assert (plan.code, plan.year, plan.state) == ("haining-2026", 2026, PlanState.PUBLISHED)


NOTICE = """江北市2026年民生实事项目
一、老有所养(由市民政局牵头)
全年新增养老床位150张,聚焦办好十方面实事。组建百人服务队。
"""


def test_two_people_read_numbers_by_keys_and_what_they_said_is_offered_next_time(
    browser: Browser, address_of_an_empty_city: tuple[str, str]
) -> None:
    url, log = address_of_an_empty_city
    with serving(url, Path(log)) as address:
        first, second = (
            browser.new_context(viewport={"width": 1440, "height": 900}, locale="zh-CN").new_page()
            for _login in range(2)
        )
        sign_in(first, address, "zhou", PASSWORD)
        sign_in(second, address, "qian", PASSWORD)
        draft = paste(first, address, NOTICE)
        beds = f"{address}/new-plan?draft={draft}&step=numbers&at={NOTICE.index('150张')}"
        for page in (first, second):
            page.goto(beds)
            settled(page)
        # A digit that is typed into a field is a digit.
        name = first.get_by_label("目标名称")
        name.click()
        name.press_sequentially("7")
        expect(name).to_have_value(re.compile("7$"))
        settled(first)
        expect(first.get_by_text("“150”是什么")).to_be_visible()
        first.locator("h2").first.click()
        first.keyboard.press("7")
        expect(first.get_by_text("“150”是什么")).to_be_hidden()
        second.keyboard.press("4")
        expect(second.get_by_text(re.compile("zhou同志刚刚修改了同一处"))).to_be_visible()
        expect(second.get_by_text(re.compile("对照.*由zhou同志于.*确定"))).to_be_visible()
        following = paste(second, address, NOTICE.replace("150张", "180张"))
        second.goto(f"{address}/new-plan?draft={following}&step=numbers&at={NOTICE.index('150张')}")
        settled(second)
        expect(second.get_by_text("以前的通知里，这样的数字由人判读为“对照”")).to_be_visible()


def paste(page: Page, address: str, text: str) -> str:
    """Read pasted words; the number of the plan in preparation."""
    page.goto(f"{address}/new-plan")
    settled(page)
    page.get_by_label("或粘贴原文").fill(text)
    click(page, "读取粘贴的原文")
    page.wait_for_url("**draft=**")
    found = re.search(r"draft=(\d+)", page.url)
    assert found
    return found[1]


def take_the_file(page: Page) -> None:
    file = {"name": "通知.docx", "mimeType": "application/octet-stream", "buffer": home_notice_of_next_year()}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    settled(page)
    click(page, "读取文件")
    page.wait_for_url("**draft=**")
    expect(page.get_by_text(re.compile("已读取.*字"))).to_be_visible()


def name_the_plan(page: Page) -> None:
    expect(page.get_by_label("文号", exact=True)).to_have_value("海政发〔2026〕10号")
    type_into(page, "编号（网址中用）", "haining-2026")
    page.get_by_role("button", name="保存方案信息", exact=True).first.click()
    expect(page.get_by_text("方案信息已保存").first).to_be_visible()  # for four seconds
    settled(page)


def settle_what_is_open(page: Page) -> None:
    """The closing words' budget names nobody; everything else the notice says itself."""
    page.get_by_role("link", name=re.compile("检查")).click()
    settled(page)
    faults = page.locator(".preparing-faults li")
    expect(faults).to_have_count(1)
    expect(faults.first).to_contain_text("牵头单位待定")
    faults.first.get_by_role("link", name="去处理").click()
    settled(page)
    type_into(page, "牵头单位", "市府办")
    page.get_by_role("button", name=re.compile("^保存")).first.click()
    settled(page)


def make_the_draft(page: Page) -> None:
    page.get_by_role("link", name=re.compile("检查")).click()
    settled(page)
    expect(page.get_by_text("全部核对完毕")).to_be_visible()
    click(page, "生成方案草案")
    expect(page.get_by_text("草案已生成")).to_be_visible()


def publish(page: Page, address: str) -> None:
    page.goto(f"{address}/plans")
    settled(page)
    page.locator("table a").first.click()
    settled(page)
    page.get_by_role("button", name=re.compile("发布")).first.click()
    settled(page)
    expect(page.get_by_text("执行中").first).to_be_visible()
