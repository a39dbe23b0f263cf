"""The same line of log at most once a minute: a full disk stops the site, too.

A line that came again is counted, and the count stands behind the next one. Of one kind of line (one text
in the code, whatever stands in it) at most ``KIND`` are written in a minute.
"""

import logging
import time
from collections.abc import Callable
from threading import Lock

MINUTE = 60.0
KIND = 60
_ACCESS = "tracker.access"  # each request has its line there (metrics.py)
_REMEMBERED = 2_000  # lines; what came before is forgotten


class OnceAMinute(logging.Filter):
    """``clock`` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._clock, self._lock = clock, Lock()
        self._since: dict[tuple[str, ...], float] = {}
        self._unsaid: dict[tuple[str, ...], int] = {}
        self._of_kind: dict[tuple[str, ...], int] = {}
        self._minute = clock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the line is written; says in it how many like it were not."""
        if record.name == _ACCESS:
            return True
        try:
            text = record.getMessage()
        except Exception:  # the handler says so
            return True
        error = record.exc_info[1] if record.exc_info else None
        kind = (record.name, str(record.msg))
        line = (*kind, text, repr(error) if error is not None else "")
        with self._lock:
            self._turn()
            now = self._clock()
            if now - self._since.get(line, now - MINUTE) < MINUTE or self._of_kind.get(kind, 0) >= KIND:
                self._unsaid[kind] = self._unsaid.get(kind, 0) + 1
                return False
            self._since[line] = now
            self._of_kind[kind] = self._of_kind.get(kind, 0) + 1
            left_out = self._unsaid.pop(kind, 0)
        if left_out:
            record.msg, record.args = f"{text} (and {left_out} like it, not written)", ()
        return True

    def _turn(self) -> None:
        now = self._clock()
        if now - self._minute >= MINUTE:
            self._minute = now
            self._of_kind.clear()
            self._since = {line: at for line, at in self._since.items() if now - at < MINUTE}
        if len(self._since) > _REMEMBERED or len(self._unsaid) > _REMEMBERED:
            self._since.clear()
            self._unsaid.clear()


def install() -> None:
    """For every logger of the process: Streamlit makes its own as it goes, each with a handler."""
    once, handle = OnceAMinute(), logging.Logger.handle

    def sparing(self: logging.Logger, record: logging.LogRecord) -> None:
        if once.filter(record):
            handle(self, record)

    logging.Logger.handle = sparing  # type: ignore[method-assign]
