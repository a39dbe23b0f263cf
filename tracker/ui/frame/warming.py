"""What the first visitor after a start would wait for is made as soon as the server answers.

Of a plan of 10,000 targets a scorecard takes a second or two, and 总览 is drawn from two. Whoever comes
meanwhile waits for the same maker (kept.py), and for nothing that is made already.
"""

import logging
import threading
from importlib import import_module

from tracker.ui.frame import shell

_LOG = logging.getLogger("tracker.web")
_PATIENCE = 10.0  # seconds at the end for what is being made


class Warming:
    """One thread; what it has not begun when it is stopped it leaves. ``modules`` are imported first."""

    def __init__(self, *modules: str) -> None:
        self._modules = modules
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="warming", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_over.set()
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        try:
            for name in self._modules:
                import_module(name)
            if self._is_over.is_set() or not shell.look_as_nobody():
                return
            period = shell.period()
            for each in (period.previous, period):  # a period is read on from the one before it
                if each is not None and not self._is_over.is_set():
                    shell.card(each)
        except Exception:  # the first visitor makes it, or is told why not
            _LOG.warning("nothing was made before the first visitor came", exc_info=True)
