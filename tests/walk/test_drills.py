"""A link of a list opens what is behind it, and Back shows the list as it was left."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import at_last, settled, until
from tests.walk.conftest import Town
from tracker.domain.access import Role

# page, which of its links, the page that opens, with what in its address besides what is carried
DRILLS = [
    ("areas?q=2025Q1", ".targets tbody .of-name a", "/areas", {"area": "1"}),
    ("areas?q=2025Q2&area=2&asof=2025-07-31", ".of-group .of-name a", "/target", {"code": "A2-01"}),
    (
        "targets?q=2025Q3&status=late&unapproved=true",
        ".targets tbody .of-name a",
        "/target",
        {"code": "A1-01"},
    ),
    ("targets?q=2025Q3&status=late", ".list-tools .go", "/targets", {}),
    ("targets?q=2025Q3&area=2", "thead .of-lag a", "/targets", {"area": "2", "sort": "lag"}),
    ("periods?q=2025Q3", ".targets td.number a", "/target", {"code": "A1-01", "q": "2025Q1"}),
    ("budgets?q=2025Q3", ".targets .of-name a", "/target", {"code": "B0-01"}),
]
CARRIED = ("q", "unapproved", "asof")


@pytest.mark.parametrize(("path", "link", "opens", "asked"), DRILLS)
def test_a_link_opens_what_is_behind_it_and_back_shows_the_same_again(
    town: Town, path: str, link: str, opens: str, asked: dict[str, str]
) -> None:
    walker = town.walker(Role.LEADER)
    page = walker.page
    walker.widen(1440)
    walker.open(path)
    before = shown_at_last(page)
    page.locator(link).first.click()
    page.wait_for_url(lambda url: url != before[0])
    settled(page)
    looked_at = {name: text for name, text in parse_qsl(urlsplit(path).query) if name in CARRIED}
    assert urlsplit(page.url).path == opens
    assert dict(parse_qsl(urlsplit(page.url).query)) == looked_at | asked
    page.go_back()
    page.wait_for_url(before[0])
    settled(page)
    until(page, lambda: shown(page) == before)  # a busy machine draws in steps
    assert shown(page) == before
    assert walker.wrong == []


def test_after_back_a_register_is_not_filtered_by_what_was_chosen_later(town: Town) -> None:
    walker = town.walker(Role.REVIEWER)
    page = walker.page
    walker.widen(1440)
    walker.open("corrections?q=2025Q1")
    before = shown_at_last(page)
    assert any("符合筛选条件1次" in line for line in before), "what goes from page to page filters nothing"
    page.locator(".st-key-register-state input").click()
    page.get_by_role("option", name="待审核").click()
    page.get_by_text("没有符合条件的更正").wait_for()
    page.go_back()
    page.wait_for_url(before[0])
    settled(page)
    until(page, lambda: shown(page) == before)  # a busy machine draws in steps
    assert shown(page) == before


def shown_at_last(page: Page) -> list[str]:
    return at_last(page, lambda: shown(page))


def shown(page: Page) -> list[str]:
    """The address, and line by line what the page says but for the time of its reading."""
    lines = page.get_by_test_id("stMain").inner_text().splitlines()
    return [page.url, *(line for line in lines if not line.startswith("提取于"))]
