"""A click on what a chart draws opens what is behind it, at the quarter that is looked at."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Locator, Page

from tests.browser import at_last, settled, until
from tests.walk.conftest import Town
from tracker.domain.access import Role

CARRIED = ("q", "unapproved", "asof")
# page, chart, which of its cells as drawn (status by status), the page that opens, with what in its address
CLICKS = [
    ("overview?q=2025Q1&chart=means", "means-area", 1, "/areas", {"area": "2"}),
]


@pytest.mark.parametrize(("path", "chart", "which", "opens", "asked"), CLICKS)
def test_a_click_on_a_bar_opens_what_is_behind_it_and_back_shows_the_same_again(
    town: Town, path: str, chart: str, which: int, opens: str, asked: dict[str, str]
) -> None:
    walker = town.walker(Role.LEADER)
    page = walker.page
    walker.widen(1440)
    walker.open(path)
    there, before = page.locator(f"[class*=st-key-{chart}]").first, said_at_last(page)
    _click(there.locator(".bars .point path").nth(which))
    page.wait_for_url(lambda url: urlsplit(url).path == opens, timeout=30_000)
    settled(page)
    looked_at = {name: text for name, text in parse_qsl(urlsplit(path).query) if name in CARRIED}
    assert parameters(page) == looked_at | asked
    now = said_at_last(page)
    assert now[0] == before[0], "the same quarter stands chosen"
    assert now != before
    assert walker.wrong == []
    page.go_back()
    page.wait_for_url(lambda url: urlsplit(url).path != opens, timeout=30_000)
    settled(page)
    assert until(page, lambda: said(page) == before)


def parameters(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def test_the_navigation_keeps_the_chosen_quarter(town: Town) -> None:
    walker = town.walker(Role.LEADER)
    walker.widen(1440)
    walker.open("overview?q=2025Q1")
    walker.page.get_by_test_id("stSidebarNav").get_by_text("目标").click()
    walker.page.wait_for_url("**/targets*")
    settled(walker.page)
    assert until(walker.page, lambda: said(walker.page)[:2] == ["一季度", "目标"])


def said(page: Page) -> list[str]:
    """The quarter that stands chosen, and the page's headings."""
    chosen = page.get_by_role("radio", checked=True).all_inner_texts()
    return [*chosen, *page.get_by_test_id("stMain").get_by_role("heading").all_inner_texts()]


def said_at_last(page: Page) -> list[str]:
    return at_last(page, lambda: said(page))


def _click(bar: Locator) -> None:
    """Plotly listens on a layer above its marks: the mouse goes to where the mark is drawn."""
    bar.scroll_into_view_if_needed()
    box = bar.bounding_box()
    assert box is not None
    bar.page.mouse.move(box["x"] + box["width"] / 3, box["y"] + box["height"] / 2)
    bar.page.mouse.down()
    bar.page.mouse.up()
