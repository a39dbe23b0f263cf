"""Refusals: what the tracker says when it does not do what was asked.

Every message is a finished Chinese sentence for the person at the screen. Services and
rules raise these; pages and routes show them; nothing else is ever shown to a person.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tracker.domain.language import in_chinese


class Refusal(Exception):
    """Something was asked that the rules do not allow; the message is for the person."""


class NotAllowed(Refusal):
    """The person may not do this (domain/access.py).

    ``say`` gives the sentence in the language of the moment: it is said to the person, and in Chinese to the
    audit trail.
    """

    def __init__(self, say: Callable[[], str]) -> None:
        super().__init__(say())
        with in_chinese():
            self.in_chinese = say()


class OwnWork(NotAllowed):
    """Somebody else has to decide on it (domain/workflow/second_person.py)."""


class NotFound(Refusal):
    """The thing does not exist, or the person may not know that it does."""


class BadInput(Refusal):
    """What was typed can't be read as what the field holds."""


class Locked(Refusal):
    """The window or the life cycle does not admit this now; the message says why."""


class Outgrown(Refusal):
    """A newer version of the program has brought the ledger up: this process leaves it alone."""


class NeedsReason(Refusal):
    """The change is admitted only with a reason."""


@dataclass(frozen=True)
class Change:
    """One thing that changed meanwhile: what it was when seen, what it is now, by whom."""

    what: str
    seen: str
    now: str
    by: str


class StaleState(Refusal):
    """Somebody saved meanwhile. ``changes`` says what and by whom; nothing was stored."""

    def __init__(self, message: str, changes: tuple[Change, ...] = ()) -> None:
        super().__init__(message)
        self.changes = changes
