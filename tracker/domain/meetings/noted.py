"""What is only read or refused, for the audit trail: files that were taken, doors that stayed shut.

It changes nothing, so nobody waits for its row, and a script that fetches ten thousand files must not fill
the trail: of one person and one kind, so many a minute stand there for themselves, and one more row says how
many there were besides.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from tracker.domain.access import Person

MOST = 30  # rows of one person and one kind in a minute
MINUTE = timedelta(minutes=1)
LATE = timedelta(seconds=5)  # a row that is written later than this says when it happened


@dataclass(frozen=True)
class Note:
    """What somebody took or was refused: ``action`` is its kind; ``address``: where it was asked from."""

    at: datetime
    person: Person
    action: str
    subject: str
    detail: Mapping[str, object] = field(default_factory=dict)
    address: str | None = None

    def told(self, written_at: datetime) -> Mapping[str, object]:
        """The row's detail. Its time is that of writing, as of every row; one that waited says the other."""
        return {**self.detail, "asked": self.at} if written_at - self.at > LATE else self.detail


@dataclass
class _Minute:
    first: Note
    besides: int = 0
    taken: int = 1

    def holds(self, at: datetime) -> bool:
        """A clock that was set back begins a minute of its own."""
        return timedelta() <= at - self.first.at < MINUTE

    @property
    def rest(self) -> list[Note]:
        if not self.besides:
            return []
        words, told = f"同一分钟内另有{self.besides}次", {"since": self.first.at, "more": self.besides}
        return [replace(self.first, at=self.first.at + MINUTE, subject=words, detail=told)]


class Minutes:
    """Which notes become rows. Not safe for threads by itself."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._open: dict[tuple[int, str], _Minute] = {}

    def take(self, note: Note) -> list[Note]:
        """What is to be written because of it: itself, nothing, and what an earlier minute left to say."""
        key = note.person.account_id, note.action
        minute = self._open.get(key)
        if minute is None or not minute.holds(note.at):
            self._open[key] = _Minute(note)
            return [*(() if minute is None else minute.rest), note]
        if minute.taken < self._most:
            minute.taken += 1
            return [note]
        minute.besides += 1
        return []

    def ended(self, now: datetime | None = None) -> list[Note]:
        """What the minutes that are over at ``now`` have left to say; None: all, for the last time."""
        over = [key for key, minute in self._open.items() if now is None or not minute.holds(now)]
        return [note for key in over for note in self._open.pop(key).rest]
