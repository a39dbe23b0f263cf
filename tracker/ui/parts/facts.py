"""Short facts, each under or beside its name; what has no text is left out."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from tracker.ui.parts.badges import marked_html

Fact = tuple[str, str]


def listed(facts: Iterable[Fact]) -> None:
    st.html(listed_html(facts))


def listed_html(facts: Iterable[Fact]) -> str:
    """Names with their texts, one below the other; a text keeps its lines."""
    return _list(facts, "facts")


def beside(facts: Iterable[Fact]) -> None:
    st.html(beside_html(facts))


def beside_html(facts: Iterable[Fact]) -> str:
    """Facts side by side, each under its name."""
    return _list(facts, "beside")


def in_columns(facts: Iterable[Fact]) -> None:
    """Facts side by side in columns that run through a list of such rows."""
    st.html(_list(facts, "columns"))


def large(facts: Iterable[tuple[str, str, str]]) -> None:
    """A few words in large letters side by side: name, what is said, the tone of it."""
    cells = "".join(
        f'<div><div class="small">{escape(name)}</div>'
        f'<div class="figure in-{tone}">{escape(text)}</div></div>'
        for name, text, tone in facts
    )
    st.html(f'<div class="large-figures">{cells}</div>')


def _list(facts: Iterable[Fact], look: str) -> str:
    lines = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{marked_html(text)}</dd></div>" for name, text in facts if text
    )
    return f'<dl class="{look}">{lines}</dl>'
