"""Rounds of: start a writer, break it off at a random moment, read everything back."""

import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from random import Random
from types import ModuleType
from typing import Literal, NamedTuple
from unittest.mock import patch

from tests.crash.checker import Broken, check
from tests.crash.writer import Order, write
from tracker.db import engine_for

LONGEST = 0.25  # seconds of writing after the first acknowledgement
PATIENCE = 30  # seconds until that must have come, and until a writer has noticed that its server is gone
# Starts a writer whose first batch is given, breaks it off after so many seconds, gives what it acknowledged.
Break = Callable[[int, float], list[int]]


class Round(NamedTuple):
    acknowledged: int
    found: int


def rounds(url: str, number: int, *, wal: bool, seed: int, writers: int = 1) -> Iterator[Round]:
    """Kill a writer ``number`` times on one migrated database; raises Broken once anything is lost."""
    return played(
        url, number, lambda first, seconds: kill_one(Order(url, first, wal, writers), seconds), seed, writers
    )


def played(url: str, number: int, break_off: Break, seed: int, writers: int) -> Iterator[Round]:
    random = Random(seed)
    acknowledged: list[int] = []
    for _ in range(number):
        # Of each writer the batch that follows may be there unsaid.
        first = max(acknowledged) + 1 + 2 * writers if acknowledged else 0
        said = break_off(first, random.uniform(0, LONGEST))
        acknowledged += said
        engine = engine_for(url)
        try:
            found = check(engine, acknowledged)
        finally:
            engine.dispose()
        yield Round(len(said), found)


def kill_one(
    order: Order,
    seconds: float,
    *,
    method: Literal["fork", "forkserver"] = "forkserver",
    kill_server: Callable[[], None] | None = None,
) -> list[int]:
    """The batches that a writer acknowledged before it was killed, or ended because its server was."""
    start = multiprocessing.get_context(method)
    start.set_forkserver_preload([write.__module__])  # imported once, not once a round
    ours, theirs = start.Pipe(duplex=False)
    process = start.Process(target=write, args=(order, theirs), daemon=True)
    # A process started so imports the parent's __main__ again. After an AppTest that is Streamlit's page.
    with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
        process.start()
    theirs.close()
    try:
        if not ours.poll(PATIENCE):
            raise Broken("the writer acknowledged nothing")
        time.sleep(seconds)
        if not process.is_alive():
            raise Broken("the writer ended by itself")
        if kill_server is not None:
            kill_server()
            process.join(PATIENCE)
            if process.is_alive():
                raise Broken("the writer still waits for a server that is gone")
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
