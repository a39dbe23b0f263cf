"""Interface texts in the language of who looks: their preference, as this rerun has read it."""

import threading

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from tracker.domain.language import CHINESE, _, ask

__all__ = ["_", "speak", "spoken"]
LANGUAGE = "language"


# A run of a page has a thread of its own: what it has asked once, it need not ask at every text, which
# are hundreds a run (session_state takes 10 microseconds).
_run = threading.local()


def speak(language: str) -> None:
    """From here on this tab speaks the language; said once at the start of each whole run."""
    st.session_state[LANGUAGE] = _run.language = language


def spoken() -> str:
    """Fragments run without main.py, so the choice is kept with the tab; outside a page it is Chinese."""
    language: str | None = getattr(_run, "language", None)
    if language is None:
        if get_script_run_ctx(suppress_warning=True) is None:
            return CHINESE
        language = _run.language = str(st.session_state.get(LANGUAGE, CHINESE))
    return language


ask(spoken)
