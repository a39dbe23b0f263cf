"""What a click, a choice or a typed text asks for is done to its end, however soon the next one comes.

Streamlit turns to the next request wherever a run touches the session's state or says something, in
callbacks too: what one was about to store is not stored, and the widget counts as heard, so that nobody asks
again. Here a run looks for the next request when its callbacks are through, where Streamlit looks as well.

This goes around a private method of Streamlit's, which is pinned: tests/web/test_callbacks.py.
"""

from typing import Any

from streamlit.runtime.state.safe_session_state import SafeSessionState

WRAPPED = SafeSessionState.on_script_will_rerun


def _to_their_end(self: SafeSessionState, *states: Any, **about: Any) -> None:
    runner: Any = getattr(self._yield_callback, "__self__", None)
    if runner is None:
        return WRAPPED(self, *states, **about)
    was, runner._execing = runner._execing, False
    try:
        WRAPPED(self, *states, **about)
    finally:
        runner._execing = was


def install() -> None:
    """Once, before the first session."""
    SafeSessionState.on_script_will_rerun = _to_their_end  # type: ignore[method-assign]
