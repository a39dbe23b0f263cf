"""还差38家,剩3个月,平均每月约13家: whole units of what is counted (DOMAIN §3)."""

from fractions import Fraction

import pytest

from tests.domain.build import budget, dec, level, milestone, rate, total
from tracker.domain.measure.pace import required_rate
from tracker.domain.measure.quantity import rounded
from tracker.domain.measure.target import Path, Terms


def test_the_example_of_the_domain_page() -> None:
    rest = required_rate(total(100), dec(62), 9)
    assert rest is not None
    assert (rest.remaining, rest.months_left) == (38, 3)
    assert rest.needed_per_month == 13
    assert rounded(rest.so_far_per_month) == dec("6.9")


@pytest.mark.parametrize(
    ("terms", "value", "month", "remaining", "needed", "so_far"),
    [
        pytest.param(total(100), "0", 6, "100", "17", "0", id="reported zero"),
        pytest.param(total(36, "万标箱"), "24", 8, "12", "3", "3", id="exactly on pace"),
        pytest.param(total(100), "-2", 3, "102", "12", "-2/3", id="below zero"),
        pytest.param(total(100), "99", 11, "1", "1", "9", id="one month left"),
        pytest.param(total(3), "2", 9, "1", None, "2/9", id="1 in three months is not one a month"),
        pytest.param(total(3, "公里"), "2", 9, "1", "1/3", "2/9", id="a third of a kilometre is"),
        pytest.param(total(100, path=Path.YEAR_END), "10", 9, "90", "30", "10/9", id="year end"),
        pytest.param(total(110, baseline=10), "40", 6, "70", "12", "5", id="from a baseline"),
        pytest.param(budget("5.98"), "2.98", 6, "3", "1/2", "149/300", id="budget"),
        pytest.param(total(12, is_reduction=True), "3", 6, "9", "2", "1/2", id="reduction"),
    ],
)
def test_the_rest_is_shared_by_the_months_left(
    terms: Terms, value: str, month: int, remaining: str, needed: str | None, so_far: str
) -> None:
    rest = required_rate(terms, dec(value), month)
    assert rest is not None
    assert (rest.remaining, rest.months_left) == (dec(remaining), 12 - month)
    assert rest.needed_per_month == (None if needed is None else Fraction(needed))
    assert rest.so_far_per_month == Fraction(so_far)


@pytest.mark.parametrize(
    ("terms", "value", "month"),
    [
        pytest.param(rate(), "10", 9, id="a rate"),
        pytest.param(level(), "10", 9, id="a level"),
        pytest.param(milestone(), "0", 9, id="a milestone"),
        pytest.param(total(100), "100", 9, id="reached"),
        pytest.param(total(100), "130", 9, id="exceeded"),
        pytest.param(total(100), "62", 12, id="no month left"),
    ],
)
def test_there_is_none_for_other_kinds_nor_when_nothing_is_left(terms: Terms, value: str, month: int) -> None:
    assert required_rate(terms, dec(value), month) is None
