"""What a tab is told of the server (tracker/web/unsaid.py): nothing that helps who looks for a way in."""

import platform
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser, WebSocket

from tests.browser import ROOT, serving, settled, sign_in


def test_no_version_and_no_path_of_the_server_reaches_a_page(
    browser: Browser, sqlite_world: str, passwords: dict[str, str], tmp_path: Path
) -> None:
    heard: list[bytes] = []

    def hear(line: WebSocket) -> None:
        line.on("framereceived", lambda frame: heard.append(frame if isinstance(frame, bytes) else b""))

    home = tmp_path / "home"  # of the server's own: that of who plays the tests may be the root
    home.mkdir()
    with serving(sqlite_world, tmp_path / "log", HOME=str(home)) as address:
        page = browser.new_context(locale="zh-CN").new_page()
        page.on("websocket", hear)
        sign_in(page, address, "ducha", passwords["ducha"])
        for path in ("overview", "method", "review"):
            page.goto(f"{address}/{path}")
            settled(page)
    told = b"".join(heard)
    assert len(told) > 20_000, "the pages themselves"
    for secret in (str(ROOT), version("streamlit"), platform.python_version(), str(home)):
        assert secret.encode() not in told
