"""How amounts and shares are written: exactly, once, with half-up rounding (四舍五入)."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import QUICK
from tracker.domain.measure.quantity import (
    amount_text,
    percent,
    plain,
    read_back,
    rounded,
    scale_of,
    signed_points,
    with_unit,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("36", "36"),
        ("36.0000", "36"),
        ("5.9800", "5.98"),
        ("100", "100"),
        ("1E+2", "100"),
        ("0", "0"),
        ("0.0000", "0"),
        ("-0.0", "0"),
        ("-1.50", "-1.5"),
        ("0.0001", "0.0001"),
        ("1E-4", "0.0001"),
    ],
)
def test_the_plain_writing_is_the_shortest_exact_one(value: str, text: str) -> None:
    assert plain(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("14100", "14,100"),
        ("999", "999"),
        ("-1.5", "−1.5"),
        ("-1234567.89", "−1,234,567.89"),
        ("-0", "0"),
        ("0.5", "0.5"),
        ("-0.5", "−0.5"),
        ("99999999999999.9999", "99,999,999,999,999.9999"),
    ],
)
def test_people_read_separators_and_a_true_minus(value: str, text: str) -> None:
    assert amount_text(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [("36", "万标箱", "36万标箱"), ("91", "%", "91%"), ("3", "分/千瓦时", "3分/千瓦时")],
)
def test_units_of_measure_stay_as_written(value: str, unit: str, text: str) -> None:
    assert with_unit(Decimal(value), unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("36", "万标箱", "36万标箱 = 360,000标箱"),
        ("5.98", "亿元", "5.98亿元 = 598,000,000元"),
        ("12", "亿千瓦时", "12亿千瓦时 = 1,200,000,000千瓦时"),
        ("1.5", "万亩", "1.5万亩 = 15,000亩"),
        ("3", "亿方", "3亿方 = 300,000,000方"),
        ("0", "万标箱", "0万标箱 = 0标箱"),
        ("2", "万", "2万 = 20,000"),
        ("1.2", "万亿元", "1.2万亿元 = 1,200,000,000,000元"),
    ],
)
def test_an_amount_in_万_or_亿_is_read_back_in_single_units(value: str, unit: str, text: str) -> None:
    assert read_back(Decimal(value), unit) == text


@pytest.mark.parametrize("unit", ["家", "%", "台(套)", "套(间)", "分/千瓦时", "张/万名", "家次", ""])
def test_a_unit_without_万_or_亿_in_front_is_not_read_back(unit: str) -> None:
    assert scale_of(unit) == 1
    assert read_back(Decimal(36), unit) is None


@pytest.mark.parametrize(
    ("ratio", "places", "value"),
    [
        ("1/2", 0, "1"),
        ("3/2", 0, "2"),
        ("5/2", 0, "3"),
        ("-1/2", 0, "-1"),
        ("1/20", 1, "0.1"),
        ("-1/20", 1, "-0.1"),
        ("2/3", 4, "0.6667"),
        ("1/3", 1, "0.3"),
        ("0", 1, "0"),
        ("49/1000", 1, "0.0"),
    ],
)
def test_rounding_is_half_up_away_from_zero(ratio: str, places: int, value: str) -> None:
    assert rounded(Fraction(ratio), places) == Decimal(value)


@QUICK
@given(st.fractions(-(10**6), 10**6), st.integers(0, 6))
def test_rounding_is_never_off_by_more_than_half_a_place(ratio: Fraction, places: int) -> None:
    assert abs(Fraction(rounded(ratio, places)) - ratio) <= Fraction(1, 2) / 10**places


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        ("8/15", "53.3%"),
        ("44/55", "80%"),
        ("1", "100%"),
        ("3", "300%"),
        ("11/12", "91.7%"),
        ("0", "0%"),
        ("-27/1000", "−2.7%"),
        ("-1/10000", "0%"),
        ("1/2000", "0.1%"),
        ("123456/100", "123,456%"),
    ],
)
def test_a_share_is_written_with_at_most_one_decimal(ratio: str, text: str) -> None:
    assert percent(Fraction(ratio)) == text


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        ("-217/1000", "−21.7"),
        ("13/200", "+6.5"),
        ("0", "0"),
        ("1/10000", "+0.0"),
        ("-1/10000", "−0.0"),
        ("1", "+100"),
    ],
)
def test_a_difference_of_shares_has_a_sign_unless_it_is_nothing(ratio: str, text: str) -> None:
    assert signed_points(Fraction(ratio)) == text
