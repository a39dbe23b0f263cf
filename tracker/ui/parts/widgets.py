"""What was done, said at the next run on top of the page."""

import streamlit as st

from tracker.ui.parts.prose import literal

_WORD = "word_for_the_next_run"


def leave_word(text: str) -> None:
    """Say something once at the next run: st.rerun() wipes what is on the page."""
    st.session_state[_WORD] = text


def show_word() -> None:
    text = st.session_state.pop(_WORD, None)
    if text is not None:
        st.success(literal(text), icon=":material/check_circle:")
