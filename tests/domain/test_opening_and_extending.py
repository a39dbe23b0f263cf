"""立即开放 and 延长到: what the office's two quick decisions make of a window."""

from datetime import datetime

import pytest

from tests.domain.build import Q3
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.workflow.lifecycle import Window
from tracker.domain.workflow.windows import default_window, evening_after, extended, opened_now


def at(month: int, day: int, hour: int = 18) -> datetime:
    return datetime(2025, month, day, hour, tzinfo=SHANGHAI)


SET = Window(Q3, at(9, 28, 9), at(10, 12), at(10, 15))


@pytest.mark.parametrize(
    ("window", "now", "due", "closes"),
    [
        pytest.param(None, at(9, 20, 9), at(10, 10), at(10, 20), id="not set: as is usual"),
        pytest.param(SET, at(9, 20, 9), at(10, 12), at(10, 15), id="set: as it was set"),
        pytest.param(None, at(10, 10), at(10, 20), at(10, 30), id="at the very hour that it would be due"),
        pytest.param(SET, at(11, 3, 9), at(11, 13), at(11, 16), id="long after: ten days and its grace"),
    ],
)
def test_what_is_opened_now_is_due_as_set_or_in_ten_days(
    window: Window | None, now: datetime, due: datetime, closes: datetime
) -> None:
    assert opened_now(Q3, window, now) == Window(Q3, now, due, closes)


def test_it_is_open_at_once_whatever_the_second() -> None:
    now = at(9, 20, 9).replace(second=59, microsecond=9)
    assert opened_now(Q3, None, now).state_at(now).admits


def test_closing_moves_along_with_the_due_date() -> None:
    later = extended(default_window(Q3), at(10, 13), at(10, 9))
    assert later == Window(Q3, at(9, 25, 9), at(10, 13), at(10, 23))


@pytest.mark.parametrize(
    ("due", "now"),
    [
        pytest.param(at(10, 10), at(10, 9), id="the due date of now"),
        pytest.param(at(10, 9), at(10, 1), id="an earlier one"),
        pytest.param(at(10, 31), at(11, 1), id="later, and over already"),
    ],
)
def test_a_time_that_gives_nobody_more_is_refused(due: datetime, now: datetime) -> None:
    with pytest.raises(BadInput):
        extended(default_window(Q3), due, now)


def test_a_few_days_later_is_the_end_of_that_office_day() -> None:
    assert evening_after(at(10, 30, 9), 3) == at(11, 2)
