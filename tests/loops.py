"""Coroutines in tests: in a thread of their own, because Playwright keeps a loop running in the worker's.

Which tests a worker plays after a browser's is chance; so a test that would fail there fails everywhere.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest

Done = TypeVar("Done")


def played(coroutine: Coroutine[Any, Any, Done]) -> Done:
    return in_a_thread(lambda: asyncio.run(coroutine))


def in_a_thread(play: Callable[[], Done]) -> Done:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(play).result()


@pytest.fixture(autouse=True, scope="session")
def a_loop_runs_as_after_a_browser() -> Iterator[None]:
    """The thread of the tests refuses a loop of a test's own, as it does once Playwright was asked for."""
    run = asyncio.Runner.run

    def refuse_beside_playwright(
        runner: asyncio.Runner, coro: Coroutine[Any, Any, Done], **given: Any
    ) -> Done:
        if threading.current_thread() is threading.main_thread():
            coro.close()
            raise RuntimeError("play it with tests/loops.py: a browser's loop may be running in this thread")
        return run(runner, coro, **given)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(asyncio.Runner, "run", refuse_beside_playwright)
        yield
