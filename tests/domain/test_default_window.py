"""The window that is proposed for a quarter."""

from datetime import UTC, datetime

import pytest

from tests.domain.build import Q1, Q2, Q3, Q4
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.workflow.windows import default_window


@pytest.mark.parametrize(
    ("period", "opens", "due", "closes"),
    [
        (Q1, (2025, 3, 25), (2025, 4, 10), (2025, 4, 20)),
        (Q2, (2025, 6, 25), (2025, 7, 10), (2025, 7, 20)),
        (Q3, (2025, 9, 25), (2025, 10, 10), (2025, 10, 20)),
        pytest.param(Q4, (2025, 12, 25), (2026, 1, 10), (2026, 1, 20), id="over the turn of the year"),
    ],
)
def test_a_quarter_is_reported_from_its_end_into_the_month_after(
    period: Period, opens: tuple[int, int, int], due: tuple[int, int, int], closes: tuple[int, int, int]
) -> None:
    window = default_window(period)
    assert window.period == period
    assert window.opens_at == datetime(*opens, 9, tzinfo=SHANGHAI)
    assert window.due_at == datetime(*due, 18, tzinfo=SHANGHAI)
    assert window.closes_at == datetime(*closes, 18, tzinfo=SHANGHAI)


def test_office_hours_are_those_of_shanghai() -> None:
    assert default_window(Q3).opens_at.astimezone(UTC) == datetime(2025, 9, 25, 1, tzinfo=UTC)
