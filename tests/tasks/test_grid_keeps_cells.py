"""Typing into the grid while the tab, the server or a colleague gets in the way, in a real browser.

What the ledger holds in the end is, cell by cell, what was typed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copy

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import Town, settled, sign_in, until
from tests.entry.ledger import rows
from tests.pages.world import KEJI, REVIEWER
from tests.tasks.conftest import HEYU, Q3
from tests.tasks.test_grid_in_browser import PASSWORD, drafts, figure_of_row, type_and_enter
from tracker.db import transaction
from tracker.domain.access import Role
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.services import accounts
from tracker.services.drafts import save_cell
from tracker.services.windows import set_window
from tracker.tables import DraftCell, Target

KEPT = "Object.keys(sessionStorage).filter(key => key.startsWith('typed'))"
CODES = ("B1-01", "B1-02", "B1-03")


@pytest.fixture(scope="module")
def town(world_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The pages' world, served, with a password for the clerk and the third quarter open today."""
    folder = tmp_path_factory.mktemp("cells")
    town, now = Town(f"sqlite:///{copy(world_file, folder / 'tracker.db')}", folder), datetime.now(UTC)
    with transaction(town.engine) as session:
        clerk, reviewer = person_of_login(session, KEJI), person_of_login(session, REVIEWER)
        token = accounts.issue_link(session, None, clerk.account_id, now)
        accounts.set_password(session, token, PASSWORD, now)
        accounts.create_account(session, None, HEYU, "何雨", Role.CLERK, clerk.unit_ids, now)
        times = (now - timedelta(days=9), now + timedelta(days=2), now + timedelta(days=9))
        set_window(session, reviewer, plans(session)[0].id, Q3, *times, now)
    town.start()
    yield town
    town.stop()
    town.engine.dispose()


@pytest.fixture
def page(browser: Browser, town: Town) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=town.address)
    page = context.new_page()
    sign_in(page, town.address, KEJI, PASSWORD)
    open_grid(page, town)
    yield page
    context.close()


def open_grid(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/tasks?q=2025Q3&view=grid")
    settled(page)


def figures(town: Town) -> list[str | None]:
    stored = drafts(town.engine)
    return [stored.get((code, Field.VALUE)) for code in CODES]


def come_to_be(page: Page, town: Town, texts: list[str | None]) -> None:
    assert until(page, lambda: figures(town) == texts), figures(town)


def nothing_is_kept(page: Page) -> None:
    """Once the page was drawn of what is stored. The page's policy forbids Playwright's own waiting."""
    assert until(page, lambda: page.evaluate(KEPT) == []), page.evaluate(KEPT)


def offered(page: Page) -> Locator:
    return page.get_by_role("alert").filter(has_text="未保存")


def restore_what_is_offered(page: Page, town: Town, texts: list[str | None]) -> None:
    """The server goes on when a tab has gone: it may come to have them all, and none is offered."""
    assert until(page, lambda: offered(page).count() > 0 or figures(town) == texts), figures(town)
    if figures(town) != texts:
        expect(offered(page)).to_contain_text(texts[-1] or "")
        offered(page).get_by_role("button", name="恢复").click()
    come_to_be(page, town, texts)


def type_down(page: Page, texts: list[str]) -> None:
    """As a quick hand does, Enter after each but the last, which stands in its editor."""
    for text in texts[:-1]:
        type_and_enter(page, text)
    page.keyboard.type(texts[-1], delay=60)


@pytest.mark.parametrize("key", ["", "Enter", "Tab"])
def test_a_tab_lost_right_after_fast_typing_offers_what_was_not_stored(
    page: Page, town: Town, key: str
) -> None:
    texts = [f"{number}.{len(key) + 1}" for number in (26, 4, 1)]
    figure_of_row(page, 0)
    type_down(page, texts)
    if key:
        page.keyboard.press(key)
    open_grid(page, town)
    restore_what_is_offered(page, town, texts)
    expect(offered(page)).to_have_count(0)
    settled(page)
    nothing_is_kept(page)


def test_what_stands_stored_is_kept_no_more_and_what_was_given_up_is_not_kept(page: Page, town: Town) -> None:
    figure_of_row(page, 0)
    type_down(page, texts := ["27.7", "4.7", "1.7"])
    page.keyboard.press("Enter")
    come_to_be(page, town, texts)
    nothing_is_kept(page)
    # A busy browser tells of a cell after the run that stored it, and no run follows.
    page.evaluate("dispatchEvent(new CustomEvent('grid-cell', {detail: [2, 'value', '1.7', true, '']}))")
    assert page.evaluate(KEPT)
    nothing_is_kept(page)
    figure_of_row(page, 0)
    page.keyboard.type("99", delay=30)
    assert page.evaluate(KEPT)
    page.keyboard.press("Escape")
    assert not page.evaluate(KEPT)
    open_grid(page, town)
    expect(offered(page)).to_have_count(0)
    assert figures(town) == texts


def test_a_block_pasted_as_the_server_stops_is_offered_when_it_is_back(page: Page, town: Town) -> None:
    texts = ["28.25", "5.125", "1.0625"]
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join(texts))
    figure_of_row(page, 0)
    # The tab's line to the server is cut before it can send them.
    page.evaluate("() => { WebSocket.prototype.send = () => {} }")
    page.keyboard.press("Control+V")
    assert until(page, lambda: len(page.evaluate(KEPT)) == 3)
    town.stop()
    town.start()
    open_grid(page, town)
    expect(offered(page)).to_contain_text("上次有3格未保存：28.25、5.125、1.0625")
    assert figures(town) != texts, "nothing is put back unasked"
    offered(page).get_by_role("button", name="恢复").click()
    come_to_be(page, town, texts)
    nothing_is_kept(page)


def test_a_server_started_anew_under_the_open_grid_takes_none_of_it_away(page: Page, town: Town) -> None:
    texts = ["29.1", "6.1", "2.1"]
    figure_of_row(page, 0)
    type_down(page, texts)
    page.keyboard.press("Enter")
    town.stop()
    page.wait_for_selector('[data-test-connection-state="CONNECTED"]', state="detached", timeout=30_000)
    town.start()
    page.wait_for_selector('[data-test-connection-state="CONNECTED"]', timeout=60_000)
    settled(page)
    restore_what_is_offered(page, town, texts)


def test_what_a_colleague_stored_since_stands_beside_it_and_is_not_written_over(
    page: Page, town: Town
) -> None:
    figure_of_row(page, 1)
    page.evaluate("() => { WebSocket.prototype.send = () => {} }")
    page.keyboard.type("7.7", delay=30)
    page.keyboard.press("Enter")
    assert until(page, lambda: bool(page.evaluate(KEPT)))
    with transaction(town.engine, advance=False) as session:
        target = next(each.id for each in rows(town.engine, Target) if each.code == "B1-02")
        cell = session.get(DraftCell, (target, Q3, Field.VALUE.value))
        colleague, seen = person_of_login(session, HEYU), 0 if cell is None else cell.version
        save_cell(session, colleague, target or 0, Q3, Field.VALUE, "8.8", seen, datetime.now(UTC))
    open_grid(page, town)
    offered(page).get_by_role("button", name="恢复").click()
    expect(page.get_by_text("何雨刚把“本年累计”改为").first).to_be_visible(timeout=15_000)
    assert figures(town)[1] == "8.8"
    page.get_by_role("button", name="保留我的内容").click()
    assert until(page, lambda: figures(town)[1] == "7.7")
    nothing_is_kept(page)


def test_signing_out_leaves_nothing_of_it_in_the_tab(page: Page, town: Town) -> None:
    figure_of_row(page, 0)
    page.evaluate("() => { window.plain = WebSocket.prototype.send; WebSocket.prototype.send = () => {} }")
    page.keyboard.type("31", delay=30)
    page.keyboard.press("Enter")
    assert until(page, lambda: bool(page.evaluate(KEPT)))
    page.evaluate("() => { WebSocket.prototype.send = window.plain }")
    page.locator(".st-key-me button").first.click()
    page.get_by_role("button", name="退出登录").click()
    page.wait_for_url("**/log*")
    assert not page.evaluate(KEPT)


def second_comes_to_be(page: Page, town: Town, text: str) -> None:
    first, _second, third = figures(town)
    come_to_be(page, town, [first, text, third])


def in_editor(page: Page) -> str | None:
    """What stands in the editor of a cell; None where none is open."""
    text: str | None = page.evaluate(
        "document.querySelector('#portal textarea, #portal input')?.value ?? null"
    )
    return text


@pytest.mark.parametrize("key", ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"])
def test_an_arrow_in_a_cell_that_is_typed_in_moves_the_caret_and_loses_nothing(
    page: Page, town: Town, key: str
) -> None:
    text = f"5.{len(key)}{ord(key[5])}"
    figure_of_row(page, 1)
    page.keyboard.type(text, delay=60)
    page.keyboard.press(key)
    assert in_editor(page) == text
    open_grid(page, town)  # the tab is lost with the cell open
    expect(offered(page)).to_contain_text(text, timeout=20_000)
    offered(page).get_by_role("button", name="恢复").click()
    second_comes_to_be(page, town, text)
    nothing_is_kept(page)


@pytest.mark.parametrize("texts", [["26.125", "4.75", "1.25"], ["30", "5.5", "0.875"]])
def test_keys_that_come_all_at_once_go_into_the_cells_they_were_typed_for(
    page: Page, town: Town, texts: list[str]
) -> None:
    """So a busy browser hears them, however slowly they were typed; the first editor is new to the tab."""
    figure_of_row(page, 0)
    page.keyboard.type("".join(f"{text}\n" for text in texts))
    come_to_be(page, town, texts)
    nothing_is_kept(page)


def test_f2_opens_a_cell_with_what_it_holds_to_be_typed_on(page: Page, town: Town) -> None:
    figure_of_row(page, 1)
    type_and_enter(page, "6.75")
    second_comes_to_be(page, town, "6.75")
    figure_of_row(page, 1)
    page.keyboard.press("F2")
    assert until(page, lambda: in_editor(page) == "6.75")
    page.keyboard.press("End")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    second_comes_to_be(page, town, "6.751")
    nothing_is_kept(page)


@pytest.mark.parametrize(("key", "text"), [("Delete", "6.25"), ("Backspace", "6.5")])
def test_a_key_empties_a_cell_that_is_offered_where_it_was_not_stored(
    page: Page, town: Town, key: str, text: str
) -> None:
    figure_of_row(page, 1)
    type_and_enter(page, text)
    second_comes_to_be(page, town, text)
    nothing_is_kept(page)
    figure_of_row(page, 1)
    page.evaluate("() => { WebSocket.prototype.send = () => {} }")
    page.keyboard.press(key)
    assert until(page, lambda: len(page.evaluate(KEPT)) == 1)
    open_grid(page, town)
    expect(offered(page)).to_contain_text("上次有1格未保存：—")
    assert figures(town)[1] == text
    offered(page).get_by_role("button", name="恢复").click()
    second_comes_to_be(page, town, "")
    nothing_is_kept(page)
