"""Small tables of words, numbers and links."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from tracker.domain.progress.status import Status
from tracker.ui.parts.badges import marked_html, status_html
from tracker.ui.parts.links import Link, link_html

_WHOLE = 7
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d( \d\d:\d\d)?")


@dataclass(frozen=True)
class Number:
    """A number in a cell, as people read it: on the right, its digits under one another.

    ``is_pale``: a zero among counts, that the others are seen at once.
    """

    text: str
    is_pale: bool = False


Cell = str | Link | Number | Status
Row = dict[str, Cell]


def table(rows: Sequence[Mapping[str, Cell]], name: str, *, width: int | None = None) -> None:
    st.html(table_html(rows, name, width=width))


def table_html(
    rows: Sequence[Mapping[str, Cell]],
    name: str,
    *,
    width: int | None = None,
    stacks: bool = False,
    shares: Sequence[int] = (),
) -> str:
    """Where a table is too wide for the screen, it scrolls by itself.

    Lines stay whole, or with ``width`` (in pixels at the usual type) they wrap in a table at least so wide.
    ``stacks``: on a phone each row stands as a block of its own, its cells one below the other.
    ``shares``: the columns' in percent of the width, where tables below each other have the same columns.
    """
    head = "".join(
        f'<th scope="col"{_side(value)}>{escape(column)}</th>'
        for column, value in (rows[0] if rows else {}).items()
    )
    body = "".join(
        f"<tr>{''.join(_cell_html(column, value, stacks) for column, value in row.items())}</tr>"
        for row in rows
    )
    # In rem: with larger type the columns grow with their words, and the table scrolls sooner.
    look, style = (
        ("rows on-one-line", "") if width is None else ("rows", f' style="min-width:{width / 16:g}rem"')
    )
    look += " stacks" * stacks + " in-columns" * bool(shares)
    columns = "".join(f'<col style="width:{share}%">' for share in shares)
    table = f'<table class="{look}"{style}>{f"<colgroup>{columns}</colgroup>" * bool(shares)}'
    return scrolling(f"{table}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", name)


def scrolling(table: str, name: str) -> str:
    return f'<div class="wide" tabindex="0" role="region" aria-label="{escape(name)}">{table}</div>'


def _cell_html(column: str, value: Cell, stacks: bool) -> str:
    name = f' data-name="{escape(column)}"' if stacks else ""
    return f"<td{_side(value)}{name}>{cell_html(value)}</td>"


def _side(value: Cell) -> str:
    if isinstance(value, Number) or (isinstance(value, Link) and value.is_number):
        return ' class="number pale"' if isinstance(value, Number) and value.is_pale else ' class="number"'
    whole = isinstance(value, Link) and len(value.text) <= _WHOLE  # a target's code, 原文
    return ' class="whole"' if whole else ""


def cell_html(value: Cell) -> str:
    if isinstance(value, Link):
        return link_html(value)
    if isinstance(value, Number):
        return escape(value.text)
    if isinstance(value, Status):
        return status_html(value)
    return "<br>".join(_line(part) for part in value.split("\n"))


def _line(text: str) -> str:
    """Short words (a status, a share) and moments stay whole where the row wraps."""
    whole = len(text) <= 6 or _MOMENT.fullmatch(text)
    return f'<span class="whole">{marked_html(text)}</span>' if whole else marked_html(text)
