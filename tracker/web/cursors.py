"""A fragment notes where it stands at the pace of what there is to note: a few numbers.

Streamlit copies the cursors of all boxes around a fragment with deepcopy, which finds out each time what a
cursor is made of: a third of a millisecond for a fragment in three boxes, in each run of its page and of its
own. This gives cursors, which are private to Streamlit (pinned), a copy of their own;
tests/web/test_cursors.py fails when an upgrade makes them of something else.
"""

from copy import deepcopy
from typing import Any

from streamlit.cursor import Cursor, SparseList


def _copied(self: Cursor, memo: dict[int, Any]) -> Cursor:
    twin: Cursor = object.__new__(type(self))
    twin.__dict__.update(self.__dict__)  # numbers, and paths of them
    there = self._transient_elements
    twin._transient_elements = deepcopy(there, memo) if len(there) else SparseList()
    return twin


def install() -> None:
    """Once, before the first session."""
    Cursor.__deepcopy__ = _copied  # type: ignore[attr-defined]
