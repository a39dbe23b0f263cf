"""Typing into the form in a real browser while pages turn, the server restarts or the sign-in ends.

Each test counts characters: what the database holds is what was typed.
"""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import Engine

from tests.browser import Town, settled, sign_in, until
from tests.entry.ledger import rows
from tracker import demo
from tracker.db import transaction
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.tables import DraftCell, SignInSession, Target

CODE, QUARTER = "T03-01", Period(2025, 3)
FORM = f"entry?q={QUARTER}&code={CODE}"
CLERK = demo.CLERKS["市科技局"]
SENTENCE = "三个项目均已立项，合同已签订，资金到位，设备进场，人员到岗，"
EIGHTY = (SENTENCE * 3)[:80]


@pytest.fixture(scope="module")
def town(sqlite_filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("typed")
    town = Town(f"sqlite:///{shutil.copy(sqlite_filled, folder)}", folder)
    town.start()
    yield town
    town.stop()
    town.engine.dispose()


@pytest.fixture
def page(browser: Browser, town: Town, passwords: dict[str, str]) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    page = context.new_page()
    sign_in(page, town.address, CLERK, passwords[CLERK])
    open_form(page, town)
    yield page
    context.close()


def open_form(page: Page, town: Town) -> None:
    page.goto(f"{town.address}/{FORM}")
    settled(page)


def area(page: Page, name: Field = Field.PROGRESS) -> Locator:
    return page.get_by_label(name.label, exact=True)


def type_anew(page: Page, text: str, name: Field = Field.PROGRESS, delay: int = 15) -> None:
    area(page, name).click()
    page.keyboard.press("Control+A")
    page.keyboard.type(text, delay=delay)


def stored(engine: Engine, name: Field = Field.PROGRESS) -> str:
    own = next(each.id for each in rows(engine, Target) if each.code == CODE)
    asked = own, QUARTER, name
    cells = rows(engine, DraftCell)
    return next((each.text for each in cells if (each.target_id, each.period, each.field) == asked), "")


def comes_to_be_stored(page: Page, town: Town, text: str) -> None:
    """Nobody touches a key meanwhile."""
    assert until(page, lambda: stored(town.engine) == text), stored(town.engine)


def end_sign_ins(engine: Engine) -> None:
    with transaction(engine, advance=False) as session:
        for each in rows(engine, SignInSession):
            if each.ended_at is None:
                each.ended_at = datetime.now(UTC)
                session.merge(each)


@pytest.mark.parametrize("wait", [0, 300, 590])
def test_a_click_in_the_sidebar_right_after_the_last_key_loses_none_of_80_characters(
    page: Page, town: Town, wait: int
) -> None:
    text = f"{wait}毫秒{EIGHTY}"[:80]
    type_anew(page, text)
    page.wait_for_timeout(wait)
    page.get_by_test_id("stSidebarNav").get_by_role("link").nth(1).click()
    page.wait_for_url(lambda url: "/entry" not in url)
    assert len(stored(town.engine)) == 80
    assert stored(town.engine) == text
    settled(page)
    page.go_back()
    expect(area(page)).to_have_value(text)


def test_the_browsers_own_buttons_lose_nothing_either(page: Page, town: Town) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link").nth(1).click()
    page.wait_for_url(lambda url: "/entry" not in url)
    settled(page)
    page.go_back()
    page.wait_for_url("**/entry*")
    settled(page)
    type_anew(page, text := f"前进{EIGHTY}"[:80])
    page.go_forward()
    comes_to_be_stored(page, town, text)
    settled(page)
    assert "/entry" not in page.url


def test_a_page_loaded_anew_right_after_the_last_key_shows_or_offers_all_of_it(
    page: Page, town: Town
) -> None:
    type_anew(page, text := f"刷新{EIGHTY}"[:80])
    open_form(page, town)
    offer = page.get_by_role("button", name="恢复", exact=True)
    assert until(page, lambda: offer.count() > 0 or area(page).input_value() == text)
    if area(page).input_value() != text:
        offer.click()
    expect(area(page)).to_have_value(text)
    comes_to_be_stored(page, town, text)


def test_who_types_without_a_pause_has_all_but_the_last_two_seconds_stored(page: Page, town: Town) -> None:
    text = (SENTENCE * 5)[:120]
    type_anew(page, text, Field.PROBLEM, delay=90)  # eleven seconds, and never a pause of 0.8
    kept = stored(town.engine, Field.PROBLEM)
    assert text.startswith(kept)
    assert len(kept) >= 120 - 60, "2 s of this typing are 22 characters, and a run takes its time"
    assert until(page, lambda: stored(town.engine, Field.PROBLEM) == text)


def test_a_server_restarted_while_somebody_types_has_all_of_it(page: Page, town: Town) -> None:
    type_anew(page, text := f"重启{EIGHTY}"[:80], delay=5)
    town.stop()
    expect(area(page)).to_be_disabled(timeout=30_000)  # nobody types into a form that can't be stored
    town.start()
    expect(area(page)).to_be_enabled(timeout=60_000)
    comes_to_be_stored(page, town, text)
    expect(area(page)).to_have_value(text)
    assert len(text) == 80


def test_what_a_crashed_tab_had_not_stored_is_offered_again_and_can_be_given_up(
    page: Page, town: Town
) -> None:
    before = area(page).input_value()
    for choice, shown in (("放弃", before), ("恢复", EIGHTY)):
        # As it is left when the page goes before the server has answered.
        name = page.locator(".typed-marks").last.get_attribute("data-stored") or ""
        key = next(each.split(":")[0] for each in name.split() if "-progress:" in each)
        page.evaluate("([key, text]) => sessionStorage.setItem('typed:' + key, text)", [key, EIGHTY])
        open_form(page, town)
        offer = page.get_by_role("alert").filter(has_text="本页有未保存的内容")
        expect(offer).to_be_visible()
        offer.get_by_role("button", name=choice).click()
        expect(area(page)).to_have_value(shown)
        expect(offer).to_have_count(0)
    comes_to_be_stored(page, town, EIGHTY)
    # The ledger has it before the page has been drawn of it, and the tab gives it up once it is.
    kept = "Object.keys(sessionStorage).filter(key => key.startsWith('typed:'))"
    assert until(page, lambda: page.evaluate(kept) == [])


def test_a_sign_in_that_ends_while_typing_leaves_the_words_and_takes_no_key_and_all_is_saved_after_a_new_one(
    page: Page, town: Town, passwords: dict[str, str]
) -> None:
    type_anew(page, "失效")
    end_sign_ins(town.engine)
    page.keyboard.type(EIGHTY * 2, delay=15)  # longer than it takes to hear that the sign-in has ended
    ended = page.get_by_role("alert").filter(has_text="登录已失效，内容仍在本页。")
    expect(ended).to_be_visible()
    text = area(page).input_value()
    assert "/entry" in page.url
    assert text.startswith("失效")
    assert stored(town.engine) != text
    page.wait_for_timeout(3000)
    expect(page.get_by_role("dialog"), "no second word of it, over the first").to_have_count(0)
    with page.context.expect_page() as opened:
        ended.get_by_role("link", name="重新登录").click()
    sign_in(opened.value, town.address, CLERK, passwords[CLERK])
    ended.get_by_role("button", name="继续").click()
    page.wait_for_load_state()
    settled(page)
    comes_to_be_stored(page, town, text)
    expect(area(page)).to_have_value(text)


def test_a_sign_in_that_ends_where_nothing_waits_leads_to_the_next(page: Page, town: Town) -> None:
    end_sign_ins(town.engine)
    page.wait_for_url("**/login?note=ended")
