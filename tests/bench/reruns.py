"""总览 run again, and with another quarter, beside an empty page served the same way."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests.bench import server, world
from tests.bench.server import Server
from tests.bench.table import show, times
from tests.bench.visitor import Visitor
from tests.bench.writes import corrections
from tracker.db import engine_for

PAGE = "overview"
HERE, THERE = str(world.NEWEST), str(world.NEWEST.previous)
_HEADS = ("a rerun of", "targets", "server CPU ms", "CPU: empty", "wall ms", "wall: empty", "messages", "kB")


class Cost(NamedTuple):
    """Of one rerun: the medians of the rounds."""

    cpu: float
    wall: float
    messages: int
    kilobytes: float


def run(urls: dict[int, str], folder: Path, rounds: int, reruns: int) -> None:
    """``urls`` are databases by their number of targets; ``rounds`` of so many ``reruns`` each."""
    with server.empty_page(folder) as empty:
        for targets, url in urls.items():
            with server.tracker(url, folder) as tracker:
                engine = engine_for(url)
                costs = asyncio.run(_compared(empty, tracker, rounds, reruns, corrections(engine)))
                engine.dispose()
            rows = [_row(name, targets, cost, costs[0]) for name, cost in zip(_NAMES, costs, strict=True)]
            show("Reruns: what the server spends", _HEADS, rows)


_NAMES = ("the empty page", "总览", "总览, another quarter", "总览, after a write")


def _row(name: str, targets: int, cost: Cost, empty: Cost) -> tuple[str | int | float, ...]:
    ratios = times(cost.cpu, empty.cpu), times(cost.wall, empty.wall)
    return name, targets, cost.cpu, ratios[0], cost.wall, ratios[1], cost.messages, cost.kilobytes


async def _compared(
    empty: Server, tracker: Server, rounds: int, reruns: int, writes: Iterator[None]
) -> list[Cost]:
    """In turns, so that a neighbour's work on the machine meets all. What is written is written here."""
    async with AsyncExitStack() as tabs:
        first = await tabs.enter_async_context(Visitor(empty.address))
        await first_page(tracker)
        second = await tabs.enter_async_context(tab_of(tracker, 0))
        for period in ("", HERE, THERE, HERE):  # first as it is: the head names its widgets then
            await first.rerun()
            await second.rerun(period)
        costs: list[list[Cost]] = [[], [], [], []]
        for _ in range(rounds):
            costs[0].append(await measured(empty, first, reruns))
            costs[1].append(await measured(tracker, second, reruns))
            costs[2].append(await measured(tracker, second, reruns, (THERE, HERE)))
            costs[3].append(await _after_writes(tracker, second, max(3, reruns // 6), writes))
    return [Cost(*(median(values) for values in zip(*each, strict=True))) for each in costs]


async def measured(server_: Server, tab: Visitor, reruns: int, periods: tuple[str, ...] = ("",)) -> Cost:
    cpu, wall = server_.cpu_seconds, time.perf_counter()
    answers = [await tab.rerun(periods[number % len(periods)]) for number in range(reruns)]
    wall, cpu = time.perf_counter() - wall, server_.cpu_seconds - cpu
    if any(answer.errors for answer in answers):
        raise RuntimeError("the page shows an error: there is nothing to measure")
    size = median(answer.bytes for answer in answers) / 1000
    return Cost(cpu / reruns * 1000, wall / reruns * 1000, answers[-1].messages, size)


async def _after_writes(server_: Server, tab: Visitor, reruns: int, writes: Iterator[None]) -> Cost:
    """Each rerun after another figure was corrected and approved."""
    costs = []
    for _ in range(reruns):
        next(writes)
        costs.append(await measured(server_, tab, 1))
    return Cost(*(median(values) for values in zip(*costs, strict=True)))


def tab_of(server_: Server, number: int) -> Visitor:
    """A signed-in visitor's tab with 总览 at the third quarter."""
    return Visitor(server_.address, world.token_of(number), PAGE, f"q={HERE}")


async def first_page(server_: Server) -> None:
    """The front page once: it fills the caches and tells a new server its navigation."""
    async with Visitor(server_.address, world.token_of(0)) as tab:
        await tab.rerun()
