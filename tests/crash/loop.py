"""Rounds of: start a writer, kill it at a random moment, read everything back."""

import multiprocessing
import sys
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from random import Random
from types import ModuleType
from typing import NamedTuple
from unittest.mock import patch

from tests.crash.checker import Broken, check
from tests.crash.writer import write
from tracker.db import engine_for

LONGEST = 0.25  # seconds of writing after the first acknowledgement
PATIENCE = 30  # seconds until that must have come


class Round(NamedTuple):
    acknowledged: int
    found: int


def rounds(url: str, number: int, *, wal: bool, seed: int, writers: int = 1) -> Iterator[Round]:
    """Run ``number`` rounds on one migrated database; raises Broken at the first that lost anything."""
    random = Random(seed)
    start = multiprocessing.get_context("forkserver")
    start.set_forkserver_preload([write.__module__])  # imported once, not once a round
    acknowledged: list[int] = []
    for _ in range(number):
        # Of each writer the batch that follows may be there unsaid.
        first = max(acknowledged) + 1 + 2 * writers if acknowledged else 0
        before = len(acknowledged)
        acknowledged += _kill_one(start, (url, first, wal, writers), random.uniform(0, LONGEST))
        engine = engine_for(url)
        found = check(engine, acknowledged)
        engine.dispose()
        yield Round(len(acknowledged) - before, found)


def _kill_one(
    start: multiprocessing.context.ForkServerContext, what: tuple[str, int, bool, int], seconds: float
) -> list[int]:
    """The batches that one writer acknowledged before it was killed."""
    ours, theirs = start.Pipe(duplex=False)
    process = start.Process(target=write, args=(*what, theirs), daemon=True)
    # A process started so imports the parent's __main__ again. After an AppTest that is Streamlit's page.
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            raise Broken("the writer acknowledged nothing")
        time.sleep(seconds)
    finally:
        process.kill()
        process.join()
    return list(_rest(ours))


def _rest(pipe: Connection) -> Iterator[int]:
    while True:
        try:
            yield int(pipe.recv())
        except EOFError:
            return
