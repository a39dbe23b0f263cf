"""What is typed for one submission in the bar: named by it, so that nothing is carried over to another."""

import streamlit as st

from tracker.queries.waiting import Waiting
from tracker.ui.frame import shell


def key_of(waiting: Waiting, name: str) -> str:
    return f"review-{shell.visit().person.account_id}-{waiting.submission.report_id}-{name}"


def held(waiting: Waiting, name: str) -> str:
    """The text of the field ``name``; empty where nothing is typed, or the field was never drawn."""
    return st.session_state.get(key_of(waiting, name)) or ""
