"""What is only read or refused, written into the audit trail behind the answer.

A download must not wait for its turn to write: what happened is put into a queue in memory, and a thread of
the server's writes what waits there in one transaction, a third of a second later where nothing is in its
way. Rows that can't be written (a full disk, a database that is away) wait. A process that is killed loses
the last third of a second, one that is stopped nothing (decision 41).
"""

import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event, Lock, Thread

from tracker.db import Engine, transaction
from tracker.domain.language.errors import Outgrown
from tracker.domain.meetings.noted import Minutes, Note
from tracker.services import audit

GATHER, AGAIN, LOOK = 0.3, 5.0, 10.0  # seconds: of one commit, until another try, for a minute that is over
END = 20.0  # seconds that a server waits for it at its end
ROOM = 5_000  # notes that wait; what comes while the database is away for long is counted in the log
AT_ONCE = 50  # rows in one transaction: who shares its commit waits for them
_LOG = logging.getLogger("tracker.noting")


class _Waiting:
    """The notes of one ledger in this process."""

    def __init__(self) -> None:
        self.lock, self.come = Lock(), Event()
        self.minutes = Minutes()
        self.notes: deque[Note] = deque()
        self.lost = 0

    def put(self, notes: list[Note]) -> None:
        for note in notes:
            if len(self.notes) < ROOM:
                self.notes.append(note)
            else:
                self.lost += 1


_waiting: defaultdict[str, _Waiting] = defaultdict(_Waiting)


def _of(engine: Engine) -> _Waiting:
    return _waiting[engine.url.render_as_string(hide_password=False)]


def note(engine: Engine, taken: Note) -> None:
    """Have it stand in the trail. Never waits for the database, raises nothing."""
    waiting = _of(engine)
    with waiting.lock:
        waiting.put(waiting.minutes.take(taken))
    waiting.come.set()


def write(engine: Engine, clock: Callable[[], datetime], *, last: bool = False) -> int:
    """Write what waits; how many rows it were. What can't be written waits on, and the error is raised.

    ``last``: also what minutes that are not over yet have left to say.
    """
    waiting, written = _of(engine), 0
    with waiting.lock:
        waiting.put(waiting.minutes.ended(None if last else clock()))
        lost, waiting.lost = waiting.lost, 0
    if lost:
        _LOG.error("%s rows of the audit trail were left out: too many waited for the database", lost)
    while True:
        with waiting.lock:
            notes = [waiting.notes.popleft() for _each in range(min(AT_ONCE, len(waiting.notes)))]
        if not notes:
            return written
        try:
            with transaction(engine, advance=False, together=True) as session:
                audit.queue(session)
                audit.record_notes(session, notes, clock())  # the time of their turn: rows stand in its order
        except BaseException:
            with waiting.lock:
                waiting.notes.extendleft(reversed(notes))
            raise
        written += len(notes)


@contextmanager
def behind(engine: Engine, clock: Callable[[], datetime]) -> Iterator[None]:
    """Write what comes, in a thread of its own; at the end what is left."""
    waiting, ended = _of(engine), Event()

    def attempt(*, last: bool) -> float:
        try:
            write(engine, clock, last=last)
        except Outgrown:
            _LOG.error("rows of the audit trail wait: a newer program has brought the ledger up")
            waiting.come.set()
            return AGAIN
        except Exception:
            _LOG.exception("rows of the audit trail wait: they could not be written")
            waiting.come.set()
            return AGAIN
        return GATHER

    def work() -> None:
        pause = GATHER
        while not ended.is_set():
            waiting.come.wait(LOOK)
            ended.wait(pause)  # what comes meanwhile shares the commit
            waiting.come.clear()
            pause = attempt(last=False)
        attempt(last=True)
        if waiting.notes:
            _LOG.error("%s rows of the audit trail were lost at the end", len(waiting.notes))

    thread = Thread(target=work, name="noting", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        waiting.come.set()
        thread.join(END)
