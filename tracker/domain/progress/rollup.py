"""A group of scores in honest numbers: counts first, then shares that silence cannot raise (DOMAIN §4).

Two sets are kept apart, and neither depends on what was reported: 应报, of which a report is owed, and
应达, of which something is expected by the period's end. All shares are of 应达; what is missing is not on
pace.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from tracker.domain.measure.target import Kind
from tracker.domain.progress.status import Judgement, Status

FEWEST_FOR_SHARES = 5
FEWEST_FOR_MEAN = 3
_ONE = Fraction(1)


class Entry(StrEnum):
    """What becomes of a target in its group's numbers.

    JUDGED: due, with a verdict. UNJUDGED: due, without one. EARLY: met before anything was due. OUTSIDE:
    not due.
    """

    JUDGED = "judged"
    UNJUDGED = "unjudged"
    EARLY = "early"
    OUTSIDE = "outside"
    BUDGET = "budget"


@dataclass(frozen=True)
class Item:
    """What a roll-up needs of one score; ``is_on_time`` is None when nothing is reported.

    ``is_reported``: by a figure, or a submission that waits, whose month lies within the period.
    """

    target_id: int
    kind: Kind
    judgement: Judgement
    is_reported: bool
    is_on_time: bool | None

    @property
    def status(self) -> Status:
        return self.judgement.status

    @property
    def entry(self) -> "Entry":
        if self.kind is Kind.BUDGET:
            return Entry.BUDGET
        if self.judgement.is_early:
            return Entry.EARLY
        if not self.judgement.is_due:
            return Entry.OUTSIDE
        return Entry.JUDGED if self.status.is_verdict else Entry.UNJUDGED

    @property
    def indexed(self) -> Fraction:
        """What enters the progress index: reached ÷ expected, within 0 and 1; 0 without a verdict."""
        reached = self.judgement.reached if self.status.is_verdict else None
        return Fraction(0) if reached is None else min(max(reached, Fraction(0)), _ONE)

    @property
    def averaged(self) -> Fraction | None:
        """What enters the mean completion: that of a running total with a figure of the period, at most 1."""
        done = self.judgement.completion
        if self.kind is not Kind.RUNNING_TOTAL or done is None or self.judgement.is_stale:
            return None
        return min(done, _ONE)

    @property
    def order(self) -> Fraction:
        """To sort by, the furthest from what is expected first: reached ÷ expected; 2 where there is none."""
        reached = self.judgement.reached
        return Fraction(2) if reached is None else reached


@dataclass(frozen=True)
class Rollup:
    """A group's counts and shares; ratios are exact, None where there is nothing to divide.

    ``counts``: all its targets by status. ``due_counts``: the due ones (应达). ``owed``, ``reported``,
    ``on_time``: the reports that are owed (应报), that are there with a month of the period, and that came
    in time. ``early``: met before they are due, outside the due. ``index``: mean of what was reached of
    what is expected, each at most 1, over the due; ``index_of_judged``: over those with a verdict.
    ``mean``, ``median``: of the capped completions of ``averaged`` running totals; None below three of
    them.
    """

    total: int
    counts: dict[Status, int]
    due: int
    due_counts: dict[Status, int]
    owed: int
    reported: int
    on_time: int
    early: int
    averaged: int
    index: Fraction | None
    index_of_judged: Fraction | None
    mean: Fraction | None
    median: Fraction | None
    worst_target_id: int | None

    @property
    def on_pace(self) -> int:
        """达时序, of the due: achieved counts as on pace."""
        return sum(count for status, count in self.due_counts.items() if status.is_on_pace)

    @property
    def behind(self) -> int:
        """Slightly behind, behind or missed."""
        return sum(count for status, count in self.due_counts.items() if status.is_behind)

    @property
    def far_behind(self) -> int:
        return sum(count for status, count in self.due_counts.items() if status.is_far_behind)

    @property
    def missing(self) -> int:
        """Not reported or not updated."""
        return sum(count for status, count in self.due_counts.items() if status.is_missing)

    @property
    def judged(self) -> int:
        return self.on_pace + self.behind

    @property
    def unjudged(self) -> int:
        return self.due - self.judged

    @property
    def has_shares(self) -> bool:
        """Whether it has enough due targets for shares; below five it has counts: 5项中2项."""
        return self.due >= FEWEST_FOR_SHARES

    @property
    def on_pace_share(self) -> Fraction | None:
        """达时序率: on pace ÷ due."""
        return _share(self.on_pace, self.due)

    @property
    def on_pace_of_judged(self) -> Fraction | None:
        return _share(self.on_pace, self.judged)

    @property
    def completeness(self) -> Fraction | None:
        """上报率: reports of the period ÷ owed."""
        return _share(self.reported, self.owed)

    @property
    def timeliness(self) -> Fraction | None:
        """按时上报率."""
        return _share(self.on_time, self.owed)


def roll_up(items: Iterable[Item]) -> Rollup:
    """Roll up targets; order does not matter. Budgets are never among them."""
    group = [item for item in items if item.kind is not Kind.BUDGET]
    due = [item for item in group if item.judgement.is_due]
    owed = [item for item in group if item.judgement.is_owed]
    judged = [item for item in due if item.status.is_verdict]
    shares = [share for share in (item.averaged for item in group) if share is not None]
    has_mean = len(shares) >= FEWEST_FOR_MEAN
    indexed = sum((item.indexed for item in due), Fraction(0))
    return Rollup(
        total=len(group),
        counts=_counts(group),
        due=len(due),
        due_counts=_counts(due),
        owed=len(owed),
        reported=sum(1 for item in owed if item.is_reported),
        on_time=sum(1 for item in owed if item.is_reported and item.is_on_time),
        early=sum(1 for item in group if item.judgement.is_early),
        averaged=len(shares),
        index=_share(indexed, len(due)),
        index_of_judged=_share(indexed, len(judged)),
        mean=_share(sum(shares, Fraction(0)), len(shares)) if has_mean else None,
        median=median(shares) if has_mean else None,
        worst_target_id=min(judged, key=lambda item: (item.order, item.target_id)).target_id
        if judged
        else None,
    )


def _counts(items: list[Item]) -> dict[Status, int]:
    counts = dict.fromkeys(Status, 0)
    for item in items:
        counts[item.status] += 1
    return counts


def _share(part: Fraction | int, whole: int) -> Fraction | None:
    return Fraction(part) / whole if whole else None
