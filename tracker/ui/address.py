"""Choices that stand in the address, so that a link opens the same view."""

import streamlit as st


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
