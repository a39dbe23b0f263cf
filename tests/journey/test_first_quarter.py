"""The product as a new city meets it: an empty database, a link, a folder with a plan, and a browser."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser import ROOT, choose, click, serving, settled, sign_in, type_into

PASSWORD = "sunflower-bridge-47-lantern"


def a_context(browser: Browser) -> BrowserContext:
    return browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")


def set_password(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("新密码").fill(PASSWORD)
    page.get_by_label("再输入一次").fill(PASSWORD)
    page.get_by_role("button", name="设置密码").click()
    page.wait_for_url("**/login*")


def create_account(page: Page, login: str, name: str, role: str, unit: str = "") -> str:
    """Create an account on the administrator's page; returns its one-time link."""
    page.goto(f"{page.url.split('?')[0]}?account=new")
    settled(page)
    type_into(page, "登录名", login)
    type_into(page, "姓名", name)
    choose(page, "角色", role)
    if unit:
        choose(page, "所在单位", unit)
    click(page, "新建账号")
    link = page.locator("code", has_text="/password/").first.inner_text()
    return link.strip()


def test_a_city_goes_from_an_empty_database_to_a_meeting_file(browser: Browser, tmp_path: Path) -> None:
    log, database = tmp_path / "server.log", f"sqlite:///{tmp_path / 'tracker.db'}"
    with serving(database, log) as address:
        first_link = re.search(r"http://\S+/password/\S+", log.read_text())
        assert first_link, "the first start prints a link for the administrator"
        administrator = administrator_comes_to_no_plan(browser, address, first_link[0])
        load_a_draft(database)
        for link in accounts_created(administrator, address):
            set_password(a_context(browser).new_page(), link)
        reviewer = signed_in(browser, address, "zhou")
        publish_the_draft(reviewer, address)
        open_third_period(reviewer, address)
        clerk = signed_in(browser, address, "wang")
        report_high_tech_companies(clerk, address)
        approve_it(reviewer, address)
        leader = signed_in(browser, address, "shen")
        see_it_charted(leader, address)
        freeze_and_download(reviewer, address)


def signed_in(browser: Browser, address: str, login: str) -> Page:
    page = a_context(browser).new_page()
    sign_in(page, address, login, PASSWORD)
    return page


def administrator_comes_to_no_plan(browser: Browser, address: str, link: str) -> Page:
    page = a_context(browser).new_page()
    set_password(page, link)
    sign_in(page, address, "admin", PASSWORD)
    page.wait_for_url(f"{address}/plans**")
    settled(page)
    expect(page.get_by_text("还没有方案")).to_be_visible()
    expect(page.get_by_role("link", name="为市府办督查开通账号")).to_be_visible()
    return page


def load_a_draft(database: str) -> None:
    command = [sys.executable, "-m", "tracker", "plan", "load", str(ROOT / "seed" / "haining-2025")]
    environ = os.environ | {"TRACKER_DATABASE_URL": database}
    subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True)


def accounts_created(page: Page, address: str) -> list[str]:
    page.goto(f"{address}/accounts")
    settled(page)
    return [
        create_account(page, "wang", "王晓岚", "部门填报人", "市科技局"),
        create_account(page, "zhou", "周督查", "市府办督查"),
        create_account(page, "shen", "沈市长", "市领导"),
    ]


def publish_the_draft(page: Page, address: str) -> None:
    page.goto(f"{address}/plans")
    settled(page)
    page.locator("table a").first.click()
    settled(page)
    click(page, "发布")
    expect(page.get_by_text("方案已发布")).to_be_visible()


def open_third_period(page: Page, address: str) -> None:
    page.goto(f"{address}/windows?q=2025Q3")
    settled(page)
    # The year of the plan lies behind us: the window is kept open for long (the field admits ten years).
    for label in ("截止时间", "关闭时间"):
        page.get_by_role("spinbutton", name=f"year, {label}").click()
        page.keyboard.type("203412311800", delay=30)  # the caret moves on from part to part
    click(page, "保存")
    expect(page.get_by_text("的填报时间已保存")).to_be_visible()


def report_high_tech_companies(page: Page, address: str) -> None:
    page.goto(f"{address}/entry?q=2025Q3&code=A1-01")
    settled(page)
    type_into(page, "前三季度累计（家）", "七十")
    expect(page.get_by_text("不是数字").first).to_be_visible()
    type_into(page, "前三季度累计（家）", "７８")
    page.get_by_role("radio", name="正式").or_(page.get_by_role("button", name="正式")).first.click()
    settled(page)
    type_into(page, "进展情况", "前三季度新认定78家。")
    page.reload()
    settled(page)
    expect(page.get_by_label("进展情况", exact=True)).to_have_value("前三季度新认定78家。")
    click(page, "提交")
    expect(page.get_by_text("等待审核").first).to_be_visible()


def approve_it(page: Page, address: str) -> None:
    page.goto(f"{address}/review?q=2025Q3")
    settled(page)
    expect(page.get_by_text("新增高新技术企业").first).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("已审核通过").first).to_be_visible()  # for four seconds
    settled(page)


def see_it_charted(page: Page, address: str) -> None:
    page.goto(f"{address}/overview?q=2025Q3")
    settled(page)
    area = page.locator("table.groups tr", has_text="教育科技人才")
    expect(area).to_contain_text("1/4")
    assert page.locator(".js-plotly-plot").count() == 0, "the bars are HTML"


def freeze_and_download(page: Page, address: str) -> None:
    page.goto(f"{address}/meeting?q=2025Q3")
    settled(page)
    click(page, "定稿")
    expect(page.get_by_text("2025Q3-01").first).to_be_visible()
    answer = page.request.get(f"{address}/download/snapshot/2025Q3-01.xlsx")
    assert answer.status == 200
    book = openpyxl.load_workbook(io.BytesIO(answer.body()))
    rows = [[cell.value for cell in row] for row in book["进度表"].iter_rows()]
    assert any(78 in row and 0.78 in row for row in rows)
    assert any("★市科技局" in str(text).replace(" ", "") for row in rows for text in row)


def test_what_is_not_theirs_is_refused_by_address(browser: Browser, tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'tracker.db'}", tmp_path / "server.log") as address:
        stranger = a_context(browser).new_page()
        assert stranger.request.get(f"{address}/download/snapshot/2025Q3-01.xlsx").status == 401
        stranger.goto(f"{address}/overview")
        assert stranger.url.startswith(f"{address}/login")
