"""分管, the rules: who is in charge on which day, and the history of one thing."""

from datetime import date, timedelta

import pytest

from tracker.domain.workflow.charge import (
    Charge,
    Span,
    Subject,
    assigned,
    assignment_refusals,
    in_charge,
    spans,
)

JAN, APR, JULY, OCT = (date(2025, month, 1) for month in (1, 4, 7, 10))
DAY = timedelta(days=1)


def charge(leader: int | None, day: date, unit: int = 5) -> Charge:
    return Charge(Subject.UNIT, unit, leader, day)


@pytest.mark.parametrize(
    ("charges", "day", "leader"),
    [
        ((), JULY, None),
        ((charge(1, APR),), JAN, None),
        ((charge(1, APR),), APR, 1),
        ((charge(1, JAN), charge(2, JULY)), JULY - DAY, 1),
        ((charge(1, JAN), charge(2, JULY)), JULY, 2),
        # Recorded later, but of an earlier day: what holds from July stays.
        ((charge(2, JULY), charge(1, JAN)), OCT, 2),
        # A correction of the same day: the later word stands.
        ((charge(1, JAN), charge(2, JAN)), JULY, 2),
        ((charge(1, JAN), charge(None, APR)), JULY, None),
    ],
)
def test_the_newest_day_that_has_come_says_who_is_in_charge(
    charges: tuple[Charge, ...], day: date, leader: int | None
) -> None:
    assert in_charge(charges, day).get((Subject.UNIT, 5)) == leader


def test_an_area_and_a_unit_of_one_number_are_two_things() -> None:
    both = (charge(1, JAN), Charge(Subject.AREA, 5, 2, JAN))
    assert in_charge(both, JULY) == {(Subject.UNIT, 5): 1, (Subject.AREA, 5): 2}


@pytest.mark.parametrize(
    ("charges", "history"),
    [
        ((charge(1, JAN),), (Span(1, JAN, None),)),
        ((charge(1, JAN), charge(2, JULY)), (Span(1, JAN, JULY - DAY), Span(2, JULY, None))),
        (
            (charge(1, JAN), charge(None, APR), charge(1, JULY)),
            (Span(1, JAN, APR - DAY), Span(1, JULY, None)),
        ),
        # Said again: it is one span.
        ((charge(1, JAN), charge(1, JULY)), (Span(1, JAN, None),)),
        ((charge(None, JAN),), ()),
    ],
)
def test_the_history_of_a_thing_is_its_spans(charges: tuple[Charge, ...], history: tuple[Span, ...]) -> None:
    assert spans(charges) == history


def test_a_known_end_is_stored_with_the_beginning() -> None:
    made = assigned(Subject.UNIT, 5, 1, JAN, JULY - DAY)
    assert spans(made) == (Span(1, JAN, JULY - DAY),)
    assert in_charge(made, JULY) == {}


@pytest.mark.parametrize(
    ("subjects", "since", "until", "count"),
    [([1], JAN, None, 0), ([1], JAN, JAN, 0), ([], JAN, None, 1), ([1], APR, JAN, 1), ([], APR, JAN, 2)],
)
def test_nothing_chosen_and_an_end_before_the_beginning_are_refused(
    subjects: list[int], since: date, until: date | None, count: int
) -> None:
    assert len(assignment_refusals(subjects, since, until)) == count
