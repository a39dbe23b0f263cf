"""What must be known at an instant, said in a few lines over plain lists: the model of every as-of query.

Rows stand in the order in which they were made. A row is known from its own instant on; among known
rows the later made one counts, whatever their instants say: clocks stand still and step back.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from typing import TypeVar

from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.workflow.erratum import ErratumKind
from tracker.domain.workflow.lifecycle import Decision

END = datetime.max.replace(tzinfo=UTC)
Key = tuple[str, Period]


@dataclass(frozen=True)
class Sent:
    id: int
    number: int
    key: Key
    value: Decimal
    at: datetime
    is_correction: bool
    is_on_time: bool


@dataclass(frozen=True)
class Decided:
    report: int
    decision: Decision
    verified: Decimal | None
    at: datetime


@dataclass(frozen=True)
class Terms:
    target: str
    version: int
    value: Decimal | None
    lead: str
    effective: Period
    at: datetime


@dataclass(frozen=True)
class Reading:
    """What the notice is taken to say of a target from an erratum on."""

    name: str
    value: Decimal | None
    lead: str


@dataclass(frozen=True)
class Erratum:
    """``reading``: what it puts in the place of the one before; None where it only withdraws or restores."""

    target: str
    kind: ErratumKind
    name: str
    reading: Reading | None
    at: datetime


@dataclass(frozen=True)
class Window:
    period: Period
    due: datetime
    closes: datetime
    at: datetime


@dataclass(frozen=True)
class Rules:
    version: int
    paced_on: Decimal
    at: datetime


Row = TypeVar("Row", Sent, Decided, Terms, Erratum, Window, Rules)


@dataclass
class Model:
    sent: list[Sent] = field(default_factory=list)
    decided: list[Decided] = field(default_factory=list)
    terms: list[Terms] = field(default_factory=list)
    errata: list[Erratum] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)
    rules: list[Rules] = field(default_factory=list)

    def submissions(self, key: Key, at: datetime) -> list[tuple[Sent, Decided | None]]:
        """In the order in which they came, each with what was decided by then."""
        reviews = {each.report: each for each in known(self.decided, at)}
        return [(each, reviews.get(each.id)) for each in known(self.sent, at) if each.key == key]

    def figure(self, key: Key, at: datetime, *, unapproved: bool) -> tuple[object, ...] | None:
        """Report, value, reported value, whether it is unapproved, a correction, on time."""
        found = self.submissions(key, at)
        if unapproved and found and found[-1][1] is None:
            sent = found[-1][0]
            return sent.id, sent.value, sent.value, True, sent.is_correction, sent.is_on_time
        approved = [(s, d) for s, d in found if d is not None and d.decision is Decision.APPROVE]
        if not approved:
            return None
        sent, review = approved[-1]
        value = sent.value if review.verified is None else review.verified
        return sent.id, value, sent.value, False, sent.is_correction, sent.is_on_time

    def number(self, key: Key, at: datetime) -> int:
        """Of the latest submission known. It keeps the number it was given, also at a moment before an
        earlier one's instant, which a clock that stepped back makes."""
        found = self.submissions(key, at)
        return found[-1][0].number if found else 0

    def state(self, key: Key, at: datetime) -> ReportState | None:
        found = self.submissions(key, at)
        if not found:
            return None
        review = found[-1][1]
        return ReportState.SUBMITTED if review is None else ReportState(review.decision.value)

    def waiting_on_time(self, key: Key, at: datetime) -> bool | None:
        """Of what waits while no figure counts; None otherwise."""
        if self.state(key, at) is not ReportState.SUBMITTED or self.figure(key, at, unapproved=False):
            return None
        return self.submissions(key, at)[-1][0].is_on_time

    def terms_of(self, target: str, period: Period, at: datetime) -> Terms | None:
        found = [each for each in known(self.terms, at) if each.target == target and each.effective <= period]
        return found[-1] if found else None

    def errata_of(self, target: str, at: datetime) -> list[Erratum]:
        return [each for each in known(self.errata, at) if each.target == target]

    def counts(self, target: str, period: Period, at: datetime) -> Terms | None:
        """The terms of what is a target at that moment."""
        errata = self.errata_of(target, at)
        is_none = bool(errata) and errata[-1].kind is ErratumKind.WITHDRAWN
        return None if is_none else self.terms_of(target, period, at)

    def reading_of(self, target: str, at: datetime) -> Reading:
        """What the notice is taken to say: the newest erratum's reading, else the first that was known."""
        errata = self.errata_of(target, at)
        name = errata[-1].name if errata else target
        reading = next((each.reading for each in reversed(errata) if each.reading is not None), None)
        first = next((each for each in known(self.terms, at) if each.target == target), None)
        assert first is not None, "asked of what is known"
        value, lead = (first.value, first.lead) if reading is None else (reading.value, reading.lead)
        return Reading(name, value, lead)

    def correct(self, target: str, reading: Reading, at: datetime) -> None:
        """The reading from the plan's start, then again what adjustments changed of the one before."""
        before, first = self.reading_of(target, END), periods_of(2025)[0]
        versions = [each for each in self.terms if each.target == target]
        standing = [
            each
            for place, each in enumerate(versions)
            if all(later.effective > each.effective for later in versions[place + 1 :])
        ]
        made = [(reading.value, reading.lead, first)] + [
            (
                reading.value if each.value == before.value else each.value,
                reading.lead if each.lead == before.lead else each.lead,
                each.effective,
            )
            for each in standing
            if (each.value, each.lead, each.effective) != (before.value, before.lead, first)
        ]
        for number, (value, lead, effective) in enumerate(made, versions[-1].version + 1):
            self.terms.append(Terms(target, number, value, lead, effective, at))
        self.errata.append(Erratum(target, ErratumKind.CORRECTED, reading.name, reading, at))

    def window_of(self, period: Period, at: datetime) -> Window | None:
        found = [each for each in known(self.windows, at) if each.period == period]
        return found[-1] if found else None

    def rules_of(self, at: datetime) -> Rules | None:
        found = known(self.rules, at)
        return found[-1] if found else None


def known(rows: list[Row], at: datetime) -> list[Row]:
    return [each for each in rows if each.at <= at]
