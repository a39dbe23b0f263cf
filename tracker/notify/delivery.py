"""Sending a message to a department once, and having what became of it recorded.

The order: ask whether it went out a moment ago, send, then record. A message can't be taken back, so
whatever happens to its record, it is not sent again: the record is tried three times, and then the
caller is told that it is missing. Only a process that dies between the two leaves a message without
a record; the next run would then send it a second time.
"""

import logging
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from tracker.domain.workflow.chasing import Channel, Message
from tracker.notify import channels
from tracker.notify.outcome import NotSent
from tracker.settings import Settings

RECORD_TRIES = 3
PAUSE_SECONDS = 0.5
log = logging.getLogger(__name__)
_one_at_a_time = Lock()  # two clicks at once: the second asks after the first has recorded
Record = Callable[[str, str], None]


@dataclass(frozen=True)
class Outcome:
    """``error`` in words; empty when it went out. ``is_repeated``: not sent, it just had been."""

    recipients: str = ""
    error: str = ""
    is_repeated: bool = False
    is_recorded: bool = True


def deliver(
    settings: Settings,
    channel: Channel,
    emails: Sequence[str],
    message: Message,
    now: datetime,
    went_before: Callable[[], bool],
    record: Record,
    alone: AbstractContextManager[None],
) -> Outcome:
    """Send and record. ``record(recipients, error)`` is one transaction of its own.

    ``alone`` keeps other processes out meanwhile (services/one_at_a_time.py). What it or ``went_before``
    raises (another one who sends, a sign-in that has ended, a database that is away) goes through: then
    nothing was sent.
    """
    with _one_at_a_time, alone:
        if went_before():
            return Outcome(is_repeated=True)
        try:
            took, refused = channels.send(settings, channel, emails, message, now)
        except NotSent as failure:
            return Outcome("", str(failure), is_recorded=_recorded(record, "、".join(emails), str(failure)))
        recorded = _recorded(record, took, "")
        if refused:
            recorded &= _recorded(record, "", refused)
        return Outcome(took, refused, is_recorded=recorded)


def _recorded(record: Record, recipients: str, error: str) -> bool:
    for attempt in range(RECORD_TRIES):
        try:
            record(recipients, error)
        except Exception:  # whatever it is, the message is out
            log.exception("a chasing message could not be recorded, try %d", attempt + 1)
            time.sleep(PAUSE_SECONDS)
        else:
            return True
    return False
