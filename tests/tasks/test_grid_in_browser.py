"""The grid, the paste field and the shortcuts in a real browser: what AppTest can't type."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import Engine
from sqlmodel import select

from tests.browser import click, serving, settled, sign_in, type_into, until
from tests.entry.ledger import rows
from tests.pages.world import KEJI, REVIEWER
from tests.tasks.conftest import Q3
from tracker.db import engine_for, transaction
from tracker.domain.access import Person, Role
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import accounts
from tracker.services.drafts import save_cell
from tracker.services.windows import set_window
from tracker.tables import DraftCell, Report, Target

PASSWORD = "sunflower-bridge-47-lantern"
# Widths of the grid's first columns, up to the figure's, and the height of its rows (glide-data-grid).
FIRST_NAME = 75 + 70 + 50
FIGURE, ROW = 75 + 70 + 170 + 100 + 80 + 50, 35


@pytest.fixture(scope="module")
def engine(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The pages' world with a password for the clerk and the third quarter open today."""
    file = copy(world_file, tmp_path_factory.mktemp("grid") / "tracker.db")
    engine, now = engine_for(f"sqlite:///{file}"), datetime.now(UTC)
    with transaction(engine) as session:
        clerk, reviewer = person_of_login(session, KEJI), person_of_login(session, REVIEWER)
        token = accounts.issue_link(session, None, clerk.account_id, now)
        accounts.set_password(session, token, PASSWORD, now)
        times = (now - timedelta(days=9), now + timedelta(days=2), now + timedelta(days=9))
        set_window(session, reviewer, plans(session)[0].id, Q3, *times, now)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def page(browser: Browser, engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    log = tmp_path_factory.mktemp("log") / "server.log"
    with serving(str(engine.url), log) as address:
        context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        opened = context.new_page()
        sign_in(opened, address, KEJI, PASSWORD)
        yield opened


def open_page(page: Page, path: str) -> None:
    page.goto(f"{page.url.split('/', 3)[0]}//{page.url.split('/', 3)[2]}/{path}")
    settled(page)


def drafts(engine: Engine) -> dict[tuple[str, str], str]:
    codes = {target.id: target.code for target in rows(engine, Target)}
    return {(codes[cell.target_id], cell.field): cell.text for cell in rows(engine, DraftCell)}


def figures(engine: Engine) -> dict[str, str]:
    return {code: text for (code, field), text in drafts(engine).items() if field == Field.VALUE}


def figure_of_row(page: Page, number: int) -> None:
    """Select the figure's cell of a row of the grid, counted from 0."""
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    for row in (6, number):  # the first click may only bring the focus back to the grid
        page.mouse.click(box["x"] + FIGURE, box["y"] + ROW * (row + 1.5))
        page.wait_for_timeout(800)  # farther apart than a double click


def type_and_enter(page: Page, text: str) -> None:
    """As a quick hand does, 16 keys a second; Enter goes on to the cell below."""
    page.keyboard.type(text, delay=60)
    page.wait_for_timeout(60)
    page.keyboard.press("Enter")
    page.wait_for_timeout(60)


def test_what_is_typed_fast_into_the_grid_is_all_kept(page: Page, engine: Engine) -> None:
    open_page(page, "tasks?q=2025Q3&view=grid")
    figure_of_row(page, 0)
    texts = {"B1-01": "26.9", "B1-02": "4.28", "B1-03": "1.04"}
    for text in texts.values():
        type_and_enter(page, text)
    assert until(page, lambda: figures(engine).items() >= texts.items()), figures(engine)
    open_page(page, "tasks?q=2025Q3&view=grid")
    expect(page.get_by_text("26.9亿元 = 2,690,000,000元").first).to_be_visible()


def test_a_name_that_a_cell_cuts_is_read_by_touching_it_twice(page: Page, engine: Engine) -> None:
    open_page(page, "tasks?q=2025Q3&view=grid")
    grid = page.get_by_test_id("stDataFrame").first
    grid.scroll_into_view_if_needed()
    box = grid.bounding_box()
    assert box is not None
    page.mouse.dblclick(box["x"] + FIRST_NAME, box["y"] + ROW * 1.5)
    with transaction(engine, advance=False) as session:
        name = session.exec(select(Target.name).where(Target.code == "B1-01")).one()
    expect(page.locator("#portal textarea")).to_have_value(name)
    expect(page.locator("#portal textarea")).not_to_be_editable()
    page.keyboard.press("Escape")


def test_a_slip_in_the_grid_is_mended_with_one_click(page: Page, engine: Engine) -> None:
    open_page(page, "tasks?q=2025Q3&view=grid")
    figure_of_row(page, 3)
    type_and_enter(page, "222000")
    settled(page)
    click(page, "改为 22.2")
    expect(page.get_by_text("22.2亿元 = 2,220,000,000元").first).to_be_visible()
    assert drafts(engine)["B1-04", Field.VALUE] == "22.2"
    figure_of_row(page, 3)
    type_and_enter(page, "21")
    assert until(page, lambda: figures(engine)["B1-04"] == "21")
    settled(page)
    assert figures(engine)["B1-04"] == "21", "neither slip nor correction comes back"


def test_a_block_copied_from_a_spreadsheet_goes_into_the_grid(page: Page, engine: Engine) -> None:
    open_page(page, "tasks?q=2025Q3&view=grid")
    page.evaluate("navigator.clipboard.writeText('27.5\\n4.5')")
    figure_of_row(page, 0)
    page.keyboard.press("Control+V")
    pasted = {"B1-01": "27.5", "B1-02": "4.5"}
    assert until(page, lambda: figures(engine).items() >= pasted.items()), figures(engine)


def test_a_pasted_column_is_shown_before_it_is_taken(page: Page, engine: Engine) -> None:
    open_page(page, "tasks?q=2025Q3&view=grid")
    page.get_by_text("从Excel粘贴", exact=True).click()
    field = page.get_by_label("粘贴的内容")
    field.click()
    page.keyboard.insert_text("编号\t数值\nT02-01\t１７\nT03-01\t\nA4-02\t5\nT02-02\t很多")
    expect(page.get_by_text("没有这个编号或名称的可填目标。")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("“很多”不是数字")).to_be_visible()
    assert ("T02-01", Field.VALUE) not in drafts(engine), "nothing is taken before the click"
    page.get_by_role("button", name="把1项填入草稿").click()
    settled(page)
    expect(page.get_by_text("读作 17项").first).to_be_visible()
    assert drafts(engine)["T02-01", Field.VALUE] == "１７"
    assert ("T03-01", Field.VALUE) not in drafts(engine), "a blank cell leaves the draft as it is"


def test_shortcuts_move_on_from_within_a_text_and_take_it_along(page: Page, engine: Engine) -> None:
    open_page(page, "entry?q=2025Q3&code=T02-01")
    page.get_by_label("进展情况", exact=True).click()
    page.keyboard.type("已立项十七项", delay=5)
    page.keyboard.press("Alt+ArrowDown")
    settled(page)
    page.wait_for_url("**code=T02-02")
    expect(page.locator("h3", has_text="尖兵")).to_be_visible()
    assert drafts(engine)["T02-01", Field.PROGRESS] == "已立项十七项"
    page.keyboard.press("Alt+ArrowUp")
    settled(page)
    expect(page.get_by_label("进展情况", exact=True)).to_have_value("已立项十七项")


def test_a_text_is_saved_while_it_is_typed(page: Page, engine: Engine) -> None:
    open_page(page, "entry?q=2025Q3&code=T03-01")
    page.get_by_label("存在问题", exact=True).click()
    page.keyboard.type("审批较慢", delay=5)
    # The field is never left: the browser could be closed here.
    assert until(page, lambda: drafts(engine).get(("T03-01", Field.PROBLEM)) == "审批较慢")
    page.keyboard.type(",已协调", delay=5)
    assert page.get_by_label("存在问题", exact=True).input_value() == "审批较慢,已协调"


def test_leaving_a_text_by_a_click_on_the_next_target_does_both(page: Page, engine: Engine) -> None:
    open_page(page, "entry?q=2025Q3&code=T02-01")
    page.get_by_label("存在问题", exact=True).click()
    page.keyboard.type("进度不一", delay=5)
    page.get_by_role("button", name="下一项").click()
    settled(page)
    expect(page.locator("h3", has_text="尖兵")).to_be_visible()
    assert drafts(engine)["T02-01", Field.PROBLEM] == "进度不一"


def test_a_colleague_is_announced_while_the_form_is_open(page: Page, engine: Engine) -> None:
    open_page(page, "entry?q=2025Q3&code=T02-02")
    page.get_by_label("存在问题", exact=True).click()
    page.keyboard.type("还没写完", delay=5)
    with transaction(engine, advance=False) as session:
        now = datetime.now(UTC)
        unit = person_of_login(session, KEJI).unit_ids
        account = accounts.create_account(session, None, "heyu", "何雨", Role.CLERK, unit, now)
        colleague = Person(account, "heyu", "何雨", Role.CLERK, unit)
        target = next(each.id for each in rows(engine, Target) if each.code == "T02-02")
        save_cell(session, colleague, target, Q3, Field.PROGRESS, "已立项三项", 0, now)
    expect(page.get_by_text("也在这份草稿中填写：进展情况")).to_be_visible(timeout=40_000)
    page.get_by_role("button", name="载入对方刚保存的内容").click()
    settled(page)
    expect(page.get_by_label("进展情况", exact=True)).to_have_value("已立项三项")
    expect(page.get_by_label("存在问题", exact=True)).to_have_value("还没写完")


def test_a_double_click_submits_each_row_once(page: Page, engine: Engine) -> None:
    before = len(rows(engine, Report))
    open_page(page, "entry?q=2025Q3&code=T02-01")
    type_into(page, "前三季度累计（项）", "17")
    type_into(page, "进展情况", "已立项十七项，其余在评审。")
    page.get_by_text("正式", exact=True).first.click()
    settled(page)
    open_page(page, "tasks?q=2025Q3&view=grid")
    page.get_by_role("button", name="提交可提交的").dblclick()
    settled(page)
    assert until(page, lambda: len(rows(engine, Report)) > before)
    page.wait_for_timeout(1500)
    assert len(rows(engine, Report)) == before + 1
