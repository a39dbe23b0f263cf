"""Medians of several runs, in milliseconds: of the wall clock, and of this process's own work."""

import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import NamedTuple


class Spent(NamedTuple):
    wall: float
    cpu: float


def in_turns(acts: Sequence[Callable[[], object]], times: int) -> list[Spent]:
    """The medians of ``times`` runs each, after one that is not counted.

    In turns: what else the machine does meets all of them.
    """
    for act in acts:
        act()
    rounds = [[_once(act) for act in acts] for _ in range(times)]
    return [
        Spent(median(run.wall for run in runs), median(run.cpu for run in runs))
        for runs in zip(*rounds, strict=True)
    ]


def _once(act: Callable[[], object]) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return Spent((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
