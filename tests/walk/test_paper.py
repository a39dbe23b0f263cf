"""Every page as it comes out of a printer: A4 across, what is read, nothing to click."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import drawn, serving, sign_in
from tracker import demo

READ = (
    "overview",
    "targets",
    "target?code=A1-01",
    "areas",
    "departments",
    "reporting",
    "matters",
    "chase",
    "review",
)
CLICKED = (
    "stSidebar",
    "stHeader",
    "stButton",
    "stDownloadButton",
    "stSelectbox",
    "stButtonGroup",
    "stPopover",
)


@pytest.fixture
def page(browser: Browser, sqlite_world: str, passwords: dict[str, str], tmp_path: Path) -> Iterator[Page]:
    with serving(sqlite_world, tmp_path / "log") as address:
        size = {"width": 1440, "height": 900}
        page = browser.new_context(viewport=size, locale="zh-CN", base_url=address).new_page()
        sign_in(page, address, demo.REVIEWER, passwords[demo.REVIEWER])
        yield page


def test_a_page_prints_what_is_read_on_sheets_across(page: Page) -> None:
    for path in READ:
        page.goto(f"/{path}")
        drawn(page)
        page.emulate_media(media="print")
        clicked = ",".join(f"[data-testid={name}]:visible" for name in CLICKED)
        assert page.locator(clicked).count() == 0, path
        assert page.locator(".on-paper").is_visible(), path
        cut = page.evaluate("() => document.documentElement.scrollWidth - innerWidth")
        assert cut <= 1, path
        sheets = page.pdf(prefer_css_page_size=True)
        page.emulate_media(media="screen")
        sizes = set(re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", sheets))
        assert sizes, path
        assert all(841 < float(wide) < 843 and 594 < float(high) < 596 for wide, high in sizes), path
    page.goto("/present?q=2025Q3")
    page.emulate_media(media="print")
    page.locator(".screen.shown").wait_for()
    assert len(re.findall(rb"/Type ?/Page\b", page.pdf(prefer_css_page_size=True))) == 13
