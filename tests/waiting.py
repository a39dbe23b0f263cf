"""What comes to be in its own time is looked for again and again, and not after a pause of some length."""

import time
from collections.abc import Callable

PATIENCE = 20.0  # seconds; who waits in vain for it has found a fault, not a busy machine


def comes_to_be(holds: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Whether it held at last."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
