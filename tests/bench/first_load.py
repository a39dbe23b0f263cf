"""A cold Chromium opens 总览 for the first time: until its bars stand, and what came over the wire."""

import time
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser

from tests.bench import server, world
from tests.bench.reruns import HERE
from tests.bench.table import Cell, show, times
from tests.browser import chromium

_HEADS = (
    "first load, cold cache",
    "targets",
    "seconds",
    "empty page, s",
    "ratio",
    "MB over the wire",
    "requests",
)
_DRAWN = "[data-testid=stApp][data-test-script-state=notRunning]"


def run(urls: dict[int, str], folder: Path, repeats: int) -> None:
    rows: list[tuple[Cell, ...]] = []
    with chromium() as browser, server.empty_page(folder) as empty:
        floor = median(_opened(browser, empty.address, "", "")[0] for _ in range(repeats))
        for targets, url in urls.items():
            with server.tracker(url, folder) as tracker:
                path = f"overview?q={HERE}"
                runs = [_opened(browser, tracker.address, path, ".overview .groups") for _ in range(repeats)]
            seconds, megabytes, requests = (median(run[n] for run in runs) for n in range(3))
            rows.append(("总览", targets, seconds, floor, times(seconds, floor), megabytes, int(requests)))
    show("First load in Chromium on loopback", _HEADS, rows)


def _opened(browser: Browser, address: str, path: str, drawn: str) -> tuple[float, float, int]:
    """Seconds until ``drawn`` stands and the script rests, megabytes as sent, and how many requests."""
    context = browser.new_context(locale="zh-CN")
    host = address.split(":")[0]
    context.add_cookies([{"name": "tracker", "value": world.token_of(0), "domain": host, "path": "/"}])
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: list[float] = []

    def count(event: dict[str, Any]) -> None:
        sizes.append(event["encodedDataLength"])

    network.on("Network.loadingFinished", count)
    begun = time.perf_counter()
    page.goto(f"http://{address}/{path}")
    page.wait_for_selector(_DRAWN, timeout=60_000)
    if drawn:
        page.wait_for_selector(drawn, timeout=60_000)
    seconds = time.perf_counter() - begun
    page.wait_for_timeout(500)  # the last sizes come after the drawing
    context.close()
    return seconds, sum(sizes) / 2**20, len(sizes)
