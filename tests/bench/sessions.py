"""Many people who think: each acts every five seconds, on one process and on two."""

import asyncio
import time
from contextlib import AsyncExitStack, ExitStack
from pathlib import Path
from statistics import median

from tests.bench import server
from tests.bench.clock import percentile
from tests.bench.reruns import HERE, THERE, first_page, tab_of
from tests.bench.server import Server
from tests.bench.table import Cell, show
from tests.bench.visitor import Visitor

THINKING = 5.0  # seconds between one's actions
Loads = tuple[tuple[int, int], ...]
LOADS: Loads = ((50, 1), (200, 1), (400, 1), (400, 2))  # sessions, processes
_HEADS = (
    "sessions, processes",
    "targets",
    "actions/s",
    "median ms",
    "p95 ms",
    "errors",
    "MB a session",
    "CPU %",
)


def run(urls: dict[int, str], folder: Path, seconds: float, loads: Loads = LOADS) -> None:
    rows = []
    for targets, url in urls.items():
        for sessions, processes in loads:
            with ExitStack() as stack:
                servers = [stack.enter_context(server.tracker(url, folder)) for _ in range(processes)]
                found = asyncio.run(_visited(servers, sessions, seconds))
            rows.append((f"{sessions} on {processes}", targets, *found))
    show(f"Sessions: each acts every {THINKING:.0f} s; the clients share the machine", _HEADS, rows)


async def _visited(servers: list[Server], sessions: int, seconds: float) -> tuple[Cell, ...]:
    for each in servers:
        await first_page(each)
    before = sum(each.megabytes for each in servers)
    async with AsyncExitStack() as stack:
        tabs = []
        for number in range(sessions):
            tab = tab_of(servers[number % len(servers)], number)
            tabs.append(await stack.enter_async_context(tab))
            await tab.rerun()
        memory = (sum(each.megabytes for each in servers) - before) / sessions
        cpu, begun = sum(each.cpu_seconds for each in servers), time.perf_counter()
        acts = [
            _thinking(tab, THINKING * number / sessions, begun + seconds) for number, tab in enumerate(tabs)
        ]
        results = await asyncio.gather(*acts)
        # Until the last answer: in the pause that every visitor makes after it nobody acts.
        elapsed = max(ended for *_, ended in results) - begun
        cpu = sum(each.cpu_seconds for each in servers) - cpu
    waits = [wait for waits, *_ in results for wait in waits]
    errors = sum(errors for _, errors, _ in results)
    return len(waits) / elapsed, median(waits), percentile(waits, 0.95), errors, memory, cpu / elapsed * 100


async def _thinking(tab: Visitor, first: float, end: float) -> tuple[list[float], int, float]:
    """One person's waits in ms until ``end``, the errors shown, and when the last answer came.

    Who is kept waiting acts later.
    """
    waits: list[float] = []
    errors, answered = 0, end
    await asyncio.sleep(first)
    while (begun := time.perf_counter()) < end:
        try:
            errors += (await tab.rerun(HERE if len(waits) % 2 else THERE)).errors
        except Exception as error:
            print(f"a visitor's connection broke: {error!r}")
            return waits, errors + 1, time.perf_counter()
        answered = time.perf_counter()
        waits.append((answered - begun) * 1000)
        await asyncio.sleep(max(0.0, THINKING - (answered - begun)))
    return waits, errors, answered
