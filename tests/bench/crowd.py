"""Twenty people at once who never stop to think: how many interactions a second come through."""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from tests.bench import server
from tests.bench.clock import percentile
from tests.bench.reruns import HERE, THERE, first_page, tab_of
from tests.bench.server import Server
from tests.bench.table import show
from tests.bench.visitor import Visitor

USERS = 20
_HEADS = (
    "20 users without think time",
    "targets",
    "interactions/s",
    "CPU ms each",
    "median ms",
    "p95 ms",
    "errors",
)


def run(urls: dict[int, str], folder: Path, seconds: float) -> None:
    rows = []
    for targets, url in urls.items():
        with server.tracker(url, folder) as tracker:
            rows.append(("总览, quarters in turn", targets, *asyncio.run(_crowded(tracker, seconds))))
    show("Crowd: one server process; the clients share the machine with it", _HEADS, rows)


async def _crowded(tracker: Server, seconds: float) -> tuple[float | int, ...]:
    await first_page(tracker)
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(tab_of(tracker, number)) for number in range(USERS)]
        await asyncio.gather(*(tab.rerun() for tab in tabs))
        cpu, begun = tracker.cpu_seconds, time.perf_counter()
        results = await asyncio.gather(*(_busy(tab, begun + seconds) for tab in tabs))
        elapsed, cpu = time.perf_counter() - begun, tracker.cpu_seconds - cpu
    waits = [wait for waits, _ in results for wait in waits]
    errors = sum(errors for _, errors in results)
    return len(waits) / elapsed, cpu / len(waits) * 1000, median(waits), percentile(waits, 0.95), errors


async def _busy(tab: Visitor, end: float) -> tuple[list[float], int]:
    """One user's waits in ms until ``end``, and how many of them ended in an error."""
    waits: list[float] = []
    errors = 0
    while time.perf_counter() < end:
        begun = time.perf_counter()
        try:
            answer = await tab.rerun(HERE if len(waits) % 2 else THERE)
            errors += answer.errors
        except Exception as error:
            print(f"a visitor's connection broke: {error!r}")
            return waits, errors + 1
        waits.append((time.perf_counter() - begun) * 1000)
    return waits, errors
