"""总览 in a browser: what is in sight, what a row opens, by mouse and by keys, and what is not loaded."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import at_rest, settled, until
from tests.walk.conftest import Town, Walker
from tracker.domain.access import Role

HERE = "overview?q=2025Q3&unapproved=true"


@pytest.fixture
def walker(town: Town) -> Walker:
    mayor = town.walker(Role.LEADER)
    mayor.widen(1440)
    mayor.wrong.clear()
    return mayor


def asked(page: Page) -> dict[str, str]:
    return dict(parse_qsl(urlsplit(page.url).query))


def said(page: Page) -> str:
    """What the page says, but for the buttons that a script puts at its lists."""
    return page.locator(".overview").inner_text().replace("复制图片", "").replace("\n\n", "\n")


def lowest(page: Page, selector: str) -> float:
    """How far down the last of these ends."""
    box = page.locator(selector).last.bounding_box()
    assert box is not None
    return box["y"] + box["height"]


def test_a_desk_shows_all_groups_and_a_low_screen_the_ten_worst(walker: Walker) -> None:
    walker.open(HERE)
    assert lowest(walker.page, ".overview .groups") <= 900
    assert walker.page.locator(".overview .worst tbody tr").count() == 10
    walker.page.set_viewport_size({"width": 1366, "height": 768})
    at_rest(walker.page, 100)
    assert lowest(walker.page, ".overview .worst") <= 768


@pytest.mark.parametrize("width", [1440, 1024])
def test_a_target_is_a_cell_of_one_width_in_all_bars(walker: Walker, width: int) -> None:
    walker.open(HERE)
    walker.page.set_viewport_size({"width": width, "height": 900})
    at_rest(walker.page, 100)
    widths = walker.page.locator(".overview .groups .counts").evaluate_all(
        """bars => bars.map(bar => bar.getBoundingClientRect().width
            / [...bar.children].reduce((cells, part) => cells + Number(part.style.flexGrow), 0))"""
    )
    assert len(widths) > 15
    assert max(widths) / min(widths) < 1.01
    assert max(widths) > 5


@pytest.mark.parametrize("width", [720, 975])
def test_where_the_menu_is_away_its_button_stands_before_the_pages_name(walker: Walker, width: int) -> None:
    walker.page.set_viewport_size({"width": width, "height": 900})
    walker.open(HERE)
    at = walker.page.get_by_test_id("stExpandSidebarButton").bounding_box()
    name = walker.page.locator(".door h1").bounding_box()
    assert at is not None
    assert name is not None
    assert at["y"] >= 0
    assert at["x"] + at["width"] <= name["x"]


def test_a_page_without_tabs_begins_below_the_head(walker: Walker) -> None:
    walker.open("help")
    head = lowest(walker.page, ".st-key-head")
    choice = walker.page.locator(".section .choice").bounding_box()
    assert choice is not None
    assert choice["y"] >= head


@pytest.mark.parametrize(
    ("row", "opens", "own"),
    [
        (".groups a >> text=服务业", "/areas", {"area": "3"}),
        (".groups a >> text=市交通运输局", "/departments", {"unit": "5"}),
        (".states a >> nth=2", "/targets", {"status": "slightly_behind", "kind": "targets"}),
        (".section a >> text=全部", "/targets", {"status": "late", "kind": "targets"}),
    ],
)
def test_what_is_clicked_opens_at_the_same_period_and_back_shows_the_same_again(
    walker: Walker, row: str, opens: str, own: dict[str, str]
) -> None:
    walker.open(HERE)
    page = walker.page
    before = said(page)
    page.locator(f".overview {row}").first.click()
    page.wait_for_url(lambda url: urlsplit(url).path == opens, timeout=30_000)
    settled(page)
    assert asked(page) == own | {"q": "2025Q3", "unapproved": "true"}
    page.go_back()
    page.wait_for_url("**/overview?*", timeout=30_000)
    settled(page)
    until(page, lambda: said(page) == before)  # a busy machine draws in steps
    assert said(page) == before
    assert walker.wrong == []


def test_all_of_a_row_opens_its_target_and_a_choice_holds_until_it_is_taken_back(walker: Walker) -> None:
    walker.open(HERE)
    page = walker.page
    page.locator(".overview .worst tbody tr").first.click()  # in its middle, beside the name
    page.wait_for_url("**/target?*", timeout=30_000)
    settled(page)
    page.go_back()
    page.wait_for_url("**/overview?*", timeout=30_000)
    settled(page)
    page.locator(".overview .choice >> text=达时序率低在前").click()
    page.wait_for_url("**order=lowest*", timeout=30_000)
    settled(page)
    expect(page.locator(".overview .choice [aria-current]").nth(1)).to_have_text("达时序率低在前")
    page.locator(".overview .choice >> text=原文顺序").click()
    page.wait_for_url(lambda url: "order" not in url, timeout=30_000)
    assert walker.wrong == []


def test_rows_are_reached_and_opened_with_keys(walker: Walker) -> None:
    walker.open(HERE)
    page = walker.page
    page.locator(".overview .worst a").last.focus()
    reached = []
    for _press in range(40):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.innerText"))
        if reached[-1] == "交通强市":
            break
    else:
        raise AssertionError(f"Tab never came to the area, but to {reached}")
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas?area=4*", timeout=30_000)


def test_plotly_comes_only_when_the_means_are_asked_for(town: Town) -> None:
    cookies = town.walker(Role.LEADER).page.context.cookies()
    context = town.browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.add_cookies(cookies)
    page = context.new_page()
    loaded: list[str] = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(f"{town.address}/{HERE}")
    page.wait_for_selector(".overview .groups")
    settled(page)
    assert not [url for url in loaded if "lotly" in url]
    page.locator(".overview .choice >> text=完成率").click()
    page.wait_for_selector(".js-plotly-plot")
    assert [url for url in loaded if "lotly" in url]
    context.close()
