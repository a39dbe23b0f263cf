"""What is expected by a month: it follows the figure's data month, not the calendar (DOMAIN §3)."""

from fractions import Fraction

import pytest

from tests.domain.build import Q1, Q2, Q3, Q4, budget, judged, level, milestone, planned, rate, stock, total
from tracker.domain.measure.pace import expected_value, is_due, is_owed, pace_share
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms

FALLING = planned(190, 150, 120, 100, kind=Kind.STOCK, baseline=200, operator=Operator.AT_MOST)
SHARES = [
    pytest.param(total(unit="亩"), 1, "1/12", id="even, January"),
    pytest.param(total(), 3, "1/4", id="even, Q1"),
    pytest.param(total(unit="亩"), 8, "8/12", id="even, August"),
    pytest.param(total(unit="亩"), 11, "11/12", id="even, November (宣城)"),
    pytest.param(total(), 12, "1", id="even, the year"),
    pytest.param(budget(), 6, "1/2", id="budget, half a year"),
    pytest.param(level(), 3, "1", id="level: the full target all year"),
    pytest.param(rate(), 1, "1", id="rate: the full target all year"),
    pytest.param(total(path=Path.YEAR_END), 3, None, id="year end, Q1"),
    pytest.param(total(path=Path.YEAR_END), 9, None, id="year end, Q3"),
    pytest.param(total(path=Path.YEAR_END), 11, "1", id="year end, November is within Q4"),
    pytest.param(total(path=Path.YEAR_END), 12, "1", id="year end, December"),
    pytest.param(planned(10, 30, 60, 100), 3, "10/100", id="own plan, Q1"),
    pytest.param(planned(10, 30, 60, 100), 2, "6/100", id="own plan, two thirds of Q1"),
    pytest.param(planned(10, 30, 60, 100), 4, "16/100", id="own plan, a third between Q1 and Q2"),
    pytest.param(planned(10, 30, 60, 100), 8, "1/2", id="own plan, two thirds between Q2 and Q3"),
    pytest.param(planned(10, 30, 60, 100), 12, "1", id="own plan, the year"),
    pytest.param(planned(0, 0, 60, 100), 6, "0", id="own plan, nothing planned yet"),
    pytest.param(FALLING, 6, None, id="a limit has no share, only an amount that it admits"),
    pytest.param(total(5), 6, "2/5", id="5 a year: 2 whole ones by June"),
    pytest.param(total(1), 9, "0", id="1 a year: none whole by September"),
    pytest.param(total(5, "公里"), 6, "1/2", id="what is measured has halves"),
    pytest.param(stock(0, baseline=10, path=Path.EVEN), 4, "3/10", id="3 whole ones of 10 are gone"),
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
    assert pace_share(terms, month, period_of(month)) == (None if share is None else Fraction(share))


@pytest.mark.parametrize(
    ("terms", "month", "value"),
    [
        pytest.param(total(36, "万标箱"), 8, 24, id="even"),
        pytest.param(level(14100, baseline=13500), 3, 14100, id="flat"),
        pytest.param(stock(9, path=Path.EVEN, baseline=5), 6, 7, id="even from a baseline"),
        pytest.param(stock(9, path=Path.EVEN, baseline=5), 4, 6, id="1 of 1.33 is whole"),
        pytest.param(total(12, operator=Operator.AT_MOST), 9, 9, id="what a limit admits so far"),
        pytest.param(planned(10, 30, 60, 100), 8, 50, id="own plan"),
        pytest.param(FALLING, 6, 150, id="own plan that falls"),
        pytest.param(total(path=Path.YEAR_END), 9, None, id="year end, before Q4"),
        pytest.param(total(60, operator=Operator.AT_MOST, path=Path.YEAR_END), 9, 60, id="of a limit, all"),
        pytest.param(milestone(), 9, None, id="milestone"),
    ],
)
def test_the_expected_value_is_the_amount_behind_the_share(
    terms: Terms, month: int, value: int | None
) -> None:
    assert expected_value(terms, month, period_of(month)) == value


@pytest.mark.parametrize("month", range(1, 12))
@pytest.mark.parametrize(
    "terms", [total(), budget(), planned(10, 30, 60, 100)], ids=["even", "budget", "plan"]
)
def test_a_cumulative_path_never_falls(terms: Terms, month: int) -> None:
    earlier, later = (pace_share(terms, each, period_of(each)) for each in (month, month + 1))
    assert earlier is not None
    assert later is not None
    assert earlier < later


def period_of(month: int) -> Period:
    return Period(2025, (month + 2) // 3)


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
    pytest.param(
        milestone(Q4, (Step("开工", Q2), Step("竣工", Q4))),
        (Q2, Q3, Q4),
        id="steps from Q2 on",
    ),
    pytest.param(total(5), (Q1, Q2, Q3, Q4), id="5 a year: one whole in each quarter"),
    pytest.param(total(3), (Q2, Q3, Q4), id="3 a year: none whole in the first quarter"),
    pytest.param(total(1), (Q4,), id="1 a year: none whole before the year is over"),
    pytest.param(total(1, "公里"), (Q1, Q2, Q3, Q4), id="1公里 a year has parts"),
    pytest.param(total(1, operator=Operator.AT_MOST), (Q1, Q2, Q3, Q4), id="a limit holds all year"),
    pytest.param(
        total(60, operator=Operator.AT_MOST, path=Path.YEAR_END), (Q1, Q2, Q3, Q4), id="whatever its path"
    ),
    pytest.param(stock(), (Q4,), id="a stock without a path"),
    pytest.param(stock(due=Q2), (Q2, Q3, Q4), id="a stock to be reached by June"),
    pytest.param(stock(due=Period(2028, 4)), (), id="到2028年"),
    pytest.param(stock(path=Path.EVEN, due=Period(2028, 4)), (Q2, Q3, Q4), id="9 by 2028: one by June"),
]


@pytest.mark.parametrize(("terms", "due"), DUE)
def test_a_target_is_due_once_something_whole_is_expected(terms: Terms, due: tuple[Period, ...]) -> None:
    assert tuple(period for period in (Q1, Q2, Q3, Q4) if is_due(terms, period)) == due


@pytest.mark.parametrize(
    ("terms", "owed"),
    [
        pytest.param(total(1), (Q1, Q2, Q3, Q4), id="a total is reported every quarter, due or not"),
        pytest.param(total(path=Path.YEAR_END), (Q1, Q2, Q3, Q4), id="a total by the year's end too"),
        pytest.param(level(), (Q1, Q2, Q3, Q4), id="a level"),
        pytest.param(rate(), (Q1, Q2, Q3, Q4), id="a rate"),
        pytest.param(budget(), (Q1, Q2, Q3, Q4), id="a budget"),
        pytest.param(stock(), (Q4,), id="a stock without a path at its due period"),
        pytest.param(stock(path=Path.EVEN), (Q1, Q2, Q3, Q4), id="a stock with a path"),
        pytest.param(milestone(Q3), (Q3, Q4), id="a milestone from its due period on"),
    ],
)
def test_a_report_is_owed_by_kind_and_path(terms: Terms, owed: tuple[Period, ...]) -> None:
    assert tuple(period for period in (Q1, Q2, Q3, Q4) if is_owed(terms, period)) == owed


def test_an_august_figure_in_a_third_quarter_report_is_compared_with_8_of_12() -> None:
    assert judged(total(unit="亩"), 70, 8, Q3).pace == Fraction(8, 12)
    assert judged(total(unit="亩"), 70, 9, Q3).pace == Fraction(9, 12)


@pytest.mark.parametrize("month", range(1, 13))
def test_a_rate_and_a_level_are_compared_with_their_full_target_in_every_month(month: int) -> None:
    for terms in (rate(20), level(20)):
        judgement = judged(terms, 10, month)
        assert (judgement.ratio, judgement.pace) == (Fraction(1, 2), None)
