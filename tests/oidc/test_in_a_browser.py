"""The whole way in a real browser: cookies, redirects and policies as Chromium keeps them."""

import shutil
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.browser import serving, settled
from tests.oidc.providers import Running
from tests.pages.conftest import world_file
from tests.ports import free_port

__all__ = ["world_file"]


def test_a_clerk_comes_in_through_the_citys_identity_provider(
    browser: Browser, honest_provider: Running, world_file: Path, tmp_path: Path
) -> None:
    database = shutil.copy(world_file, tmp_path / "tracker.db")
    port = free_port()
    honest_provider.add_user("u-7", preferred_username="keji")
    client = honest_provider.register(f"http://127.0.0.1:{port}/auth/oidc/callback")
    settings = {f"TRACKER_{name.upper()}": text for name, text in client.items()}
    log = tmp_path / "server.log"
    with serving(
        f"sqlite:///{database}", log, port, TRACKER_OIDC_LABEL="政务统一登录", **settings
    ) as address:
        page = browser.new_page(locale="zh-CN")
        page.goto(f"{address}/entry?q=2025Q3")
        page.get_by_role("link", name="政务统一登录").click()
        assert page.url.startswith(honest_provider.issuer)
        page.locator("[name=sub]").first.fill("u-7")
        page.get_by_role("button", name="Authorize").click()
        settled(page)
        assert page.url.startswith(f"{address}/entry?q=2025Q3"), page.url
        menu = page.get_by_role("button", name="王晓岚 部门填报人")
        expect(menu).to_be_visible()
        (cookie,) = [each for each in page.context.cookies() if each["name"] == "tracker"]
        assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Lax")
        assert not [each for each in page.context.cookies() if each["name"] == "tracker-oidc"]
        menu.click()
        page.get_by_role("button", name="退出登录").click()
        page.wait_for_url(f"{address}/login?note=out")
        page.goto(f"{address}/entry")
        assert page.url.startswith(f"{address}/login")
