"""What a run of a page says is handed over together, instead of message by message.

Streamlit wakes the loop for each message of a run, and each time the two threads hand the interpreter's
lock to and fro; then its loop turns once for each message that it sends. Here the loop hears a run when it
ends, and looks by itself, every ``PAUSE``, at what has been said in between: a page that takes long is shown
as it comes. What the loop has heard it sends in one turn.

This takes the place of two private methods of Streamlit's, which is pinned: tests/web/test_batching.py fails
when an upgrade words them, or what they rest on, differently.
"""

from asyncio import TimerHandle
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime import get_instance
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.session_manager import SessionClientDisconnectedError

PAUSE = 0.02  # seconds
# Hear, in the run's thread, that a run begins or ends (web/metrics.py).
listeners: list[Callable[[ScriptRunnerEvent], None]] = []
AT_ONCE = 200  # messages; a browser for which 500 wait is taken to be gone
REPLACED = AppSession._on_scriptrunner_event
FLUSH = AppSession.flush_browser_queue


class _Said:
    """What a session's runs have said and the loop has not heard, in its order.

    A deque may be filled in one thread and emptied in another.
    """

    def __init__(self, session: AppSession) -> None:
        self._session = session
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_running = False
        self._runner: ScriptRunner | None = None
        self._next: TimerHandle | None = None

    def say(self, sender: ScriptRunner | None, event: ScriptRunnerEvent, tell: Callable[[], None]) -> None:
        self._waiting.append(tell)
        if event is ScriptRunnerEvent.ENQUEUE_FORWARD_MSG and self._is_running:
            return  # heard within the pause, or when the run ends
        if event is ScriptRunnerEvent.SCRIPT_STARTED:
            self._is_running, self._runner = True, sender
        elif sender is self._runner:  # one before says that it is over when the next has begun
            self._is_running = False
        self._session._call_soon_on_event_loop(self._look_on if self._is_running else self._hear)

    def _look_on(self) -> None:
        if self._next is None:
            self._next = self._session._event_loop.call_later(PAUSE, self._hear)

    def _hear(self) -> None:
        loop = self._session._event_loop
        if self._next is not None:
            self._next.cancel()
        while self._waiting:
            tell = self._waiting.popleft()
            try:
                tell()
            except Exception as error:
                loop.call_exception_handler({"message": "of what a run said", "exception": error})
        self._next = loop.call_later(PAUSE, self._hear) if self._is_running else None


def _on_scriptrunner_event(
    self: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, **about: Any
) -> None:
    if event is not ScriptRunnerEvent.ENQUEUE_FORWARD_MSG:
        for hear in listeners:
            hear(event)
    said: _Said | None = self.__dict__.get("_said")
    if said is None:
        said = self.__dict__.setdefault("_said", _Said(self))
    said.say(sender, event, partial(self._handle_scriptrunner_event_on_event_loop, sender, event, **about))


def _flush_browser_queue(self: AppSession) -> list[ForwardMsg]:
    """Send what waits for this browser; what could not be sent is left to Streamlit's loop, which asked."""
    waiting, sent = FLUSH(self), 0
    server = get_instance()
    browser = server._session_mgr.get_active_session_info(self.id)
    if browser is not None:
        with suppress(SessionClientDisconnectedError):  # met again, and dealt with, by the loop
            for message in waiting[:AT_ONCE]:
                server._send_message(browser, message)
                sent += 1
    return waiting[sent:]


def install() -> None:
    """Once, before the first session."""
    AppSession._on_scriptrunner_event = _on_scriptrunner_event  # type: ignore[method-assign,assignment]
    AppSession.flush_browser_queue = _flush_browser_queue  # type: ignore[method-assign]
