"""What is only read or refused: how much of it stands in the trail for itself."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.domain.access import Person, Role
from tracker.domain.meetings.noted import MOST, Minutes, Note

NOW = datetime(2025, 10, 9, 1, tzinfo=UTC)
WANG = Person(1, "keji", "王晓岚", Role.CLERK)
ZHOU = Person(2, "ducha", "周督查", Role.REVIEWER)


def note(seconds: float = 0, person: Person = WANG, action: str = "下载") -> Note:
    return Note(NOW + timedelta(seconds=seconds), person, action, "一份材料", {}, "10.1.2.3")


def subjects(notes: list[Note]) -> list[str]:
    return [each.subject for each in notes]


def test_of_a_minute_the_first_stand_for_themselves_and_the_others_are_counted() -> None:
    minutes = Minutes(3)
    written = [subjects(minutes.take(note(second))) for second in range(5)]
    assert written == [["一份材料"]] * 3 + [[]] * 2
    assert minutes.ended(NOW + timedelta(seconds=59)) == []
    (rest,) = minutes.ended(NOW + timedelta(seconds=60))
    assert (rest.subject, rest.person, rest.action, rest.address) == (
        "同一分钟内另有2次",
        WANG,
        "下载",
        "10.1.2.3",
    )
    assert rest.detail == {"since": NOW, "more": 2}
    assert minutes.ended(None) == [], "it is said once"


def test_what_comes_after_the_minute_says_first_what_it_left() -> None:
    minutes = Minutes(1)
    for second in (0, 1, 2):
        minutes.take(note(second))
    assert subjects(minutes.take(note(61))) == ["同一分钟内另有2次", "一份材料"]


def test_people_and_kinds_are_counted_apart() -> None:
    minutes = Minutes(1)
    for each in (note(), note(person=ZHOU), note(action="拒绝下载")):
        assert minutes.take(each) == [each]
    assert minutes.take(note(1)) == []


def test_a_minute_that_was_not_full_has_nothing_to_add() -> None:
    minutes = Minutes()
    for _time in range(MOST):
        assert len(minutes.take(note())) == 1
    assert minutes.ended(NOW + timedelta(minutes=2)) == []


def test_at_the_end_also_a_minute_that_is_not_over_says_what_it_left() -> None:
    minutes = Minutes(1)
    for _time in range(3):
        minutes.take(note())
    assert subjects(minutes.ended(None)) == ["同一分钟内另有2次"]


def test_a_clock_that_is_set_back_hides_nothing_for_longer() -> None:
    minutes = Minutes(1)
    minutes.take(note())
    assert len(minutes.take(note(-3600))) == 1


@pytest.mark.parametrize(("seconds", "says"), [(0.3, False), (5, False), (5.1, True), (3600, True)])
def test_a_row_that_waited_says_when_it_happened(seconds: float, says: bool) -> None:
    told = note().told(NOW + timedelta(seconds=seconds))
    assert told == ({"asked": NOW} if says else {})
