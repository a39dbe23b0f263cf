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

Record = dict[str, str | bool]
# The browser sends an edit 150 ms after it was made: so long a grid is kept before it is replaced.
_EDIT_ON_ITS_WAY = 0.3


@dataclass(frozen=True)
class Sheet:
    """What the grid was made from; ``rows`` names its rows in their order."""

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
    sheet = Sheet(f"{name}-{uuid4().hex}", rows, make())
    st.session_state[name] = sheet
    return sheet


def _cells(sheet: Sheet) -> list[dict[str, Any]]:
    edited = st.session_state[sheet.key]["edited_rows"]
    return [{**record, **edited.get(position, {})} for position, record in enumerate(sheet.records)]
