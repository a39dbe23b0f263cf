"""Resident memory after the start, with sessions open, and over many reruns: it should stop growing."""

import asyncio
import time
from contextlib import AsyncExitStack
from pathlib import Path

from tests.bench import server
from tests.bench.reruns import HERE, THERE, first_page, tab_of
from tests.bench.server import Server
from tests.bench.table import Cell, show
from tests.bench.visitor import Visitor

SESSIONS = 50
_STEPS = 10
_HEADS = ("resident memory", "MB", "MB more", "MB per 1,000 reruns")

Row = tuple[str, Cell, Cell, Cell]


def run(url: str, folder: Path, reruns: int, minutes: float | None) -> None:
    """``minutes`` of reruns, else so many ``reruns``."""
    with server.tracker(url, folder) as tracker:
        show("Memory", _HEADS, asyncio.run(_watched(tracker, reruns, minutes)))


async def _watched(tracker: Server, reruns: int, minutes: float | None) -> list[Row]:
    rows: list[Row] = [("after the start", tracker.megabytes, "", "")]
    await first_page(tracker)
    rows.append(_next(rows, "after the first page", tracker.megabytes))
    async with AsyncExitStack() as stack:
        tabs = [await stack.enter_async_context(tab_of(tracker, number)) for number in range(SESSIONS)]
        for tab in tabs:
            await tab.rerun()
        rows.append(_next(rows, f"{SESSIONS} sessions", tracker.megabytes))
    async with tab_of(tracker, 0) as tab:
        done = 0
        begun = time.monotonic()
        for step in range(_STEPS):
            until = None if minutes is None else begun + minutes * 60 * (step + 1) / _STEPS
            more = await _work(tab, reruns // _STEPS, until)
            done += more
            rows.append(_next(rows, f"{done:,} reruns later", tracker.megabytes, more))
    return rows


async def _work(tab: Visitor, reruns: int, until: float | None) -> int:
    done = 0
    while done < reruns if until is None else time.monotonic() < until:
        await tab.rerun(HERE if done % 2 else THERE)
        done += 1
    return done


def _next(rows: list[Row], name: str, megabytes: float, reruns: int = 0) -> Row:
    before = rows[-1][1]
    assert isinstance(before, float)
    more = megabytes - before
    return name, megabytes, more, more / reruns * 1000 if reruns else ""
