"""The guard against slips of the unit (万 for 个, 亿 for 万): it asks, it never blocks."""

from decimal import Decimal

import pytest

from tracker.domain.measure.quantity import Reference, Slip, magnitude_slip

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
    ("270", "2.7", "36", "100", "2.7", "上季度"),
    ("27000", "27", "36", "1000", "27", "上季度"),
    ("0.027", "27", "36", "1000", "27", "上季度"),
    ("2700000000", "27", "36", "100000000", "27", "上季度"),
    ("360", "1", "36", "10", "36", "目标"),
]


def _references(previous: str | None, target: str | None) -> tuple[Reference, ...]:
    named = (("上季度", previous), ("目标", target))
    return tuple(Reference(name, Decimal(text)) for name, text in named if text is not None)


def _slip(value: Decimal, references: tuple[Reference, ...]) -> Slip | None:
    return magnitude_slip(value, references, can_be=lambda _amount: True)


@pytest.mark.parametrize(("value", "previous", "target", "factor", "meant", "name"), SLIPS)
def test_a_slip_of_the_unit_is_asked_about_with_what_was_meant(
    value: str, previous: str | None, target: str, factor: str, meant: str, name: str
) -> None:
    slip = _slip(Decimal(value), _references(previous, target))
    assert slip is not None
    assert (slip.factor, slip.suggestion, slip.reference.name) == (Decimal(factor), Decimal(meant), name)
    assert "E" not in f"{slip.suggestion:f}"


@pytest.mark.parametrize(
    ("value", "previous", "target"),
    [
        pytest.param("27", "27", "36", id="unchanged"),
        pytest.param("36", "27", "36", id="grown as expected"),
        pytest.param("135", "27", "36", id="five times the last quarter's"),
        pytest.param("5.4", "27", "36", id="a fifth of it"),
        pytest.param("36", "1", "36", id="far from the last quarter's, but as the target"),
        pytest.param("1000", None, None, id="nothing to compare with"),
        pytest.param("1000", "0", "0", id="nothing but zeros to compare with"),
    ],
)
def test_what_can_be_true_is_not_asked_about(value: str, previous: str | None, target: str | None) -> None:
    assert _slip(Decimal(value), _references(previous, target)) is None


FAR = [
    # against 27 of the last quarter: asked from when on, and with which suggestion
    pytest.param("135", None, None, id="five times"),
    pytest.param("135.1", "10", "13.51", id="beyond five times"),
    pytest.param("540", "10", "54", id="twice ten times"),
    pytest.param("540.1", "20", None, id="beyond twice ten times"),
    pytest.param("1349.9", "50", None, id="below half a hundred times"),
    pytest.param("1350", "100", "13.5", id="half a hundred times"),
    pytest.param("5.4", None, None, id="a fifth"),
    pytest.param("5.3", "10", "53", id="below a fifth"),
    pytest.param("1.35", "10", "13.5", id="a twentieth"),
    pytest.param("1.34", "20", None, id="below a twentieth"),
    pytest.param("0.5", "100", "50", id="a hundredth"),
]


@pytest.mark.parametrize(("value", "factor", "meant"), FAR)
def test_the_guard_begins_beyond_a_factor_of_five_and_has_no_holes(
    value: str, factor: str | None, meant: str | None
) -> None:
    slip = _slip(Decimal(value), _references("27", None))
    assert (None if slip is None else str(slip.factor)) == factor
    assert (None if slip is None or slip.suggestion is None else str(slip.suggestion)) == meant


def test_nothing_is_no_number_of_times_what_it_was() -> None:
    slip = _slip(Decimal(0), _references("27", "36"))
    assert slip is not None
    assert (slip.factor, slip.suggestion, slip.reference.amount) == (None, None, 27)


def test_a_figure_of_one_is_compared_like_any_other() -> None:
    assert _slip(Decimal(1), _references("10", None)) is not None
    assert _slip(Decimal(10), _references("1", None)) is not None


def test_what_can_not_be_is_not_suggested() -> None:
    slip = magnitude_slip(Decimal(33), _references("5", None), can_be=lambda amount: amount % 1 == 0)
    assert slip is not None
    assert (slip.factor, slip.suggestion) == (7, None)
