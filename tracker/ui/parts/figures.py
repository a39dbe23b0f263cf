"""A figure as a reading: what is said of it, and what it is made of."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from tracker.ui.parts.links import Link, link_html


def reading(title: str, text: str, arithmetic: Iterable[str], why: Link | None = None) -> None:
    """One reading of a score on a card: what is said, below it the arithmetic, the way to its explanation."""
    steps = "".join(f"<div>{escape(line)}</div>" for line in arithmetic)
    link = "" if why is None else f"<span>{link_html(why)}</span>"
    with st.container(border=True, height="stretch"):
        st.html(
            f'<div class="reading"><div class="over">{link}{escape(title)}</div>'
            f'<div class="says">{escape(text)}</div><div class="below">{steps}</div></div>'
        )
