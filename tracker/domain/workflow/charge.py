"""分管: which leader is in charge of an area or a unit, and since when (DOMAIN §1).

Each fact says who is in charge of one thing from a day on, or that nobody is; the next one ends it. Of two
of one day the later word stands.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import zip_longest

from tracker.domain.language import _


class Subject(StrEnum):
    AREA = "area"
    UNIT = "unit"


@dataclass(frozen=True)
class Charge:
    """``leader_id`` None: from this day on nobody is in charge."""

    subject: Subject
    subject_id: int
    leader_id: int | None
    holds_from: date

    @property
    def of(self) -> tuple[Subject, int]:
        return self.subject, self.subject_id


@dataclass(frozen=True)
class Span:
    """Who was in charge from a day until another, both included; until None: to this day."""

    leader_id: int
    since: date
    until: date | None


def in_charge(charges: Iterable[Charge], day: date) -> dict[tuple[Subject, int], int]:
    """Who is in charge of what on a day; ``charges`` in the order in which they were recorded."""
    begun = sorted((each for each in charges if each.holds_from <= day), key=lambda each: each.holds_from)
    newest = {each.of: each.leader_id for each in begun}
    return {of: leader_id for of, leader_id in newest.items() if leader_id is not None}


def spans(charges: Iterable[Charge]) -> tuple[Span, ...]:
    """The history of one thing, the earliest first; ``charges`` in the order in which they were recorded."""
    by_day = {each.holds_from: each for each in charges}
    days = sorted(by_day)
    listed: list[Span] = []
    for day, following in zip_longest(days, days[1:]):
        leader_id = by_day[day].leader_id
        until = None if following is None else following - timedelta(days=1)
        if leader_id is None:
            continue
        if listed and listed[-1].leader_id == leader_id and listed[-1].until == day - timedelta(days=1):
            listed[-1] = Span(leader_id, listed[-1].since, until)
        else:
            listed.append(Span(leader_id, day, until))
    return tuple(listed)


def assigned(
    subject: Subject, subject_id: int, leader_id: int | None, holds_from: date, until: date | None
) -> tuple[Charge, ...]:
    """The facts of one assignment: its beginning and, where its end is known, that nobody follows."""
    begin = Charge(subject, subject_id, leader_id, holds_from)
    if until is None or leader_id is None:
        return (begin,)
    return begin, Charge(subject, subject_id, None, until + timedelta(days=1))


def assignment_refusals(subjects: Sequence[object], holds_from: date, until: date | None) -> tuple[str, ...]:
    """Why an assignment can't be stored, each in a sentence; empty when it can."""
    refusals = []
    if not subjects:
        refusals.append(_("请至少选择一个领域或单位。"))
    if until is not None and until < holds_from:
        refusals.append(_("截止日期早于起始日期,请核对。"))
    return tuple(refusals)
