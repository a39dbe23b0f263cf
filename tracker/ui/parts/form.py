"""What was done, said at the next run in a corner of the window."""

import streamlit as st

from tracker.ui.parts.prose import literal

_TOAST = "toast-for-the-next-run"


def leave_toast(text: str) -> None:
    """Say at the next run what was done: wherever the page is scrolled to, it is seen."""
    st.session_state[_TOAST] = text


def show_toast() -> None:
    text = st.session_state.pop(_TOAST, None)
    if text is not None:
        st.toast(literal(text), icon=":material/check:")
