"""Which units of measure count whole things, and what a part of one comes to (DOMAIN §1, §3)."""

from decimal import Decimal
from fractions import Fraction

import pytest

from tracker.domain.measure.units import counts, is_whole, rounded_down, rounded_up


@pytest.mark.parametrize("unit", ["家", "个", "项", "名", "户", "台(套)", "场", "根", "条", "支", "万人次"])
def test_a_unit_that_counts_whole_things(unit: str) -> None:
    assert counts(unit)


@pytest.mark.parametrize(
    "unit", ["亿元", "公里", "亩", "%", "万标箱", "亿千瓦时", "分/千瓦时", "", "一种新单位"]
)
def test_a_unit_that_measures_or_that_nobody_has_heard_of(unit: str) -> None:
    assert not counts(unit)


@pytest.mark.parametrize(
    ("amount", "unit", "possible"),
    [
        ("78", "家", True),
        ("78.5", "家", False),
        ("1.5", "万人", True),
        ("1.00005", "万人", False),
        ("78.5", "亩", True),
    ],
)
def test_an_amount_that_can_be(amount: str, unit: str, possible: bool) -> None:
    assert is_whole(Decimal(amount), unit) is possible


@pytest.mark.parametrize(
    ("amount", "unit", "down", "up"),
    [
        (Fraction(5, 2), "家", 2, 3),
        (Fraction(1, 4), "项", 0, 1),
        (Fraction(2), "项", 2, 2),
        (Fraction(5, 2), "公里", Fraction(5, 2), Fraction(5, 2)),
        (Fraction(1, 3), "万人", Fraction(3333, 10000), Fraction(3334, 10000)),
    ],
)
def test_whole_units_within_an_amount_and_those_that_it_needs(
    amount: Fraction, unit: str, down: Fraction, up: Fraction
) -> None:
    assert (rounded_down(amount, unit), rounded_up(amount, unit)) == (down, up)
