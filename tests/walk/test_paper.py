"""Every page as it comes out of a printer: A4 across, what is read, nothing to click."""

import re

import pytest
from playwright.sync_api import Page

from tests.browser import at_rest, drawn
from tests.walk.conftest import Town, addresses
from tracker.domain.access import PAGES, Role

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
SHEET = 1032  # pixels across A4, less the margins of web/style/frame.css
# What is to be clicked and stands on the paper all the same, in the words of a page's source.
_TO_CLICK = """() => [...document.querySelectorAll(
        'button, [role=button], [role=tablist], nav.tabs, [data-testid=stSidebar], [data-testid=stHeader]')]
    .filter(each => each.getClientRects().length && getComputedStyle(each).visibility !== 'hidden')
    .map(each => `${each.closest('[data-testid]')?.dataset.testid}: ${each.outerHTML.slice(0, 160)}`)"""
# What goes beyond the sheet by itself, not inside of what does.
_BEYOND = """wide => document.documentElement.scrollWidth <= wide + 1 ? [] :
    [...document.querySelectorAll('[data-testid=stMain] *')]
    .filter(each => each.getClientRects().length && each.getBoundingClientRect().right > wide + 1)
    .map(each => `${Math.round(each.getBoundingClientRect().right)} px: ${each.outerHTML.slice(0, 160)}`)"""


def _each_once() -> dict[str, tuple[Role, str]]:
    """Every page by the first who may open it."""
    order = (Role.REVIEWER, Role.CLERK, Role.ADMINISTRATOR, Role.HEAD, Role.LEADER)
    found: dict[str, tuple[Role, str]] = {}
    for role in order:
        for path in addresses(role):
            found.setdefault(path.split("?")[0], (role, path))
    return found


EACH_ONCE = _each_once()


@pytest.fixture
def page(town: Town) -> Page:
    """The office's tab."""
    return town.walker(Role.REVIEWER).page


def test_a_page_prints_what_is_read_on_sheets_across(town: Town, page: Page) -> None:
    for path in READ:
        page.goto(f"{town.address}/{path}")
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
    page.goto(f"{town.address}/present?q=2025Q3")
    page.emulate_media(media="print")
    page.locator(".screen.shown").wait_for()
    assert len(re.findall(rb"/Type ?/Page\b", page.pdf(prefer_css_page_size=True))) == 13
    page.emulate_media(media="screen")


def test_no_page_is_left_out() -> None:
    assert set(EACH_ONCE) == set(PAGES)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_clicked_on_paper_and_nothing_wider_than_the_sheet(town: Town, name: str) -> None:
    role, path = EACH_ONCE[name]
    walker = town.walker(role)
    walker.open(path)
    paper = walker.page
    paper.emulate_media(media="print")
    paper.set_viewport_size({"width": SHEET, "height": 900})
    at_rest(paper, 100)
    to_click, beyond = paper.evaluate(_TO_CLICK), paper.evaluate(_BEYOND, SHEET)
    paper.emulate_media(media="screen")
    paper.set_viewport_size({"width": 1440, "height": 900})
    assert to_click == []
    assert beyond == []
