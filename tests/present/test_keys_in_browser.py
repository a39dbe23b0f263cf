"""投影 in a real browser: turned by a clicker, touch and the clock, and left for where it was opened."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import drawn, serving, sign_in
from tracker import demo

SIZES = ((1440, 900), (1920, 1080), (1366, 768), (844, 390))


@pytest.fixture(scope="module")
def page(
    browser: Browser,
    sqlite_filled: Path,
    passwords: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    """The mayor's, over one served tracker for the file."""
    folder = tmp_path_factory.mktemp("wall")
    world = f"sqlite:///{shutil.copy(sqlite_filled, folder / 'demo.db')}"
    with serving(world, folder / "log") as address:
        size = {"width": 1920, "height": 1080}
        context = browser.new_context(viewport=size, locale="zh-CN", has_touch=True, base_url=address)
        page = context.new_page()
        sign_in(page, address, demo.LEADER, passwords[demo.LEADER])
        yield page
        context.close()


def at(page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".screen.shown").wait_for()
    drawn(page)


def stands_at(page: Page, step: int) -> None:
    expect(page.locator(".screen.shown .place")).to_have_text(f"{step} / 13")
    expect(page.locator(".screen:visible")).to_have_count(1)


def test_keys_turn_the_screens_and_a_reload_comes_back_to_the_same(page: Page) -> None:
    at(page, "/present?q=2025Q3")
    stands_at(page, 1)
    for key, step in (
        ("ArrowRight", 2),
        ("PageDown", 3),
        ("Space", 4),
        ("ArrowLeft", 3),
        ("PageUp", 2),
        ("End", 13),
        ("ArrowRight", 13),
        ("Home", 1),
        ("PageUp", 1),
        ("PageDown", 2),
    ):
        page.keyboard.press(key)
        stands_at(page, step)
    assert "step=2" in page.url
    page.reload()
    drawn(page)
    stands_at(page, 2)


def test_a_finger_turns_by_halves_and_by_strokes(page: Page) -> None:
    at(page, "/present?q=2025Q3&step=5")
    page.touchscreen.tap(1500, 500)
    stands_at(page, 6)
    page.touchscreen.tap(200, 500)
    stands_at(page, 5)
    stroke = """([from, to]) => {
        const send = (type, x) => document.querySelector('.wall').dispatchEvent(new PointerEvent(
            type, {bubbles: true, clientX: x, clientY: 500, pointerType: 'touch'}));
        send('pointerdown', from); send('pointerup', to);
    }"""
    page.evaluate(stroke, [1200, 700])
    stands_at(page, 6)
    page.evaluate(stroke, [700, 1200])
    stands_at(page, 5)


def test_a_moved_mouse_brings_the_bar_and_a_click_goes_on(page: Page) -> None:
    at(page, "/present?q=2025Q3")
    bar = page.locator(".wall-bar")
    expect(bar).to_have_css("opacity", "0")
    page.mouse.move(400, 300)
    page.mouse.move(420, 320)
    expect(bar).to_have_css("opacity", "1")
    page.mouse.click(420, 320)
    stands_at(page, 2)
    page.mouse.move(430, 330)
    bar.get_by_role("button", name="上一屏").click()
    stands_at(page, 1)
    expect(bar).to_have_css("opacity", "0")


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_every_screen_fits_without_being_scrolled(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    at(page, "/present?q=2025Q3")
    for step in range(1, 14):
        stands_at(page, step)
        cut = page.evaluate("""() => {
            const screen = document.querySelector('.screen.shown'), foot = screen.querySelector('footer');
            const body = screen.querySelector('.body'), head = screen.querySelector('header');
            const inside = [...body.children];
            const [top, , bottom] = [head, body, foot].map(each => each.getBoundingClientRect());
            return bottom.bottom > innerHeight || inside.map(each => each.getBoundingClientRect()).some(
                place => place.bottom > bottom.top + 1 || place.top < top.bottom - 1
                    || place.right > innerWidth);
        }""")
        assert not cut, step
        page.keyboard.press("ArrowRight")
    page.set_viewport_size({"width": 1920, "height": 1080})


def test_escape_leads_back_to_the_page_it_was_opened_from(page: Page) -> None:
    page.goto("/overview?q=2025Q2")
    page.get_by_role("link", name="投影").click()
    page.locator(".screen.shown").wait_for()
    assert page.url.endswith("/present?q=2025Q2")
    expect(page.get_by_test_id("stSidebar")).to_be_hidden()
    expect(page.locator(".st-key-head")).to_have_count(0)
    page.keyboard.press("PageDown")
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-head h1")).to_have_text("总览")
    assert page.url.endswith("/overview?q=2025Q2")


def test_left_alone_it_turns_by_itself_and_keeps_the_sign_in_alive(page: Page) -> None:
    page.clock.install()
    at(page, "/present?q=2025Q3&step=12&every=20")
    with page.expect_request(lambda request: request.method == "HEAD") as asked:
        page.clock.run_for(21_000)
        stands_at(page, 13)
        page.clock.run_for(21_000)
        stands_at(page, 1)  # behind the last comes the first
        page.clock.run_for(5_000)
    answer = asked.value.response()
    assert answer is not None
    assert answer.status == 200
    expect(page.locator(".wall-bar select")).to_have_value("20")


def test_it_turns_while_the_connection_is_lost(page: Page) -> None:
    at(page, "/present?q=2025Q3&step=2")
    page.context.set_offline(True)
    page.keyboard.press("PageDown")
    stands_at(page, 3)
    page.context.set_offline(False)
