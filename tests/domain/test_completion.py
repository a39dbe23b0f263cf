"""Completion 完成率 = (value − baseline) / (target − baseline), shown as it is (DOMAIN §3)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import QUICK, budget, dec, level, milestone, planned, rate, stock, total
from tracker.domain.measure.target import Operator, Path, Terms, completion

CASES = [
    pytest.param(total(100), "62", "62/100", id="running total"),
    pytest.param(total(100), "0", "0", id="reported zero"),
    pytest.param(total(100), "300", "3", id="over-fulfilled threefold"),
    pytest.param(total(15), "4", "4/15", id="an exact fraction"),
    pytest.param(total("0.0001"), "0.0001", "1", id="the smallest amount"),
    pytest.param(total(100, path=Path.YEAR_END), "30", "30/100", id="year end"),
    pytest.param(planned(10, 30, 60, 100), "30", "30/100", id="own plan"),
    pytest.param(budget("5.98"), "2.99", "1/2", id="budget executed"),
    pytest.param(level(14100, baseline=13500), "14000", "5/6", id="level from its baseline"),
    pytest.param(level(14100, baseline=13500), "13200", "-1/2", id="level below its baseline"),
    pytest.param(stock(0, baseline=10), "7", "3/10", id="from 10 to 0, now 7"),
    pytest.param(stock(0, baseline=10, operator=Operator.AT_MOST), "7", "3/10", id="whatever the operator"),
    pytest.param(stock(0, baseline=10), "12", "-1/5", id="from 10 to 0, rose to 12"),
    pytest.param(rate(80, baseline=70), "75", "1/2", id="from 3个70% to 3个80%"),
    pytest.param(rate(0, baseline=-3), "-1", "2/3", id="to zero growth from a fall"),
    pytest.param(rate(20), "-5", "-1/4", id="negative growth"),
    pytest.param(rate(-2, baseline=-5), "-3", "2/3", id="negative target above its baseline"),
    pytest.param(level(8, "分", is_reduction=True), "6", "3/4", id="reduction: achieved / promised"),
    pytest.param(level(8, "分", is_reduction=True), "-2", "-1/4", id="reduction that became a rise"),
]


@pytest.mark.parametrize(("terms", "value", "share"), CASES)
def test_completion_is_exact_and_shown_as_it_is(terms: Terms, value: str, share: str) -> None:
    assert completion(terms, dec(value)) == Fraction(share)


@pytest.mark.parametrize(
    "terms",
    [
        pytest.param(total(0), id="target 0"),
        pytest.param(level(5, baseline=5), id="target equal to its baseline"),
        pytest.param(rate(5, operator=Operator.AT_MOST), id="a limit"),
        pytest.param(rate(5, operator=Operator.LESS_THAN, baseline=8), id="a limit with a base"),
        pytest.param(level(91, baseline=93), id="a floor below where it stood"),
        pytest.param(rate(-2), id="a floor below zero"),
        pytest.param(level(0, is_reduction=True), id="reduction of 0"),
        pytest.param(milestone(), id="milestone"),
    ],
)
@pytest.mark.parametrize("value", [0, 1, 5, -1])
def test_some_targets_have_no_percentage(terms: Terms, value: int) -> None:
    assert completion(terms, dec(value)) is None


AMOUNTS = st.decimals(-(10**9), 10**9, places=4)
SPANS = st.decimals("0.0001", 10**9, places=4)


@QUICK
@given(AMOUNTS, SPANS, AMOUNTS, SPANS)
def test_more_is_never_less_complete(baseline: Decimal, span: Decimal, value: Decimal, more: Decimal) -> None:
    terms = level(str(baseline + span), baseline=str(baseline))
    done, further = completion(terms, value), completion(terms, value + more)
    assert done is not None
    assert done is None or further is None or done < further


@QUICK
@given(SPANS, AMOUNTS, SPANS)
def test_of_a_falling_target_less_is_more_complete(baseline: Decimal, value: Decimal, less: Decimal) -> None:
    terms = stock(0, baseline=str(baseline))
    done, further = completion(terms, value), completion(terms, value - less)
    assert done is None or further is None or done < further
