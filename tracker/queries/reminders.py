"""One reminder for a department over all open plans, and what went out of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef, UnitRef
from tracker.domain.workflow.chasing import Due, Kind
from tracker.queries.chasing import Sent, ToChase, sent

# A plan at the period that is spoken of.
About = tuple[PlanRef, Period]


@dataclass(frozen=True)
class Reminder:
    """A department with what it has open, a part for each plan that has something open for it."""

    parts: tuple[tuple[PlanRef, ToChase], ...]

    @property
    def unit(self) -> UnitRef:
        return self.parts[0][1].unit

    @property
    def dues(self) -> tuple[tuple[PlanRef, Due], ...]:
        return tuple((plan, each.due) for plan, each in self.parts)

    @property
    def about(self) -> tuple[About, ...]:
        return tuple((plan, each.due.period) for plan, each in self.parts)

    @property
    def emails(self) -> tuple[str, ...]:
        return self.parts[0][1].emails

    @property
    def clerks(self) -> tuple[str, ...]:
        return self.parts[0][1].due.clerks

    @property
    def last(self) -> Sent | None:
        """The newest message to it that went out, of whichever plan."""
        went = [each.last for _plan, each in self.parts if each.last is not None]
        return max(went, key=lambda each: each.id, default=None)

    def count(self, kind: Kind) -> int:
        return sum(each.due.count(kind) for _plan, each in self.parts)


def reminders(listed: Iterable[tuple[PlanRef, ToChase]]) -> tuple[Reminder, ...]:
    """What departments have open in several plans, one reminder each, by the departments' names."""
    by_unit: dict[int, list[tuple[PlanRef, ToChase]]] = {}
    for plan, each in listed:
        by_unit.setdefault(each.unit.id, []).append((plan, each))
    found = (Reminder(tuple(parts)) for parts in by_unit.values())
    return tuple(sorted(found, key=lambda each: each.unit.name))


def sent_about(
    session: Session, person: Person, about: Iterable[About], as_of: datetime | None = None
) -> tuple[Sent, ...]:
    """What went out of any of these plans and what could not, the newest first.

    A message that named several plans is recorded with each. Raises NotAllowed but for the office.
    """
    went = [each for plan, period in about for each in sent(session, person, plan, period, as_of=as_of)]
    return tuple(sorted(went, key=lambda each: -each.id))


def once_each(went: Iterable[Sent]) -> tuple[Sent, ...]:
    """The same with a message once that was recorded with each of the plans that it named."""
    seen: dict[object, Sent] = {}
    for each in went:
        seen.setdefault((each.unit.id, each.channel, each.at, each.text), each)
    return tuple(seen.values())
