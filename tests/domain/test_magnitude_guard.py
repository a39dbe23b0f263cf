"""The guard against slips of the unit (万 for 个, 亿 for 万): it asks, it never blocks."""

from decimal import Decimal

import pytest

from tracker.domain.measure.quantity import magnitude_slip

SLIPS = [
    # value, last quarter's, target's, factor, meant, compared with
    ("270", "27", "36", "10", "27", "上季度"),
    ("2700", "27", "36", "100", "27", "上季度"),
    ("270000", "27", "36", "10000", "27", "上季度"),
    ("2.9", "27", "36", "10", "29", "上季度"),
    ("0.27", "27", "36", "100", "27", "上季度"),
    ("0.0027", "27", "36", "10000", "27", "上季度"),
    ("360000", None, "36", "10000", "36", "目标"),
    ("360000", "0", "36", "10000", "36", "目标"),
    ("-300", "27", "36", "10", "-30", "上季度"),
    ("54", "2.7", "36", "10", "5.4", "上季度"),
]


def _references(previous: str | None, target: str | None) -> tuple[tuple[str, Decimal | None], ...]:
    return tuple(
        (name, None if text is None else Decimal(text))
        for name, text in (("上季度", previous), ("目标", target))
    )


@pytest.mark.parametrize(("value", "previous", "target", "factor", "meant", "name"), SLIPS)
def test_a_slip_of_the_unit_is_asked_about_with_what_was_meant(
    value: str, previous: str | None, target: str, factor: str, meant: str, name: str
) -> None:
    slip = magnitude_slip(Decimal(value), _references(previous, target))
    assert slip is not None
    assert (slip.factor, slip.suggestion, slip.compared_with) == (Decimal(factor), Decimal(meant), name)
    assert "E" not in f"{slip.suggestion:f}"


@pytest.mark.parametrize(
    ("value", "previous", "target"),
    [
        pytest.param("0", "27", "36", id="zero is a figure"),
        pytest.param("27", "27", "36", id="unchanged"),
        pytest.param("36", "27", "36", id="grown as expected"),
        pytest.param("135", "27", "36", id="five times the last quarter's"),
        pytest.param("5.4", "27", "36", id="a fifth of it"),
        pytest.param("36", "1", "36", id="far from the last quarter's, and no power of ten"),
        pytest.param("1000", None, None, id="nothing to compare with"),
        pytest.param("1000", "0", "0", id="nothing but zeros to compare with"),
    ],
)
def test_what_can_be_true_is_not_asked_about(value: str, previous: str | None, target: str | None) -> None:
    assert magnitude_slip(Decimal(value), _references(previous, target)) is None


BORDERS = [
    # against 27 of the last quarter
    pytest.param("135", False, id="five times"),
    pytest.param("135.1", True, id="beyond five times"),
    pytest.param("540", True, id="twice ten times"),
    pytest.param("540.1", False, id="beyond twice ten times"),
    pytest.param("1349.9", False, id="below half a hundred times"),
    pytest.param("1350", True, id="half a hundred times"),
    pytest.param("5.4", False, id="a fifth"),
    pytest.param("5.3", True, id="below a fifth"),
    pytest.param("1.35", True, id="half a tenth"),
    pytest.param("1.34", False, id="below half a tenth"),
]


@pytest.mark.parametrize(("value", "is_asked"), BORDERS)
def test_the_guard_begins_beyond_a_factor_of_five_and_ends_at_twice_the_power(
    value: str, is_asked: bool
) -> None:
    assert (magnitude_slip(Decimal(value), _references("27", None)) is not None) is is_asked


def test_a_figure_of_one_is_compared_like_any_other() -> None:
    assert magnitude_slip(Decimal(1), _references("10", None)) is not None
    assert magnitude_slip(Decimal(10), _references("1", None)) is not None
