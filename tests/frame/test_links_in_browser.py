"""A link of a page opens another one over the connection that stands, and Back shows the page before."""

from playwright.sync_api import Page, expect

from tests.browser import settled
from tests.walk.conftest import Town, town
from tracker.domain.access import Role

__all__ = ["town"]


def is_the_same_document(page: Page) -> bool:
    return page.evaluate("window.loadedOnce === true")  # type: ignore[no-any-return]


def test_links_open_without_loading_and_back_goes_back(town: Town) -> None:
    walker = town.walker(Role.LEADER)
    page = walker.page
    walker.open("targets?q=2025Q3")
    expect(page).to_have_title("全表 · 目标进展")  # the page's name, not its door's
    page.evaluate("window.loadedOnce = true")
    page.locator(".data-line a", has_text="改看含未审核").click()
    page.locator(".data-line a", has_text="改看已审核").wait_for()
    assert page.url.endswith("/targets?q=2025Q3&unapproved=true")
    page.locator("nav.tabs a", has_text="原文").click()
    page.wait_for_url("**/notice?*")
    settled(page)
    assert "unapproved=true" in page.url
    expect(page).to_have_title("原文 · 目标进展")
    page.go_back()
    settled(page)
    assert page.url.endswith("/targets?q=2025Q3&unapproved=true")
    page.go_back()
    page.locator(".data-line a", has_text="改看含未审核").wait_for()
    assert is_the_same_document(page)
    assert walker.wrong == []


def test_a_door_keeps_the_quarter_also_past_a_page_without_one(town: Town) -> None:
    walker = town.walker(Role.LEADER)
    page = walker.page
    walker.open("overview?q=2025Q1")
    page.evaluate("window.loadedOnce = true")
    page.locator("[data-testid=stSidebarNavLink]", has_text="目标").click()
    page.wait_for_url("**/targets*")
    settled(page)
    page.locator("nav.tabs a", has_text="变更").click()
    page.wait_for_url("**/corrections*")
    settled(page)
    page.locator("[data-testid=stSidebarNavLink]", has_text="总览").click()
    page.wait_for_url("**/overview*")
    settled(page)
    expect(page.get_by_role("radio", checked=True).first).to_have_text("一季度")
    assert is_the_same_document(page)


def test_a_file_is_downloaded_and_no_page(town: Town) -> None:
    walker = town.walker(Role.LEADER)
    page = walker.page
    walker.open("overview")
    with page.expect_download() as download:
        page.evaluate(
            """() => {
                const place = document.querySelector('.stHtml');
                const file = '/download/targets/csv?q=2025Q3';
                place.insertAdjacentHTML('beforeend', `<a id="file" href="${file}">csv</a>`);
                document.querySelector('#file').click();
            }"""
        )
    assert download.value.suggested_filename.endswith(".csv")
    assert page.url.endswith("/overview")
