"""What a run of a page says is handed to the server's loop together, instead of message by message.

Streamlit wakes the loop for each message of a run, and each time the two threads hand the interpreter's
lock to and fro. Here the loop is woken when a run begins and when it ends, and looks by itself, every
``PAUSE``, at what has been said in between: a page that takes long is shown as it comes.

This takes the place of a private method of Streamlit's, which is pinned: tests/web/test_batching.py fails
when an upgrade words it, or what it calls, differently.
"""

from asyncio import TimerHandle
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

PAUSE = 0.02  # seconds
REPLACED = AppSession._on_scriptrunner_event


class _Said:
    """What a session's runs have said and the loop has not heard, in its order.

    A deque may be filled in one thread and emptied in another.
    """

    def __init__(self, session: AppSession) -> None:
        self._session = session
        self._waiting: deque[Callable[[], None]] = deque()
        self._is_running = False
        self._next: TimerHandle | None = None

    def say(self, event: ScriptRunnerEvent, tell: Callable[[], None]) -> None:
        self._waiting.append(tell)
        if event is ScriptRunnerEvent.ENQUEUE_FORWARD_MSG and self._is_running:
            return  # heard within the pause, or when the run ends
        self._is_running = event is ScriptRunnerEvent.SCRIPT_STARTED
        self._session._call_soon_on_event_loop(self._hear)

    def _hear(self) -> None:
        loop = self._session._event_loop
        if self._next is not None:
            self._next.cancel()
        while self._waiting:
            loop.call_soon(self._waiting.popleft())
        self._next = loop.call_later(PAUSE, self._hear) if self._is_running else None


def _on_scriptrunner_event(
    self: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, **about: Any
) -> None:
    said: _Said | None = self.__dict__.get("_said")
    if said is None:
        said = self.__dict__.setdefault("_said", _Said(self))
    said.say(event, partial(self._handle_scriptrunner_event_on_event_loop, sender, event, **about))


def install() -> None:
    """Once, before the first session."""
    AppSession._on_scriptrunner_event = _on_scriptrunner_event  # type: ignore[method-assign,assignment]
