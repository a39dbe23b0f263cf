"""What a person reads when the server is away, and in Streamlit's own parts: nothing in English."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser import drawn, serving, sign_in
from tests.ports import free_port
from tracker import demo


def test_a_lost_connection_is_told_in_chinese_and_mends_itself(
    browser: Browser, sqlite_world: str, passwords: dict[str, str], tmp_path: Path
) -> None:
    context, port = browser.new_context(locale="zh-CN"), free_port()
    page, wall = context.new_page(), context.new_page()
    with serving(sqlite_world, tmp_path / "first.log", port) as address:
        sign_in(page, address, demo.LEADER, passwords[demo.LEADER])
        drawn(page)
        wall.goto(f"{address}/present?q=2025Q3")
        wall.locator(".screen.shown").wait_for()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("与服务器的连接中断", timeout=30_000)
    expect(dialog).to_contain_text("正在重新连接；已保存的内容不会丢失。")
    assert "Streamlit" not in page.inner_text("body")
    expect(dialog.get_by_role("button", name="关闭")).to_be_visible()
    # On the wall a meeting goes on.
    wall.wait_for_timeout(3000)
    assert wall.get_by_role("dialog").count() == 0
    wall.keyboard.press("PageDown")
    wall.mouse.click(300, 300)
    expect(wall.locator(".screen.shown .place")).to_have_text("3 / 13")
    with serving(sqlite_world, tmp_path / "second.log", port):
        expect(dialog).to_be_hidden(timeout=60_000)


def test_choices_and_dates_ask_in_chinese(
    browser: Browser, sqlite_world: str, passwords: dict[str, str], tmp_path: Path
) -> None:
    page = browser.new_context(locale="en-US").new_page()
    with serving(sqlite_world, tmp_path / "server.log") as address:
        sign_in(page, address, demo.ADMINISTRATOR, passwords[demo.ADMINISTRATOR])
        page.goto(f"{address}/audit")
        drawn(page)
        segments = page.get_by_test_id("stDateInput").first.get_by_role("spinbutton")
        expect(segments).to_have_text(["年", "月", "日"])
        words = page.inner_text("body")
        for english in ("yyyy", "Choose", "Select", "Error"):
            assert english not in words
