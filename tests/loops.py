"""Coroutines in tests: in a thread of their own, because Playwright keeps a loop running in the worker's."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Done = TypeVar("Done")


def played(coroutine: Coroutine[Any, Any, Done]) -> Done:
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()
