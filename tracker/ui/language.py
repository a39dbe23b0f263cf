"""Interface texts in the language of who looks: their preference, as this rerun has read it."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker.domain.language import CHINESE, _, ask

__all__ = ["_"]
LANGUAGE = "language"


def _of_this_tab() -> str:
    """Fragments run without main.py, so the choice is kept with the tab; outside a page it is Chinese."""
    if get_script_run_ctx(suppress_warning=True) is None:
        return CHINESE
    return str(st.session_state.get(LANGUAGE, CHINESE))


ask(_of_this_tab)
