"""What a run says, handed over together (tracker/web/batching.py): nothing is lost or held back."""

import asyncio
import hashlib
import inspect
import threading
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.runtime import Runtime
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.session_manager import SessionClientDisconnectedError
from streamlit.web.server.starlette.starlette_server_config import WEBSOCKET_MAX_SEND_QUEUE_SIZE

from tests import loops
from tests.waiting import comes_to_be
from tracker.web import batching, returning

STARTED, SAID = ScriptRunnerEvent.SCRIPT_STARTED, ScriptRunnerEvent.ENQUEUE_FORWARD_MSG
DONE, OVER = ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS, ScriptRunnerEvent.SHUTDOWN


class Session:
    """As much of an AppSession as hands over: its loop, how it is woken, and what it hears."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._event_loop, self.woken = loop, 0
        self.heard: list[tuple[ScriptRunnerEvent, Any]] = []

    def _call_soon_on_event_loop(self, callback: Callable[[], None]) -> None:
        self.woken += 1
        self._event_loop.call_soon_threadsafe(callback)

    def _handle_scriptrunner_event_on_event_loop(
        self, _sender: object, event: ScriptRunnerEvent, forward_msg: Any = None
    ) -> None:
        self.heard.append((event, forward_msg))
        if forward_msg == "wrong":
            raise ValueError(forward_msg)

    def say(self, event: ScriptRunnerEvent, text: str | None = None, runner: object = None) -> None:
        batching._on_scriptrunner_event(self, runner, event, forward_msg=text)  # type: ignore[arg-type]


def played(script: Callable[[Session], None], *, wait: float = 0.1) -> Session:
    """What a session has heard of a script that ran in a thread of its own."""

    async def play() -> Session:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _loop, _what: None)
        session = Session(loop)
        thread = threading.Thread(target=script, args=(session,))
        thread.start()
        await asyncio.to_thread(thread.join)
        await asyncio.sleep(wait)
        return session

    return loops.played(play())


def run(session: Session, *texts: str) -> None:
    session.say(STARTED)
    for text in texts:
        session.say(SAID, text)
    session.say(DONE)
    session.say(OVER)


def test_all_is_heard_in_its_order_and_the_loop_is_woken_as_often_for_many_as_for_one() -> None:
    texts = [str(n) for n in range(200)]
    session = played(lambda session: run(session, *texts))
    assert session.heard == [(STARTED, None), *((SAID, text) for text in texts), (DONE, None), (OVER, None)]
    assert session.woken == played(lambda session: run(session, "one")).woken == 3


def test_a_run_is_heard_in_one_go_though_the_thread_of_the_one_before_ends_meanwhile() -> None:
    def two(session: Session) -> None:
        before, now = object(), object()
        session.say(STARTED, runner=before)
        session.say(DONE, runner=before)
        session.say(STARTED, runner=now)
        session.say(OVER, runner=before)
        for text in "abcdefgh":
            session.say(SAID, text, runner=now)
        session.say(DONE, runner=now)

    session = played(two)
    assert [text for event, text in session.heard if event is SAID] == [*"abcdefgh"]
    assert session.woken == 5, "for what begins and ends, not for what is said"


def test_a_run_that_takes_long_is_shown_as_it_comes() -> None:
    def slow(session: Session) -> None:
        session.say(STARTED)
        for text in "abc":
            session.say(SAID, text)
            assert comes_to_be(lambda expected=text: (SAID, expected) in session.heard)
        session.say(DONE)

    assert played(slow).heard[-1] == (DONE, None)


def test_what_is_said_outside_of_a_run_is_heard_at_once() -> None:
    session = played(lambda session: session.say(SAID, "aside"))
    assert session.heard == [(SAID, "aside")]


def test_one_that_fails_keeps_none_of_the_others_back() -> None:
    session = played(lambda session: run(session, "a", "wrong", "b"))
    assert [text for event, text in session.heard if event is SAID] == ["a", "wrong", "b"]


def test_nothing_looks_on_when_no_run_is_under_way() -> None:
    """However many runs there were: each leaves no timer behind."""

    async def play() -> int:
        session = Session(asyncio.get_running_loop())
        for _ in range(20):
            run(session, "a")
            await asyncio.sleep(0)
        await asyncio.sleep(3 * batching.PAUSE)
        handles = session._event_loop._scheduled  # type: ignore[attr-defined]
        return sum(not handle.cancelled() for handle in handles)

    assert loops.played(play()) <= 1  # asyncio's own


def test_an_error_that_the_server_says_after_a_run_is_heard_after_it() -> None:
    """As after a request that cannot be read: the page is emptied first, and then says why."""

    async def play() -> list[object]:
        session = Session(asyncio.get_running_loop())
        run(session, "a")
        session._call_soon_on_event_loop(lambda: session.heard.append((SAID, "why")))
        await asyncio.sleep(3 * batching.PAUSE)
        return [text for event, text in session.heard if event is SAID]

    assert loops.played(play()) == ["a", "why"]


class Server:
    """As much of Streamlit's Runtime as sends."""

    def __init__(self, *, hears: int) -> None:
        self._session_mgr, self._hears = self, hears
        self.sent: list[object] = []

    def get_active_session_info(self, session_id: str) -> str:
        return f"browser of {session_id}"

    def _send_message(self, browser: str, message: object) -> None:
        assert browser == "browser of tab"
        if len(self.sent) == self._hears:
            raise SessionClientDisconnectedError
        self.sent.append(message)


class Tab:
    id = "tab"


@pytest.mark.parametrize(
    ("waiting", "hears", "sent"),
    [(3, 10**6, 3), (0, 10**6, 0), (batching.AT_ONCE + 5, 10**6, batching.AT_ONCE), (3, 1, 1)],
)
def test_what_waits_is_sent_in_one_turn_and_the_rest_is_left_to_the_loop(
    monkeypatch: pytest.MonkeyPatch, waiting: int, hears: int, sent: int
) -> None:
    server, messages = Server(hears=hears), [*range(waiting)]
    monkeypatch.setattr(batching, "get_instance", lambda: server)
    monkeypatch.setattr(batching, "FLUSH", lambda _session: messages)
    left = batching._flush_browser_queue(Tab())  # type: ignore[arg-type]
    assert (server.sent, left) == (messages[:sent], messages[sent:])


def test_so_many_at_once_are_far_from_what_streamlit_takes_for_a_browser_that_is_gone() -> None:
    assert 2 * batching.AT_ONCE < WEBSOCKET_MAX_SEND_QUEUE_SIZE


@pytest.mark.parametrize(
    ("method", "known"),
    [
        (batching.REPLACED, "a622d57aa2bacdc2"),
        (AppSession._call_soon_on_event_loop, "565b1968d78c9283"),
        (returning._HEARD, "ed8b8b01f1b6a039"),
        (batching.FLUSH, "3eeadc84646e4e1c"),
        (Runtime._loop_coroutine, "f2bf0cf6b7bd78b7"),
        (Runtime._send_message, "3d91c02d4fcbc26a"),
    ],
)
def test_streamlit_still_words_what_is_replaced_and_called_as_it_did(
    method: Callable[..., None], known: str
) -> None:
    """After an upgrade: read these methods again, mend batching.py, then note the new sums."""
    assert hashlib.sha256(inspect.getsource(method).encode()).hexdigest()[:16] == known
