"""What a widget finds in the session by one key (tracker/web/lookups.py)."""

import hashlib
import inspect

import pytest
from streamlit.runtime.state.safe_session_state import SafeSessionState
from streamlit.testing.v1 import AppTest

from tracker.web import lookups


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SafeSessionState, "filtered_state", property(lookups.Looked))


def script() -> None:
    """Widgets with keys and without, and what a session holds besides; both ways of looking, in each run."""
    import streamlit as st
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    from tracker.web import lookups

    def compared() -> None:
        context = get_script_run_ctx()
        assert context is not None
        ours, theirs = lookups.Looked(context.session_state), lookups.REPLACED.fget(context.session_state)
        known = [
            *context.session_state._state._keys(),
            *theirs,
            "nothing",
            "$$WIDGET_ID-a-b",
            "$$STREAMLIT_X",
        ]
        for key in known:
            assert (key in ours) is (key in theirs), key
            assert key not in theirs or ours[key] == theirs[key], key
        assert (dict(ours), len(ours), str(ours)) == (theirs, len(theirs), str(theirs))

    st.session_state.run = st.session_state.get("run", 0) + 1
    st.session_state.setdefault("plain", "text")
    compared()
    st.text_input("a", "words", key="a")
    st.text_input("without a key")
    st.text_area("b", value=None, key="b")
    if st.session_state.run < 3:
        st.selectbox("c", ["x", "y"], index=None, key="c")
    compared()


def test_what_is_found_is_what_all_of_it_holds(installed: None) -> None:
    app = AppTest.from_function(script, default_timeout=60).run()
    assert not app.exception
    app.selectbox(key="c").select("y").run()
    assert not app.exception
    app.text_area(key="b").input("more").run()
    assert not app.exception
    assert app.session_state["run"] == 3
    assert app.text_area(key="b").value == "more"


def test_fields_draw_what_they_hold_and_nothing_where_that_is_none(installed: None) -> None:
    def fields() -> None:
        import streamlit as st

        st.session_state.setdefault("a", None)
        st.session_state.setdefault("c", None)
        st.text_input("a", "words", key="a")
        st.text_area("b", "more", key="b")
        st.selectbox("c", ["x", "y"], key="c")

    app = AppTest.from_function(fields, default_timeout=60).run()
    assert (app.text_input(key="a").value, app.text_area(key="b").value) == (None, "more")
    assert app.selectbox(key="c").value is None


def test_streamlit_still_words_what_is_replaced_as_it_did() -> None:
    """After an upgrade: read it again (which keys, which values?), then note the new sums."""
    sums = [
        hashlib.sha256(inspect.getsource(each.fget).encode()).hexdigest()[:16]
        for each in (lookups.REPLACED, lookups.OF_STATE)
    ]
    assert sums == ["d08f2da73ad67b5e", "c9cebb3efcc6df9b"]
