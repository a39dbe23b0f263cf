"""Choices that stand in the address, so that a link opens the same view."""

from datetime import date, datetime, time, timedelta

import streamlit as st

from tracker.domain.quarter import SHANGHAI

AS_OF = "asof"


def follow(name: str, key: str, options: list[str], default: str | None = None) -> None:
    """Make the choice widget with this key show what the address asks for; call it before the widget.

    Streamlit's own binding (bind="query-params") puts an option's shown text into the address, which
    is no link that others can build, and passes over an unknown one in silence.
    """
    asked = st.query_params.get(name)
    if asked in options:
        if st.session_state.get(key) != asked:
            st.session_state[key] = asked
    elif st.session_state.get(key) not in options:
        st.session_state.pop(key, None)
        if default is not None:
            st.session_state[key] = default


def put(name: str, key: str) -> None:
    """on_change of such a widget."""
    st.query_params[name] = st.session_state[key]


def moment_asked(now: datetime) -> datetime | None:
    """The end of the day in ?asof=2025-10-10, in Asia/Shanghai; None for the present and the unreadable."""
    try:
        day = date.fromisoformat(st.query_params.get(AS_OF, ""))
    except ValueError:
        return None
    end = datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
    return end if end < now else None
