"""按时: by the quarter's first submission that was not withdrawn (DOMAIN §5), told as life stories."""

from datetime import timedelta

import pytest

from tests.entry.ledger import DUE, NOW, Desk, rows
from tracker.tables import Report

LATE = DUE + timedelta(hours=1)
STORIES = [
    pytest.param("in time", True, id="reported in time"),
    pytest.param("late", False, id="reported late"),
    pytest.param("in time, withdrawn, late", False, id="a placeholder in time, the real one late"),
    pytest.param("in time, withdrawn, in time", True, id="mended in time"),
    pytest.param("in time, withdrawn, in time, withdrawn, late", False, id="two placeholders"),
    pytest.param("in time, returned, late", True, id="in time and sent back after the due date"),
    pytest.param("late, returned, late", False, id="late and sent back"),
    pytest.param("in time, withdrawn, late, returned, late", False, id="a placeholder, late, sent back"),
    pytest.param("in time, returned, late, withdrawn, late", True, id="sent back, mended twice"),
    pytest.param("in time, approved, late", True, id="corrected later"),
    pytest.param("late, approved, late, withdrawn, late", False, id="late, its correction withdrawn once"),
]


@pytest.mark.parametrize(("story", "is_on_time"), STORIES)
def test_the_first_submission_that_was_not_withdrawn_says_whether_it_came_on_time(
    desk: Desk, story: str, is_on_time: bool
) -> None:
    number, report = 0, 0
    for step in story.split(", "):
        match step:
            case "withdrawn":
                desk.withdraw("王", report)
            case "returned":
                desk.send_back(report)
            case "approved":
                desk.approve(report)
            case _:
                at = NOW if step == "in time" else LATE
                report = desk.submit(number=number, at=at, reason="核对后更正。")
                number += 1
    assert rows(desk.engine, Report)[-1].is_on_time is is_on_time
