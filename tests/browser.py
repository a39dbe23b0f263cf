"""A real browser and a real server on loopback, for journeys and for pictures.

``browser``  the worker's one Chromium; what a test file opened in it is closed at the file's end
The server is a child process with a database of its own; it is stopped by its id.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.ports import free_port
from tracker.db import engine_for

ROOT = Path(__file__).resolve().parent.parent
# Without these Chromium looks up its maker's hosts at each start, and goes wherever a page leads.
_QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
_START_SECONDS = 90
expect.set_options(timeout=20_000)  # longer only for what fails: the machine does other things, too
_CHARTS_STAND = """() => [...document.querySelectorAll('[data-testid=stPlotlyChart]')]
    .every(chart => chart.querySelector('.main-svg'))"""
_AT_REST = """milliseconds => new Promise(rested => {
    const end = () => { changes.disconnect(); rested(); };
    let timer;
    const again = () => { clearTimeout(timer); timer = setTimeout(end, milliseconds); };
    const changes = new MutationObserver(again);
    changes.observe(document.body, {subtree: true, childList: true, attributes: true, characterData: true});
    requestAnimationFrame(() => requestAnimationFrame(again));  // a resize may be a while coming
    setTimeout(end, 5000);
})"""


@contextmanager
def serving(
    database_url: str, log: Path, port: int = 0, program: Path = ROOT, **environ: str
) -> Iterator[str]:
    """``python -m tracker serve`` on ``port``, else a free one; yields the address once /healthz answers.

    ``program`` is the folder where it lies. A setting that is given as nothing is left out.
    """
    port = port or free_port()
    address = f"http://127.0.0.1:{port}"
    env = {key: value for key, value in os.environ.items() if not key.startswith("TRACKER_")}
    env |= {
        "TRACKER_DATABASE_URL": database_url,
        "TRACKER_PORT": str(port),
        "TRACKER_PUBLIC_URL": address,
        **environ,
    }
    env = {name: text for name, text in env.items() if text}
    with log.open("w") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", "tracker", "serve"], cwd=program, env=env, stdout=output, stderr=output
        )
        try:
            _wait_until_healthy(address, server, log)
            yield address
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


class Town:
    """A served database that can be stopped and started again under its address."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.engine, self.port = url, engine_for(url), free_port()
        self.log, self.running = folder / "log", ExitStack()
        self.address = ""

    def start(self) -> None:
        self.address = self.running.enter_context(serving(self.url, self.log, self.port))

    def stop(self) -> None:
        self.running.close()


def _wait_until_healthy(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text()}")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The system's Chromium, else the one that the test set-up installed."""
    installed = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed, args=_QUIET)
        try:
            yield browser
        finally:
            browser.close()


@pytest.fixture(scope="session")
def _chromium() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture(scope="module")
def browser(_chromium: Browser) -> Iterator[Browser]:
    yield _chromium
    for context in _chromium.contexts:  # a tab left open would look for its stopped server for good
        context.close()


def sign_in(page: Page, address: str, login: str, password: str) -> None:
    page.goto(f"{address}/login")
    page.get_by_label("账号").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()
    settled(page)


def settled(page: Page) -> None:
    """Wait until Streamlit has drawn the page and runs no script.

    Looked at twice: a click is no run yet when it is asked first, and charts draw after the script has ended.
    """
    _runs_nothing(page)
    page.wait_for_timeout(700)
    _runs_nothing(page)


def _runs_nothing(page: Page) -> None:
    page.wait_for_selector("[data-testid=stApp][data-test-script-state=notRunning]", timeout=60_000)
    page.wait_for_selector("[data-testid=stSkeleton]", state="detached", timeout=60_000)


def until(page: Page, holds: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether it came to hold. A machine that does other things, too, needs its seconds."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        page.wait_for_timeout(200)
    return True


def at_last(page: Page, said: Callable[[], list[str]]) -> list[str]:
    """What two looks say alike, one after the other: a busy machine draws in steps."""
    seen = [said()]

    def stands() -> bool:
        page.wait_for_timeout(700)
        seen.append(said())
        return seen[-1] == seen[-2]

    until(page, stands)
    return seen[-1]


def drawn(page: Page) -> None:
    """The same once a page was loaded, without the pause, which is for clicks that are still on their way."""
    _runs_nothing(page)
    page.wait_for_function(_CHARTS_STAND)
    at_rest(page, 200)


def at_rest(page: Page, milliseconds: int) -> None:
    """Wait until nothing in the page has changed for so long; not longer than 5 s, should it never rest."""
    page.evaluate(_AT_REST, milliseconds)


def type_into(page: Page, label: str, text: str) -> None:
    """Type as a person does, then leave the field."""
    field = page.get_by_label(label, exact=True)
    field.click()
    field.fill("")
    field.press_sequentially(text)
    field.press("Tab")
    settled(page)


def choose(page: Page, label: str, option: str) -> None:
    """Pick an option of a select box (or multi-select) by its text."""
    page.get_by_label(label, exact=True).click()
    page.get_by_role("option", name=option).first.click()
    page.keyboard.press("Tab")  # closes a multi-select; Escape would clear a single one
    settled(page)


def click(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()
    settled(page)
