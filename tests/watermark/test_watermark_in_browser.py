"""水印 in a real browser: seen over everything, in the way of nothing, on paper too."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import drawn, serving, sign_in
from tracker import demo

_LAID = """() => {
    const over = getComputedStyle(document.body, '::after');
    return [over.position, over.pointerEvents, over.backgroundImage.slice(0, 31), over.width, over.height];
}"""


@pytest.fixture(scope="module")
def page(
    browser: Browser,
    sqlite_filled: Path,
    passwords: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("watermark")
    world = f"sqlite:///{shutil.copy(sqlite_filled, folder / 'demo.db')}"
    with serving(world, folder / "log", TRACKER_WATERMARK="1") as address:
        size = {"width": 1440, "height": 900}
        context = browser.new_context(viewport=size, locale="zh-CN", base_url=address)
        page = context.new_page()
        sign_in(page, address, demo.LEADER, passwords[demo.LEADER])
        yield page
        context.close()


def differing(page: Page, region: dict[str, int]) -> bool:
    """Whether a part of the window looks otherwise without the mark."""
    with_it = page.screenshot(clip=region)  # type: ignore[arg-type]
    hide = page.add_style_tag(content="body::after{display:none!important}")
    without = page.screenshot(clip=region)  # type: ignore[arg-type]
    hide.evaluate("style => style.remove()")
    return with_it != without


@pytest.mark.parametrize("path", ["/overview?q=2025Q3", "/present?q=2025Q3&step=2"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_it_lies_over_the_whole_window(page: Page, path: str, media: str) -> None:
    page.goto(path)
    drawn(page)
    page.emulate_media(media=media)  # type: ignore[arg-type]
    assert page.evaluate(_LAID) == ["fixed", "none", 'url("data:image/svg+xml;base64,', "1440px", "900px"]
    for left in (0, 1040):  # also over the doors
        assert differing(page, {"x": left, "y": 200, "width": 400, "height": 500})
    page.emulate_media(media="screen")


def test_a_click_goes_through_it_and_a_dialog_lies_below_it(page: Page) -> None:
    page.goto("/overview?q=2025Q3")
    drawn(page)
    page.locator(".st-key-find_all button").click()
    page.get_by_role("dialog").wait_for()
    box = page.get_by_role("dialog").bounding_box()
    assert box is not None
    region = {
        "x": int(box["x"]),
        "y": int(box["y"]),
        "width": int(box["width"]),
        "height": int(box["height"]),
    }
    page.wait_for_timeout(500)  # it comes in slowly
    assert differing(page, region)
