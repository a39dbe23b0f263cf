"""Whose turn it is to write: first come, first served, with an end to the waiting.

Writers of one database queue here, in the order in which they came, before they ask the database
for its lock: an engine's own lock knows no order (SQLite's busy handler sleeps and tries again),
and each writer that waited inside PostgreSQL would keep a connection that a reader needs.

Small writes that wait together share one commit (``share``): each does its work in its turn, inside
the transaction that the first of them opened, the last one commits, and none is told that it is
done before that. What one of them breaks is undone to where it began, without the others.
"""

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Lock
from time import monotonic
from typing import Generic, Protocol, TypeVar

__all__ = ["Broken", "Shared", "TooLong", "Turns"]

MOST_TOGETHER = 32  # writes in one commit
GATHER_SECONDS = 0.05  # nobody joins later: the first of them waits for its commit
COMMIT_SECONDS = 60  # the longest wait for a commit that another makes


class TooLong(Exception):
    """The turn did not come in time; nothing was begun."""


class Broken(Exception):
    """The commit that was shared failed or does not come: nobody can say that it is stored."""


class Shared(Protocol):
    """A transaction that several write in, one by one; ``is_whole`` as long as it can be committed."""

    is_whole: bool

    def commit(self) -> None: ...

    def abandon(self) -> None: ...


Opened = TypeVar("Opened", bound=Shared)


class _Group(Generic[Opened]):
    """Those who share one commit. ``kept``: how many did their work so far; ``failure``: of the commit."""

    def __init__(self, opened: Opened) -> None:
        self.opened = opened
        self.begun = monotonic()
        self.size, self.kept = 1, 0
        self.ended = Event()
        self.failure: BaseException | None = None

    @property
    def has_room(self) -> bool:
        in_time = monotonic() - self.begun < GATHER_SECONDS
        return self.opened.is_whole and self.size < MOST_TOGETHER and in_time


class _Waiter(Generic[Opened]):
    def __init__(self, shares: bool) -> None:
        self.shares = shares
        self.called = Event()
        self.group: _Group[Opened] | None = None


class Turns(Generic[Opened]):
    """The writers of one database in this process."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._is_taken = False
        self._waiting: deque[_Waiter[Opened]] = deque()

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """The turn, for a transaction of one's own. Raises TooLong."""
        self._take(False, seconds)
        try:
            yield
        finally:
            self._pass_on()

    @contextmanager
    def share(self, seconds: float, opening: Callable[[], Opened]) -> Iterator[Opened]:
        """The turn inside a commit that may be shared; left without an error, all is committed.

        The caller undoes its own part before an error leaves. Raises TooLong, or Broken where another
        one's commit failed; whoever commits gets the error itself.
        """
        group = self._take(True, seconds)
        if group is None:
            try:
                group = _Group(opening())
            except BaseException:
                self._pass_on()
                raise
        try:
            yield group.opened
        except BaseException:
            self._leave(group, kept=False)
            raise
        if not self._leave(group, kept=True):
            if not group.ended.wait(COMMIT_SECONDS) or group.failure is not None:
                raise Broken from group.failure
        elif group.failure is not None:
            raise group.failure

    def _take(self, shares: bool, seconds: float) -> _Group[Opened] | None:
        """Wait for the turn; gives the group that one has joined, None to begin anew."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return None
            me: _Waiter[Opened] = _Waiter(shares)
            self._waiting.append(me)
        if not me.called.wait(seconds):
            with self._lock:
                if not me.called.is_set():  # else it was called at this very moment
                    self._waiting.remove(me)
                    raise TooLong
        return me.group

    def _leave(self, group: _Group[Opened], *, kept: bool) -> bool:
        """Call the next one into the group, or end it; whether it is ended."""
        group.kept += kept
        with self._lock:
            if self._waiting and self._waiting[0].shares and group.has_room:
                following = self._waiting.popleft()
                following.group = group
                group.size += 1
                following.called.set()
                return False
        try:
            if group.kept:
                group.opened.commit()
            else:
                group.opened.abandon()
        except BaseException as error:
            group.failure = error
        self._pass_on()
        group.ended.set()
        return True

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().called.set()
            else:
                self._is_taken = False
