"""Owners told by mail of the links that a list of accounts made, behind the answer to who made it.

A list makes up to 5,000 links at a click, and a mail server takes mails one by one: a thread sends them, one
list after the other. The trail gets a row for every few: who got it, and who did not and why. A process that
is stopped meanwhile leaves the others untold, and the trail names none of them.
"""

import logging
from collections.abc import Callable, Sequence
from contextvars import copy_context
from dataclasses import dataclass
from datetime import datetime
from threading import Lock, Thread

from tracker.db import Engine, transaction
from tracker.domain.access import Person
from tracker.notify.password_links import Letter, tell_each
from tracker.services.accounts import record_told_each
from tracker.settings import Settings

AT_ONCE = 20  # mails that one row of the trail speaks of
_one_list_at_a_time = Lock()
_LOG = logging.getLogger("tracker.telling")


@dataclass
class Telling:
    """How far a list has come, for the page. ``why``: what the first mail met that did not go out."""

    mails: int
    sent: int = 0
    unsent: int = 0
    why: str = ""
    is_over: bool = False

    def count(self, error: str) -> None:
        self.sent += not error
        self.unsent += bool(error)
        self.why = self.why or error


def begin(
    engine: Engine,
    settings: Settings,
    person: Person,
    letters: Sequence[Letter],
    clock: Callable[[], datetime],
) -> Telling:
    """Send them from now on; what is given goes on counting."""
    telling = Telling(len(letters))
    # The trail says from where it was asked: a thread of its own begins without that.
    given = (_tell, telling, engine, settings, person, letters, clock)
    Thread(target=copy_context().run, args=given, name="telling", daemon=True).start()
    return telling


def _tell(
    telling: Telling,
    engine: Engine,
    settings: Settings,
    person: Person,
    letters: Sequence[Letter],
    clock: Callable[[], datetime],
) -> None:
    told: list[tuple[Letter, str]] = []
    try:
        with _one_list_at_a_time:
            for letter, error in tell_each(settings, letters, clock):
                telling.count(error)
                told.append((letter, error))
                if len(told) == AT_ONCE:
                    _record(engine, person, told, clock)
                    told = []
            if told:
                _record(engine, person, told, clock)
    except Exception:
        _LOG.exception("a list of mails about links ended early")
    finally:
        telling.is_over = True


def _record(
    engine: Engine, person: Person, told: Sequence[tuple[Letter, str]], clock: Callable[[], datetime]
) -> None:
    """The mails are out, whatever becomes of the row: the others go on."""
    rows = [(letter.login, letter.email, error) for letter, error in told]
    try:
        with transaction(engine, advance=False) as session:
            record_told_each(session, person, rows, clock())
    except Exception:
        _LOG.exception("that %s mails about links were sent is not in the trail", len(rows))
