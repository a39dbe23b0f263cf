"""Words on a page: a line, a box, a remark, a passage, nothing to show.

What people or the notice wrote never passes through Markdown: it goes to st.text, or escaped into
st.html, which reads no Markdown; in Markdown places (titles, labels, captions) it goes through ``literal``.
"""

import re
from html import escape
from typing import Literal

import streamlit as st

from tracker.ui.frame.language import _

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()<>#+\-.!|~$:&^=])")


def literal(text: str) -> str:
    """A text for Markdown places that shows as it is written."""
    return _MARKDOWN.sub(r"\\\1", text)


class _AsItIs(str):
    """HTML that st.html sends as it is. A plain text it looks for among the files, and dedents."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)


def html(text: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """A part of a page: st.html would spend 4 ms of a run on 70 kB before it sends them, 0.1 ms on a line."""
    st.html(_AsItIs(text), width=width)


def line(text: str, tone: str = "muted", *, strong: bool = False) -> None:
    html(line_html(text, tone, strong=strong))


def line_html(text: str, tone: str = "muted", *, strong: bool = False) -> str:
    """One line in a colour of the palette; ``tone`` is its token."""
    weight = " strong" if strong else ""
    return f'<div role="status" class="line in-{tone}{weight}">{escape(text)}</div>'


def box(text: str, tone: str = "muted") -> None:
    """A sentence that must not be overlooked: why something is locked, refused or not saved."""
    html(f'<div role="alert" class="box of-{tone}">{escape(text)}</div>')


def remark(text: str) -> None:
    html(remark_html(text))


def remark_html(text: str) -> str:
    """What the office wrote beside a field, line by line as it was written."""
    title = f'<span class="strong">{escape(_("退回意见"))}</span>'
    return f'<div role="note" class="remark">{title} {escape(text)}</div>'


def passage(name: str, text: str) -> None:
    """A longer text as it was written, under its name; nothing where none was written."""
    if text:
        html(passage_html(name, text))


def passage_html(name: str, text: str) -> str:
    return f'{line_html(name)}<div class="passage">{escape(text)}</div>' if text else ""


def empty(title: str, hint: str) -> None:
    """Nothing to show, said as such, with what will bring something here."""
    title, hint = (
        f'<div class="{look}">{escape(text)}</div>' for look, text in (("title", title), ("hint", hint))
    )
    html(f'<div class="empty">{title}{hint}</div>')
