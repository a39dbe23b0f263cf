"""A tab that comes back to a server which does not know it is drawn once before anything is done for it.

A server that was started anew learns a page's buttons and what their clicks do by running the page.
Streamlit gives it the first click at once, or breaks that first run off for it, and drops what it does not
know: whoever pressed 保存 after a restart had nothing stored. Here the tab asks for a run when it is back
(streamlit_words.py), and what it sends until that run has ended waits.

This wraps two methods of Streamlit's, which is pinned; tests/web/test_returning.py fails when they change.
"""

from collections import deque
from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.scriptrunner import ScriptRunnerEvent
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

_ASKED, _HEARD = AppSession.request_rerun, AppSession._handle_scriptrunner_event_on_event_loop
_ENDS = frozenset(
    {
        ScriptRunnerEvent.SCRIPT_STOPPED_WITH_SUCCESS,
        ScriptRunnerEvent.SCRIPT_STOPPED_WITH_COMPILE_ERROR,
        ScriptRunnerEvent.FRAGMENT_STOPPED_WITH_SUCCESS,
    }
)
_WAITING = (
    "_tracker_waiting"  # of a session: what waits for the run that is under way; None once nothing does
)


def _request_rerun(self: AppSession, client_state: ClientState | None) -> None:
    if _WAITING in self.__dict__:
        waiting: deque[ClientState | None] | None = self.__dict__[_WAITING]
        if waiting is not None:
            waiting.append(client_state)
            return
    else:
        # A page that is loaded has no widgets yet; one that comes back tells what its widgets hold.
        comes_back = client_state is not None and bool(client_state.widget_states.widgets)
        self.__dict__[_WAITING] = deque() if comes_back else None
    _ASKED(self, client_state)


def _handle(
    self: AppSession, sender: ScriptRunner | None, event: ScriptRunnerEvent, *told: Any, **about: Any
) -> None:
    _HEARD(self, sender, event, *told, **about)
    waiting: deque[ClientState | None] | None = self.__dict__.get(_WAITING)
    if waiting is None or event not in _ENDS:
        return
    if waiting:
        _ASKED(self, waiting.popleft())  # one after the other: the next one would break it off
    else:
        self.__dict__[_WAITING] = None


def install() -> None:
    """Once, before the first session."""
    AppSession.request_rerun = _request_rerun  # type: ignore[method-assign]
    AppSession._handle_scriptrunner_event_on_event_loop = _handle  # type: ignore[method-assign]
