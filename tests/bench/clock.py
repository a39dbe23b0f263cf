"""Medians of several runs, in milliseconds: of the wall clock, and of this process's own work."""

import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple


class Spent(NamedTuple):
    wall: float
    cpu: float


def spent(act: Callable[[], object], times: int) -> Spent:
    """The medians of ``times`` runs after one that is not counted."""
    act()
    runs = [_once(act) for _ in range(times)]
    return Spent(median(run.wall for run in runs), median(run.cpu for run in runs))


def _once(act: Callable[[], object]) -> Spent:
    wall, cpu = time.perf_counter(), time.process_time()
    act()
    return Spent((time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
