"""From the command to the first answer of /healthz, on an existing database; what its first visitor waits."""

import asyncio
import time
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from tests.bench import server
from tests.bench.reruns import tab_of
from tests.bench.server import Server
from tests.bench.table import show, times

_HEADS = ("until /healthz answers", "targets", "seconds", "CPU seconds", "empty page, CPU s", "ratio of CPU")
_FIRST_HEADS = ("the first visitor, on 总览", "targets", "seconds", "CPU seconds")
_LATER = 10.0  # seconds after the start


def run(urls: dict[int, str], folder: Path, repeats: int) -> None:
    rows = []
    _, empty = _spent("", folder, repeats)
    for targets, url in urls.items():
        wall, cpu = _spent(url, folder, repeats)
        rows.append(("python -m tracker serve", targets, wall, cpu, empty, times(cpu, empty)))
    show("Start", _HEADS, rows)
    visits = [
        (name, targets, *_medians(_first_visit(url, folder, pause) for _ in range(repeats)))
        for targets, url in urls.items()
        for name, pause in (("at once", 0.0), (f"{_LATER:.0f} s later", _LATER))
    ]
    show("The first visitor after a start", _FIRST_HEADS, visits)


def _spent(url: str, folder: Path, repeats: int) -> tuple[float, float]:
    return _medians(_once(url, folder) for _ in range(repeats))


def _medians(tried: Iterable[tuple[float, float]]) -> tuple[float, float]:
    walls, cpus = zip(*tried, strict=True)
    return median(walls), median(cpus)


def _once(url: str, folder: Path) -> tuple[float, float]:
    with server.tracker(url, folder, at_rest=False) if url else server.empty_page(folder) as started:
        return started.start_seconds, started.cpu_seconds


def _first_visit(url: str, folder: Path, pause: float) -> tuple[float, float]:
    """By the clock and of the server's processor, until 总览 is sent whole."""
    with server.tracker(url, folder, at_rest=False) as started:
        time.sleep(pause)
        return asyncio.run(_visited(started))


async def _visited(started: Server) -> tuple[float, float]:
    cpu, wall = started.cpu_seconds, time.perf_counter()
    async with tab_of(started, 0) as tab:
        answer = await tab.rerun()
    if answer.errors:
        raise RuntimeError("the page shows an error: there is nothing to measure")
    return time.perf_counter() - wall, started.cpu_seconds - cpu
