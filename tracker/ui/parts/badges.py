"""A status: its shape in its colour, and always beside it its word, in ink."""

import re
from html import escape

import streamlit as st

from tracker.domain.progress.status import Status, labelled

_SHAPES = re.compile("[" + "".join(status.shape for status in Status) + "]")


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


def marked_html(text: str) -> str:
    """A sentence with the statuses in it as marks: 状态 ■ 滞后 → ● 达时序."""
    html = escape(text)
    if _SHAPES.search(html):
        for status in Status:
            words, mark = escape(labelled(status)), status_html(status)
            # Behind other words it stands apart from them by more than a blank.
            html = html.replace(f" {words}", f' <span class="within">{mark}</span>').replace(words, mark)
    return html
