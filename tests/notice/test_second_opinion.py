"""What the reader calls sure is right in 98 of 100 numbers of notices that it had not seen (decision 35)."""

from functools import cache

import pytest

from tests.notice import train
from tests.notice.test_notice_readings import proposed
from tracker.notice import weights
from tracker.notice.readings import SURE, ReadingKind


@cache
def held_out() -> list[train.HeldOut]:
    return train.held_out()


@cache
def of_all() -> train.Fitted:
    return train.fitted()


def share_right(numbers: list[train.HeldOut]) -> float:
    return sum(each.is_right for each in numbers) / len(numbers)


def test_what_is_called_sure_is_right_in_98_of_100() -> None:
    bound = min(bound for bound, right in weights.BANDS if right >= SURE)
    sure = [each for each in held_out() if each.share >= bound]
    assert share_right(sure) >= 0.975
    assert len(sure) >= 0.9 * len(held_out())


def test_the_pile_to_look_at_holds_most_of_what_is_wrong() -> None:
    bound = min(bound for bound, right in weights.BANDS if right >= SURE)
    wrong = [each for each in held_out() if not each.is_right]
    assert len(wrong) > 20
    assert sum(each.share < bound for each in wrong) >= 0.6 * len(wrong)


@pytest.mark.parametrize(("place", "band"), list(enumerate(weights.BANDS)))
def test_a_confidence_is_what_was_right_in_its_band(place: int, band: tuple[float, float]) -> None:
    """Within what so few numbers can tell."""
    above = weights.BANDS[place - 1][0] if place else 2.0
    bound, right = band
    numbers = [each for each in held_out() if bound <= each.share < above]
    assert abs(share_right(numbers) - right) < 0.1


def test_the_table_is_what_the_marked_notices_give() -> None:
    """Tenths may fall to the other side on another machine; a mark that changes makes it anew."""
    fresh = of_all()
    known = weights.table()
    for name, place in fresh.places.items():
        if name in known:
            differences = abs(fresh.weights[place] - known[name])
            assert differences.max() < 0.11, f"{name}: python -m tests.notice.train makes the table anew"
    assert len(known) > 1000


def test_the_shares_of_a_number_are_together_one() -> None:
    table = of_all()
    for example in train.examples()[:50]:
        assert sum(table.shares(example.features).values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("marked", "kind", "is_sure"),
    [
        ("新增高新技术企业[[100]]家", ReadingKind.TARGET, True),
        ("十六届市政府第[[59]]次常务会议", ReadingKind.NAME, True),
        ("每家每年最高给予[[50万]]元奖励", ReadingKind.STANDARD, True),
        ("用好省市[[两]]级超常规外资激励", ReadingKind.REFERENCE, False),
    ],
)
def test_a_person_looks_at_what_the_weights_doubt(marked: str, kind: ReadingKind, is_sure: bool) -> None:
    reading = proposed(marked)
    assert (reading.kind, reading.confidence >= SURE) == (kind, is_sure)
