"""复制图片: a list and a chart come out as pictures that hold what is read on the page."""

import struct
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import drawn, serving, sign_in
from tracker import demo

# The colours of a picture that are not its ground, as hex, and how many pixels have each.
_COLOURS = """async () => {
    const [item] = await navigator.clipboard.read();
    const image = await createImageBitmap(await item.getType('image/png'));
    const canvas = document.createElement('canvas'), brush = canvas.getContext('2d');
    [canvas.width, canvas.height] = [image.width, image.height];
    brush.drawImage(image, 0, 0);
    const data = brush.getImageData(0, 0, image.width, image.height).data, counts = {};
    for (let at = 0; at < data.length; at += 4) {
        const key = [0, 1, 2].map(each => data[at + each].toString(16).padStart(2, '0')).join('');
        counts['#' + key.toUpperCase()] = (counts['#' + key.toUpperCase()] || 0) + 1;
    }
    return [image.width, image.height, counts];
}"""
_BEHIND, _PAPER = "#B4232A", "#FFFFFF"


@pytest.fixture
def page(browser: Browser, sqlite_world: str, passwords: dict[str, str], tmp_path: Path) -> Iterator[Page]:
    with serving(sqlite_world, tmp_path / "log") as address:
        size = {"width": 1440, "height": 900}
        context = browser.new_context(viewport=size, locale="zh-CN", base_url=address)
        context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
        page = context.new_page()
        sign_in(page, address, demo.LEADER, passwords[demo.LEADER])
        yield page


def copied(page: Page, button: str) -> tuple[int, int, dict[str, int]]:
    page.locator(button).first.click(force=True)
    expect(page.locator(button).first).to_have_text("已复制")
    width, height, counts = page.evaluate(_COLOURS)
    return width, height, counts


def test_a_list_and_a_chart_are_copied_as_pictures_or_saved_as_files(page: Page, tmp_path: Path) -> None:
    page.goto("/overview?q=2025Q3")
    drawn(page)
    page.locator(".section .copy").first.wait_for(state="attached")
    head = page.locator(".section").first.bounding_box()
    assert head is not None
    width, height, counts = copied(page, ".section .copy")
    assert width == (-(-head["width"] // 1) + 32) * 2, "as wide as on the page, twice as sharp, with its edge"
    assert height > 600
    assert counts[_PAPER] > width * height / 2
    assert counts.get(_BEHIND, 0) > 500, "the bars of what is behind"

    page.goto("/overview?q=2025Q3&chart=means")
    drawn(page)
    page.locator("[data-testid=stPlotlyChart] .copy").first.wait_for(state="attached")
    width, height, counts = copied(page, "[data-testid=stPlotlyChart] .copy")
    assert len(counts) > 20
    assert counts[_PAPER] > width * height / 3

    # Over plain HTTP, as in many town halls, there is no clipboard for pictures.
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    with page.expect_download() as saving:
        page.locator("[data-testid=stPlotlyChart] .copy").nth(1).click(force=True)
    saving.value.save_as(tmp_path / "chart.png")
    assert saving.value.suggested_filename.endswith(".png")
    saved = (tmp_path / "chart.png").read_bytes()
    assert saved.startswith(b"\x89PNG")
    assert struct.unpack(">I", saved[16:20])[0] > 600
