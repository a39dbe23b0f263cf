"""Callbacks that the next request comes upon are done to their end (tracker/web/callbacks.py)."""

import hashlib
import inspect
from collections.abc import Callable

import pytest
from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.runtime.state.session_state import SessionState
from streamlit.testing.v1 import AppTest

from tracker.web import callbacks


def _page() -> None:
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx
    from streamlit.runtime.scriptrunner_utils.script_requests import RerunData

    def store() -> None:
        context = get_script_run_ctx()
        assert context is not None
        assert context.script_requests is not None
        context.script_requests.request_rerun(RerunData())  # somebody clicks on the next thing
        stored = [*st.session_state.get("stored", []), st.session_state["words"]]
        st.toast("saying something is where Streamlit looks, too")
        st.session_state["stored"] = stored

    st.text_area("words", key="words", on_change=store)
    st.write(st.session_state.get("stored", []))


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    monkeypatch.setattr(SafeSessionState, "on_script_will_rerun", callbacks.WRAPPED)  # put back afterwards
    return callbacks.install


def _stored_of_words_typed_before_a_click() -> list[str]:
    at = AppTest.from_function(_page, default_timeout=60).run()
    at.text_area[0].set_value("进度不一").run()
    assert not at.exception
    return list(at.session_state["stored"]) if "stored" in at.session_state else []


def test_what_was_typed_is_stored_though_the_next_click_comes_meanwhile(install: Callable[[], None]) -> None:
    assert _stored_of_words_typed_before_a_click() == [], "else Streamlit does it itself now"
    install()
    assert _stored_of_words_typed_before_a_click() == ["进度不一"]


@pytest.mark.parametrize(
    ("method", "known"),
    [
        (callbacks.WRAPPED, "61c14e58f2181666"),
        (ScriptRunner._maybe_handle_execution_control_request, "5bae9b98a9044a8a"),
        (ScriptRunner._set_execing_flag, "cc7e3a89d5534979"),
        (SessionState.on_script_will_rerun, "cb43df33b02aab59"),
    ],
)
def test_streamlit_still_words_what_this_rests_on_as_it_did(method: Callable[..., None], known: str) -> None:
    """After an upgrade: read these methods again, mend callbacks.py, then note the new sums."""
    assert hashlib.sha256(inspect.getsource(method).encode()).hexdigest()[:16] == known
