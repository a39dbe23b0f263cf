"""The sheet of a grid that is typed in (st.data_editor): as long as it says what this tab holds, it stays.

While it is typed in, a grid is fed with the same records and keeps what was typed by itself: fed with its
own output it drops every other edit of a quick hand. It is made anew when something else than typing changed
a cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import sleep
from typing import Any
from uuid import uuid4

import streamlit as st

from tracker.ui.parts import sent_again

Record = dict[str, str | bool]
# The browser sends an edit 150 ms after it was made: so long a grid is kept before it is replaced.
_EDIT_ON_ITS_WAY = 0.3


@dataclass(frozen=True)
class Sheet:
    """What the grid was made from, under the ``name`` of its kind; ``rows`` names its rows in their order."""

    name: str
    key: str
    rows: tuple[str, ...]
    records: list[Record]


def in_use(
    name: str,
    rows: tuple[str, ...],
    make: Callable[[], list[Record]],
    says: Callable[[Sequence[dict[str, Any]]], bool],
) -> Sheet:
    """The sheet kept under ``name``, if ``says`` admits its cells with what was typed; else a new one."""
    sheet: Sheet | None = st.session_state.get(name)
    is_drawn = sheet is not None and sheet.key in st.session_state
    if sheet is not None and is_drawn and sheet.rows == rows and says(_cells(sheet)):
        return sheet
    if is_drawn:
        sleep(_EDIT_ON_ITS_WAY)  # what is on its way is taken by a run that ends this one
    sheet = Sheet(name, f"{name}-{uuid4().hex}", rows, make())
    st.session_state[name] = sheet
    return sheet


def show(
    sheet: Sheet,
    rests_on: object,
    table: Callable[[], dict[str, list[Any]]],
    columns: Callable[[], dict[str, Any]],
    *,
    disabled: tuple[str, ...],
    on_change: Callable[..., None],
    args: tuple[Any, ...],
    alt: str,
) -> None:
    """Draw it in full height. ``table``: by column what stands in its rows; ``rests_on``: what that and
    ``columns`` are made of besides the sheet, told apart by ==. While both are the same, so is the grid."""
    name = f"{sheet.name}-sent"
    was: sent_again.Sent | None = st.session_state.get(name)
    rests_on = (sheet.key, rests_on)
    if was is not None and was.rests_on == rests_on:
        sent_again.send_again(was, on_change, args)
        return
    st.session_state[name] = sent_again.sent(
        rests_on,
        lambda: st.data_editor(
            table(),
            key=sheet.key,
            hide_index=True,
            column_config=columns(),
            disabled=disabled,
            height="content",
            placeholder="",
            num_rows="fixed",
            on_change=on_change,
            args=args,
            alt=alt,
        ),
    )


def _cells(sheet: Sheet) -> list[dict[str, Any]]:
    """The records, each itself where nothing was typed into it."""
    edited = st.session_state[sheet.key]["edited_rows"]
    cells: list[dict[str, Any]] = [*sheet.records]
    for position, changed in edited.items():
        cells[position] = {**cells[position], **changed}
    return cells
