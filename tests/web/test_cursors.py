"""Where a fragment stands, noted by a copy of our own (tracker/web/cursors.py)."""

from copy import deepcopy

import pytest
from streamlit.cursor import Cursor, LockedCursor, RunningCursor, SparseList
from streamlit.proto.Element_pb2 import Element

from tracker.web import cursors


def _with_transients() -> SparseList[Element]:
    found = SparseList[Element]()
    found[3] = Element()
    return found


CURSORS = (
    RunningCursor(0, (2, 0, 1)),
    LockedCursor(1, (4,), 7),
    RunningCursor(0, (1,), 3, _with_transients()),
)


@pytest.mark.parametrize("cursor", CURSORS)
def test_a_copy_holds_what_deepcopy_would_have_made(cursor: Cursor) -> None:
    assert "__deepcopy__" not in vars(Cursor) or vars(Cursor)["__deepcopy__"] is cursors._copied
    ours = cursors._copied(cursor, {})
    made = cursor.__reduce_ex__(4)  # what deepcopy goes by
    assert type(ours) is type(cursor)
    assert vars(ours).keys() == made[2].keys()  # type: ignore[index]
    for name, value in vars(ours).items():
        theirs = deepcopy(vars(cursor)[name])
        if name == "_transient_elements":
            assert list(value.items()) == list(theirs.items())
        else:
            assert value == theirs
            assert type(value) in (int, tuple, type(None)), "else a copy has to be made of it too"


def test_the_copy_moves_on_by_itself() -> None:
    cursor = RunningCursor(0, (1,), 0, _with_transients())
    copy = cursors._copied(cursor, {})
    copy.lock_element()
    copy.transient_elements[5] = Element()
    assert (cursor.index, copy.index) == (0, 1)
    assert len(cursor.transient_elements) == 1
    cursor.lock_element()
    assert cursor.delta_path == copy.delta_path == [0, 1, 1]
