"""A link to another page turns the page in the tab, as quick as the navigation, and shows what it names."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser import settled
from tests.walk.conftest import Town, Walker
from tests.walk.test_clicks import headings
from tracker.domain.access import Role


@pytest.fixture
def walker(town: Town) -> Walker:
    walker = town.walker(Role.LEADER)
    walker.widen(1440)
    walker.open("overview?q=2025Q3&asof=2025-10-20")
    walker.page.evaluate("window.stays = true")
    return walker


def follow(page: Page, **asked: str) -> None:
    """Click the first link whose address asks for all of this."""
    inside = "".join(f'[href*="{name}={value}"]' for name, value in asked.items())
    link = page.locator(f".stMain a{inside}").first
    there = link.get_attribute("href")
    assert there is not None
    link.click()
    page.wait_for_url(lambda url: url.endswith(there), timeout=30_000)
    settled(page)


def test_each_list_is_narrowed_as_its_link_says_and_back_shows_the_same_again(walker: Walker) -> None:
    page = walker.page
    before = headings(page)
    for status, word in (("behind", "滞后"), ("not_reported", "未填报"), ("behind", "滞后")):
        follow(page, status=status)
        assert urlsplit(page.url).path == "/targets"
        assert dict(parse_qsl(urlsplit(page.url).query))["asof"] == "2025-10-20", "the past goes along"
        assert word in page.get_by_role("combobox", name="状态").input_value()
        page.go_back()
        settled(page)
        assert headings(page) == before
    assert page.evaluate("window.stays"), "nothing was loaded anew"
    assert walker.wrong == []


def test_a_target_opens_and_leads_on_to_its_words(walker: Walker) -> None:
    page = walker.page
    follow(page, code="A6-03")
    assert urlsplit(page.url).path == "/target"
    assert headings(page)[0] == "保障供应建设用地"
    follow(page, code="A6-03")
    assert urlsplit(page.url).path in ("/notice", "/method")
    assert page.evaluate("window.stays"), "nothing was loaded anew"
    assert walker.wrong == []


def test_a_link_opens_beside_when_it_is_asked_to(walker: Walker) -> None:
    page = walker.page
    with page.context.expect_page() as beside:
        page.locator('.stMain a[href*="status=behind"]').first.click(modifiers=["ControlOrMeta"])
    assert urlsplit(beside.value.url).path == "/targets"
    assert urlsplit(page.url).path == "/overview"
    beside.value.close()
