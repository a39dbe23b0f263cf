"""What an act costs the processor, for bounds that a hostile input must stay within.

A bound on time fails by chance where the time is somebody else's: another program's on this machine,
another thread's of this process, or the collector's, which goes through all that the suite holds. So it is
the thread's own time that counts, with the collector at rest, and the least of three tries.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TRIES = 3


def effort(act: Callable[[], object]) -> float:
    """Seconds of the processor, the least of three."""
    return min(_once(act) for _ in range(_TRIES))


def costs_less(act: Callable[[], object], bound: float) -> bool:
    """Whether one of three tries takes less than these seconds of the processor."""
    return any(_once(act) < bound for _ in range(_TRIES))


def _once(act: Callable[[], object]) -> float:
    with _collector_at_rest():
        start = time.thread_time()
        act()
        return time.thread_time() - start


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
