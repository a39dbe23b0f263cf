"""The audit trail, shipped as it is written: to a syslog, as lines of JSON into a file.

Not by the one who writes: a sender goes over the trail behind it, in its order, and keeps up to which row
each place has it. So no write waits for a collector, and what could not be sent goes out later, also after a
restart; a row is sent again rather than left out. One process of a ledger sends at a time;
``python -m tracker ship`` does it once, for a scheduler.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Thread

from tracker.db import Engine, reading, transaction
from tracker.domain.language.errors import Refusal
from tracker.notify import trail
from tracker.notify.outcome import NotSent
from tracker.queries.shipped import rows_to_ship
from tracker.services import audit
from tracker.services.one_at_a_time import SHIPPING, sending
from tracker.settings import Settings

AT_ONCE = 200  # rows of one sending
LOOK, AGAIN, END = (
    1.0,
    15.0,
    10.0,
)  # seconds: between two looks, after a failure, for the last look of a server
_LOG = logging.getLogger("tracker.shipping")


def is_set(settings: Settings) -> bool:
    return bool(trail.ways(settings))


def ship(engine: Engine, settings: Settings, clock: Callable[[], datetime]) -> tuple[int, list[str]]:
    """Send what is not out yet; how many rows it were, and why some place did not get them, in words.

    Raises Refusal where another process is at it.
    """
    sent, failures = 0, []
    for place, (name, way) in trail.ways(settings).items():
        try:
            sent += _to(engine, place, way, clock)
        except NotSent as failure:
            failures.append(f"{name}：{failure}")
    return sent, failures


def _to(engine: Engine, place: str, way: trail.Way, clock: Callable[[], datetime]) -> int:
    sent = 0
    while _waiting(engine, place, 1):
        with sending(engine, 0, lock=SHIPPING):
            rows = _waiting(engine, place, AT_ONCE)  # another process may have sent some meanwhile
            if rows:
                way(rows)
                with transaction(engine, advance=False) as session:
                    audit.note_shipped(session, place, rows[-1].id, clock())
                sent += len(rows)
    return sent


def _waiting(engine: Engine, place: str, most: int) -> trail.Rows:
    with reading(engine) as session:
        return rows_to_ship(session, place, most)


@contextmanager
def beside(engine: Engine, settings: Settings, clock: Callable[[], datetime]) -> Iterator[None]:
    """Send what is written, beside the server; at its end once more."""
    if not is_set(settings):
        yield
        return
    ended = Event()

    def work() -> None:
        pause = 0.0
        while not ended.wait(pause):
            pause = LOOK if _shipped(engine, settings, clock) else AGAIN
        _shipped(engine, settings, clock)

    thread = Thread(target=work, name="shipping", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join(END)


def _shipped(engine: Engine, settings: Settings, clock: Callable[[], datetime]) -> bool:
    try:
        _sent, failures = ship(engine, settings, clock)
    except Refusal:
        return True  # another process sends
    except Exception:
        _LOG.exception("the audit trail could not be shipped")
        return False
    for failure in failures:
        _LOG.error("the audit trail could not be shipped: %s", failure)
    return not failures
