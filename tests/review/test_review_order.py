"""The order of the queue, and the verified value as it is typed."""

from decimal import Decimal

import pytest

from tests.domain.build import milestone, rate, total
from tracker.domain.errors import BadInput
from tracker.domain.lifecycle import Finality
from tracker.domain.queue import read_verified, reasons_to_look, review_order
from tracker.domain.status import Status
from tracker.domain.target import Terms

FINAL, ESTIMATE = Finality.FINAL, Finality.ESTIMATE


def test_what_deserves_a_look_comes_first_and_the_rest_as_it_came() -> None:
    arrived = [
        ("on pace", Status.ON_PACE, False, FINAL, 1),
        ("estimate", Status.ON_PACE, False, ESTIMATE, 2),
        ("correction", Status.ACHIEVED, True, FINAL, 3),
        ("slightly behind", Status.SLIGHTLY_BEHIND, False, FINAL, 4),
        ("behind", Status.BEHIND, False, FINAL, 5),
        ("behind too", Status.BEHIND, True, ESTIMATE, 6),
        ("flash", Status.NOT_DUE, False, Finality.FLASH, 7),
    ]
    ordered = [name for name, *key in sorted(arrived, key=lambda each: review_order(*each[1:]))]
    assert ordered == [
        "behind", "behind too", "slightly behind", "correction", "estimate", "on pace", "flash",
    ]  # fmt: skip


def test_the_reasons_are_said_in_words() -> None:
    assert reasons_to_look(Status.BEHIND, True, ESTIMATE) == ("滞后", "更正", "预计")
    assert reasons_to_look(Status.ON_PACE, False, FINAL) == ()


def test_nothing_typed_is_no_verified_value() -> None:
    assert read_verified("  ", total(36, "万标箱")) is None


def test_a_verified_value_is_read_in_the_targets_unit() -> None:
    assert read_verified("36万标箱", total(36, "万标箱")) == 36
    assert read_verified("-1.5", rate(20)) == Decimal("-1.5")
    assert read_verified("1", milestone()) == 1


@pytest.mark.parametrize(("text", "terms"), [("abc", total()), ("-3", total()), ("0.5", milestone())])
def test_what_can_not_be_read_is_refused_in_words(text: str, terms: Terms) -> None:
    with pytest.raises(BadInput):
        read_verified(text, terms)
