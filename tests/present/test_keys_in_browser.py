"""投影 in a real browser: a clicker's keys turn the screens, and left alone it turns by itself."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser import serving, settled, sign_in
from tracker import demo


def test_keys_turn_the_screens_and_so_does_the_clock(
    browser: Browser, sqlite_world: str, passwords: dict[str, str], tmp_path: Path
) -> None:
    with serving(sqlite_world, tmp_path / "server.log") as address:
        page = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN").new_page()
        sign_in(page, address, demo.LEADER, passwords[demo.LEADER])
        page.goto(f"{address}/present?q=2025Q3")
        settled(page)
        for key, step in (
            ("ArrowRight", 2),
            ("PageDown", 3),
            ("Space", 4),
            ("ArrowLeft", 3),
            ("PageUp", 2),
            ("End", 13),
            ("Home", 1),
        ):
            page.keyboard.press(key)
            _stands_at(page, step)
        assert "step=1" in page.url
        page.goto(f"{address}/present?q=2025Q3&step=13&every=10")
        _stands_at(page, 13)
        _stands_at(page, 1)  # behind the last comes the first
        expect(page.get_by_test_id("stSidebar")).to_be_hidden()


def _stands_at(page: Page, step: int) -> None:
    expect(page.get_by_text(f"{step} / 13", exact=True)).to_be_visible(timeout=30_000)
