"""The demonstration city in a real browser, for walks through all its pages.

``town``   the served demo, for one file
``Walker`` a signed-in browser tab that notes everything a page did wrong
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request
from sqlalchemy import Engine

from tests.browser import at_rest, drawn, serving, sign_in
from tracker import demo
from tracker.db import engine_for
from tracker.domain.access import PAGES, Role, may_open

LOGINS = {
    Role.LEADER: demo.LEADER,
    Role.REVIEWER: demo.REVIEWER,
    Role.ADMINISTRATOR: demo.ADMINISTRATOR,
    Role.CLERK: demo.CLERKS["市科技局"],
    Role.HEAD: demo.HEAD,
}
# What a page shows most with; all others are opened at the quarter that is being reported.
_ARGUMENTS = {
    "areas": "&area=2&unapproved=true",
    "departments": "&unit=1",
    "target": "&code=A4-02&unapproved=true",
    "notice": "&area=1",
    "method": "&part=why&of=plan",
    "entry": "&code=T03-01",
    "handover": "&unit=1",
    "meeting": "&part=request&edit=request:rectify",
}


def addresses(role: Role) -> list[str]:
    return [f"{page}?q=2025Q3{_ARGUMENTS.get(page, '')}" for page in PAGES if may_open(role, page)]


@dataclass
class Walker:
    """Somebody's tab. ``wrong`` is what the browser complained of since it was last emptied."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.wrong.append(f"page error: {error}"))
        self.page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        there = urlsplit(request.url)
        if there.scheme in ("http", "https", "ws", "wss") and there.netloc != urlsplit(self.address).netloc:
            self.wrong.append(f"another host: {request.url}")

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}/{path}")
        drawn(self.page)

    def widen(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 900})
        at_rest(self.page, 100)  # charts are laid out anew


@dataclass
class Town:
    address: str
    engine: Engine
    browser: Browser
    passwords: dict[str, str]
    walkers: dict[tuple[Role, str], Walker] = field(default_factory=dict)

    def walker(self, role: Role, theme: str = "light") -> Walker:
        """One tab for each role and theme, signed in once."""
        if (role, theme) not in self.walkers:
            context = self.browser.new_context(
                viewport={"width": 1440, "height": 900},
                locale="zh-CN",
                timezone_id="Asia/Shanghai",
                color_scheme="dark" if theme == "dark" else "light",
            )
            walker = self.walkers[role, theme] = Walker(context.new_page(), self.address)
            sign_in(walker.page, self.address, LOGINS[role], self.passwords[LOGINS[role]])
        return self.walkers[role, theme]


@pytest.fixture(scope="module")
def town(
    browser: Browser, sqlite_filled: Path, passwords: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    folder = tmp_path_factory.mktemp("town")
    url = f"sqlite:///{shutil.copy(sqlite_filled, folder)}"
    engine = engine_for(url)
    with serving(url, folder / "log") as address:
        yield Town(address, engine, browser, passwords)
    engine.dispose()
