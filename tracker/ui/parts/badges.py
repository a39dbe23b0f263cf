"""A status: its shape in its colour, and always beside it its word, in ink."""

from html import escape

import streamlit as st

from tracker.domain.progress.status import Status


def badge(status: Status, word: str = "") -> None:
    """``word``: what is said in its colour and shape instead of its own: 落后较多."""
    st.html(badge_html(status.shape, word or status.word, status), width="content")


def badge_html(shape: str, word: str, token: str) -> str:
    """A word in a frame; ``token`` of the palette colours its shape and the frame."""
    return (
        f'<span class="badge" style="--mark:var(--{token})">'
        f'<span aria-hidden="true">{escape(shape)}</span>{escape(word)}</span>'
    )


def status_html(status: Status, word: str = "") -> str:
    """● 达时序 in a line of text or a cell; ``word``: said instead of its own (提前完成)."""
    return f'<span class="status">{shape_html(status)}{escape(word or status.word)}</span>'


def shape_html(status: Status) -> str:
    """The shape alone; its word must stand beside it."""
    return f'<i class="shape of-{status}" aria-hidden="true"></i>'
