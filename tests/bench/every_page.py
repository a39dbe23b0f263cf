"""Every page run again, and with another quarter where it has one, beside an empty page in the same run.

Then what a department fills in while the window is open: the form of a target and all of them in one grid.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from statistics import median

from tests.bench import server, world
from tests.bench.reruns import HERE, THERE, Cost, measured
from tests.bench.server import Server
from tests.bench.table import Cell, show
from tests.bench.visitor import Visitor
from tracker.domain.access import PAGES, Role, may_open
from tracker.domain.measure.period import Period

_HEADS = (
    "page",
    "rerun CPU ms",
    "CPU: empty",
    "quarter CPU ms",
    "CPU: empty",
    "messages",
    "wall ms",
    "first kB",
    "rerun kB",
    "quarter kB",
)
# Who looks: the first of these that may open a page.
_LOOKING = (Role.LEADER, Role.REVIEWER, Role.CLERK, Role.HEAD, Role.ADMINISTRATOR)


_OPEN = f"q={Period(world.YEARS[-1], 4)}"
# Of the world whose fourth quarter is open: every target that the department leads is to be filled in.
_FILLED_IN = (("entry", f"{_OPEN}&code=T0"), ("tasks", f"{_OPEN}&view=grid"))


def run(urls: dict[int, str], opened: dict[int, str], folder: Path, rounds: int, reruns: int) -> None:
    """``urls`` are databases by their number of targets; ``opened`` those with an open period."""
    with server.empty_page(folder) as empty:
        for targets, url in urls.items():
            with server.tracker(url, folder) as tracker:
                rows = [
                    asyncio.run(_row(empty, tracker, page, f"q={HERE}", rounds, reruns)) for page in PAGES
                ]
            with server.tracker(opened[targets], folder) as tracker:
                rows += [
                    asyncio.run(_row(empty, tracker, page, query, rounds, reruns))
                    for page, query in _FILLED_IN
                ]
            show(f"Every page at {targets:,} targets", _HEADS, rows)


async def _row(
    empty: Server, tracker: Server, page: str, query: str, rounds: int, reruns: int
) -> tuple[Cell, ...]:
    role = next(role for role in _LOOKING if may_open(role, page))
    async with AsyncExitStack() as tabs:
        nothing = await tabs.enter_async_context(Visitor(empty.address))
        await nothing.rerun()
        await _learn_the_navigation(tracker, role)
        tab = Visitor(tracker.address, world.token_of_role(role), page, query)
        tab = await tabs.enter_async_context(tab)
        first = await tab.rerun()
        own = query.partition("&")[2]
        turns = (THERE, HERE) if tab.may_choose_period and not own else ()
        for period in turns:
            await tab.rerun(period)
        floor, again, turned = [], [], []
        for _ in range(rounds):
            floor.append(await measured(empty, nothing, reruns))
            again.append(await measured(tracker, tab, reruns))
            if turns:
                turned.append(await measured(tracker, tab, reruns, turns))
    rerun = _medians(again)
    period_costs = _medians(turned) if turned else None
    return (
        f"{page}?{own} ({role})" if own else f"{page} ({role})",
        rerun.cpu,
        _times(again, floor),
        "-" if period_costs is None else period_costs.cpu,
        "-" if period_costs is None else _times(turned, floor),
        int(rerun.messages),
        rerun.wall,
        first.bytes / 1000,
        rerun.kilobytes,
        "-" if period_costs is None else period_costs.kilobytes,
    )


async def _learn_the_navigation(tracker: Server, role: Role) -> None:
    async with Visitor(tracker.address, world.token_of_role(role)) as tab:
        await tab.rerun()


def _times(costs: list[Cost], floor: list[Cost]) -> str:
    """The median of the rounds' ratios: what else the machine does meets both in a round of 0.1 s."""
    return f"{median(cost.cpu / nothing.cpu for cost, nothing in zip(costs, floor, strict=True)):.1f}x"


def _medians(costs: list[Cost]) -> Cost:
    return Cost(*(median(values) for values in zip(*costs, strict=True)))
