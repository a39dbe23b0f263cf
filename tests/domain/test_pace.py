"""What is expected by a month: it follows the figure's data month, not the calendar (DOMAIN §3)."""

from fractions import Fraction

import pytest

from tests.domain.build import Q1, Q2, Q3, Q4, budget, judged, level, milestone, planned, rate, total
from tracker.domain.measure.pace import expected_value, is_due, pace_share
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Path, Terms

FALLING = planned(190, 150, 120, 100, baseline=200)
SHARES = [
    pytest.param(total(), 1, "1/12", id="even, January"),
    pytest.param(total(), 3, "1/4", id="even, Q1"),
    pytest.param(total(), 8, "8/12", id="even, August"),
    pytest.param(total(), 11, "11/12", id="even, November (宣城)"),
    pytest.param(total(), 12, "1", id="even, the year"),
    pytest.param(budget(), 6, "1/2", id="budget, half a year"),
    pytest.param(level(), 3, "1", id="level: the full target all year"),
    pytest.param(rate(), 1, "1", id="rate: the full target all year"),
    pytest.param(total(path=Path.YEAR_END), 3, None, id="year end, Q1"),
    pytest.param(total(path=Path.YEAR_END), 9, None, id="year end, Q3"),
    pytest.param(total(path=Path.YEAR_END), 11, "1", id="year end, November is within Q4"),
    pytest.param(total(path=Path.YEAR_END), 12, "1", id="year end, December"),
    pytest.param(planned(10, 30, 60, 100), 3, "10/100", id="own plan, Q1"),
    pytest.param(planned(10, 30, 60, 100), 2, "1/15", id="own plan, two thirds of Q1"),
    pytest.param(planned(10, 30, 60, 100), 4, "1/6", id="own plan, a third between Q1 and Q2"),
    pytest.param(planned(10, 30, 60, 100), 8, "1/2", id="own plan, two thirds between Q2 and Q3"),
    pytest.param(planned(10, 30, 60, 100), 12, "1", id="own plan, the year"),
    pytest.param(planned(0, 0, 60, 100), 6, "0", id="own plan, nothing planned yet"),
    pytest.param(FALLING, 6, "1/2", id="own plan that falls from 200 to 100"),
    pytest.param(
        planned(16, 18, 19, 20, kind=Kind.RATE), 1, "16/20", id="own plan of a rate: no share of Q1"
    ),
    pytest.param(planned(16, 18, 19, 20, kind=Kind.RATE), 3, "16/20", id="own plan of a rate, Q1"),
    pytest.param(planned(16, 18, 19, 20, kind=Kind.RATE), 6, "18/20", id="own plan of a rate, Q2"),
    pytest.param(milestone(), 9, None, id="milestone"),
    pytest.param(total(0), 9, None, id="target 0"),
    pytest.param(level(5, baseline=5), 9, None, id="target at its baseline"),
]


@pytest.mark.parametrize(("terms", "month", "share"), SHARES)
def test_each_path_expects_its_share(terms: Terms, month: int, share: str | None) -> None:
    assert pace_share(terms, month) == (None if share is None else Fraction(share))


@pytest.mark.parametrize(
    ("terms", "month", "value"),
    [
        pytest.param(total(36, "万标箱"), 8, 24, id="even"),
        pytest.param(level(14100, baseline=13500), 3, 14100, id="flat"),
        pytest.param(level(9, path=Path.EVEN, baseline=5), 6, 7, id="even from a baseline"),
        pytest.param(planned(10, 30, 60, 100), 8, 50, id="own plan"),
        pytest.param(FALLING, 6, 150, id="own plan that falls"),
        pytest.param(total(path=Path.YEAR_END), 9, None, id="year end, before Q4"),
        pytest.param(milestone(), 9, None, id="milestone"),
    ],
)
def test_the_expected_value_is_the_amount_behind_the_share(
    terms: Terms, month: int, value: int | None
) -> None:
    assert expected_value(terms, month) == value


@pytest.mark.parametrize("month", range(1, 12))
@pytest.mark.parametrize(
    "terms", [total(), budget(), planned(10, 30, 60, 100)], ids=["even", "budget", "plan"]
)
def test_a_cumulative_path_never_falls(terms: Terms, month: int) -> None:
    earlier, later = pace_share(terms, month), pace_share(terms, month + 1)
    assert earlier is not None
    assert later is not None
    assert earlier < later


DUE = [
    pytest.param(total(), (Q1, Q2, Q3, Q4), id="even"),
    pytest.param(level(), (Q1, Q2, Q3, Q4), id="level"),
    pytest.param(rate(), (Q1, Q2, Q3, Q4), id="rate"),
    pytest.param(total(0), (Q1, Q2, Q3, Q4), id="target 0 is reported all the same"),
    pytest.param(level(5, baseline=5), (Q1, Q2, Q3, Q4), id="at its baseline"),
    pytest.param(total(path=Path.YEAR_END), (Q4,), id="year end"),
    pytest.param(total(0, path=Path.YEAR_END), (Q4,), id="year end with target 0"),
    pytest.param(planned(0, 0, 60, 100), (Q3, Q4), id="own plan that begins in Q3"),
    pytest.param(FALLING, (Q1, Q2, Q3, Q4), id="own plan that falls"),
    pytest.param(milestone(Q3), (Q3, Q4), id="milestone of Q3"),
    pytest.param(milestone(Period(2026, 1)), (), id="milestone of next year"),
]


@pytest.mark.parametrize(("terms", "due"), DUE)
def test_a_figure_is_owed_once_something_is_expected(terms: Terms, due: tuple[Period, ...]) -> None:
    assert tuple(period for period in (Q1, Q2, Q3, Q4) if is_due(terms, period)) == due


def test_an_august_figure_in_a_third_quarter_report_is_compared_with_8_of_12() -> None:
    assert judged(total(), 70, 8, Q3).pace == Fraction(8, 12)
    assert judged(total(), 70, 9, Q3).pace == Fraction(9, 12)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_rate_and_a_level_are_compared_with_their_full_target_in_every_month(month: int) -> None:
    assert judged(rate(), 10, month).pace == judged(level(), 10, month).pace == 1
