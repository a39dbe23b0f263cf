"""A group of scores in honest numbers: counts first, then shares that silence cannot raise (DOMAIN §4).

Two sets are kept apart, and neither depends on what was reported: 应报, of which a report is owed, and
应达, of which something is expected by the period's end. All shares are of 应达; what is missing is not on
pace.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from math import lcm

from tracker.domain.measure.target import Kind
from tracker.domain.progress.status import Judgement, Status

FEWEST_FOR_SHARES = 5
FEWEST_FOR_MEAN = 3
_NONE, _ONE = Fraction(0), Fraction(1)


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
        return _NONE if reached is None or reached.numerator < 0 else _at_most_one(reached)

    @property
    def averaged(self) -> Fraction | None:
        """What enters the mean completion: that of a running total with a figure of the period, at most 1."""
        done = self.judgement.completion
        if self.kind is not Kind.RUNNING_TOTAL or done is None or self.judgement.is_stale:
            return None
        return _at_most_one(done)

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
    them. ``averages``: these completions, the smallest first; ``places``: the judged ones by what was
    reached of what is expected, each with its target, the worst first.
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
    # What the median and the worst are found in, in order: so a roll-up is carried on, item by item.
    averages: tuple[Fraction, ...] = field(default=(), repr=False, metadata={"is_frozen": False})
    places: tuple[tuple[Fraction, int], ...] = field(default=(), repr=False, metadata={"is_frozen": False})

    def carried(self, changed: Iterable[tuple["Item", "Item"]]) -> "Rollup":
        """The roll-up with items in the place of others: ``roll_up`` would give the same of all of them."""
        tally = _Tally.of(self)
        for before, after in changed:
            tally.take_out(before)
            tally.put_in(after)
        return tally.rollup()

    @property
    def drawn(self) -> dict[Status, int]:
        """What bars show: the due ones, in which nothing is 已完成 that was met before it was due; of a group
        without any, all."""
        return self.due_counts if self.due else self.counts

    @cached_property
    def on_pace(self) -> int:
        """达时序, of the due: achieved counts as on pace."""
        return sum(count for status, count in self.due_counts.items() if status.is_on_pace)

    @cached_property
    def behind(self) -> int:
        """Slightly behind, behind or missed."""
        return sum(count for status, count in self.due_counts.items() if status.is_behind)

    @cached_property
    def far_behind(self) -> int:
        return sum(count for status, count in self.due_counts.items() if status.is_far_behind)

    @cached_property
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
    tally = _Tally()
    for item in group:
        tally.count(item, 1)
    tally.indexed = _exact_sum(item.indexed for item in group if item.judgement.is_due)
    tally.averaged = [share for item in group if (share := item.averaged) is not None]
    tally.summed = _exact_sum(tally.averaged)
    tally.judged = [_place(item) for item in group if _is_judged(item)]
    return tally.in_order().rollup()


def joined(rollups: Iterable[Rollup]) -> Rollup:
    """The roll-up of all that stands in these, nothing in two of them: ``roll_up`` would give the same."""
    tally = _Tally()
    for rollup in rollups:
        tally.join(_Tally.of(rollup))
    return tally.in_order().rollup()


class _Tally:
    """Counts that items enter and leave, and what enters their sums, in order."""

    def __init__(self) -> None:
        self.counts, self.due_counts = dict.fromkeys(Status, 0), dict.fromkeys(Status, 0)
        self.owed = self.reported = self.on_time = self.early = 0
        self.indexed, self.summed = Fraction(0), Fraction(0)  # of the due; of ``averaged``
        self.averaged: list[Fraction] = []
        self.judged: list[tuple[Fraction, int]] = []

    @classmethod
    def of(cls, rollup: Rollup) -> "_Tally":
        tally = cls()
        tally.counts, tally.due_counts = dict(rollup.counts), dict(rollup.due_counts)
        tally.owed, tally.reported = rollup.owed, rollup.reported
        tally.on_time, tally.early = rollup.on_time, rollup.early
        tally.indexed = (rollup.index or Fraction(0)) * rollup.due
        tally.averaged, tally.judged = list(rollup.averages), list(rollup.places)
        mean = rollup.mean  # of fewer than three there is none
        tally.summed = _exact_sum(tally.averaged) if mean is None else mean * rollup.averaged
        return tally

    def count(self, item: Item, by: int) -> None:
        judgement = item.judgement
        self.counts[item.status] += by
        if judgement.is_due:
            self.due_counts[item.status] += by
        if judgement.is_early:
            self.early += by
        if judgement.is_owed:
            self.owed += by
            if item.is_reported:
                self.reported += by
                self.on_time += by if item.is_on_time else 0

    def take_out(self, item: Item) -> None:
        self.count(item, -1)
        if item.judgement.is_due:
            self.indexed -= item.indexed
        if (share := item.averaged) is not None:
            self.summed -= share
            del self.averaged[bisect_left(self.averaged, share)]
        if _is_judged(item):
            del self.judged[bisect_left(self.judged, _place(item))]

    def put_in(self, item: Item) -> None:
        self.count(item, 1)
        if item.judgement.is_due:
            self.indexed += item.indexed
        if (share := item.averaged) is not None:
            self.summed += share
            insort(self.averaged, share)
        if _is_judged(item):
            insort(self.judged, _place(item))

    def join(self, other: "_Tally") -> None:
        for status in Status:
            self.counts[status] += other.counts[status]
            self.due_counts[status] += other.due_counts[status]
        self.owed += other.owed
        self.reported += other.reported
        self.on_time += other.on_time
        self.early += other.early
        self.indexed += other.indexed
        self.summed += other.summed
        self.averaged += other.averaged
        self.judged += other.judged

    def in_order(self) -> "_Tally":
        nearly = in_order_of_shares()
        self.averaged.sort(key=nearly)
        self.judged.sort(key=lambda place: (*nearly(place[0]), place[1]))
        return self

    def rollup(self) -> Rollup:
        due, averaged = sum(self.due_counts.values()), len(self.averaged)
        has_mean = averaged >= FEWEST_FOR_MEAN
        return Rollup(
            total=sum(self.counts.values()),
            counts=self.counts,
            due=due,
            due_counts=self.due_counts,
            owed=self.owed,
            reported=self.reported,
            on_time=self.on_time,
            early=self.early,
            averaged=averaged,
            index=_share(self.indexed, due),
            index_of_judged=_share(self.indexed, len(self.judged)),
            mean=_share(self.summed, averaged) if has_mean else None,
            median=_middle(self.averaged) if has_mean else None,
            worst_target_id=self.judged[0][1] if self.judged else None,
            averages=tuple(self.averaged),
            places=tuple(self.judged),
        )


def _at_most_one(share: Fraction) -> Fraction:
    return _ONE if share.numerator > share.denominator else share


def _is_judged(item: Item) -> bool:
    return item.judgement.is_due and item.status.is_verdict


def _place(item: Item) -> tuple[Fraction, int]:
    return item.order, item.target_id


def nearly(share: Fraction) -> tuple[float, Fraction]:
    """To sort by: two floats are compared ten times as fast, and only where they are equal the fractions.

    The nearest float of the smaller one is never the greater.
    """
    return share.numerator / share.denominator, share


def in_order_of_shares() -> Callable[[Fraction], tuple[float, Fraction]]:
    """``nearly`` for one long list: of equal shares it gives one object, which compares equal at once."""
    known: dict[tuple[int, int], Fraction] = {}

    def key(share: Fraction) -> tuple[float, Fraction]:
        numerator, denominator = share.numerator, share.denominator
        return numerator / denominator, known.setdefault((numerator, denominator), share)

    return key


def _exact_sum(shares: Iterable[Fraction]) -> Fraction:
    """In whole numbers, of each denominator first: thousands of Fractions added look for as many divisors."""
    numerators: defaultdict[int, int] = defaultdict(int)
    for share in shares:
        numerators[share.denominator] += share.numerator
    common = lcm(*numerators)
    return Fraction(sum(each * (common // parts) for parts, each in numerators.items()), common)


def _middle(ordered: Sequence[Fraction]) -> Fraction:
    """The median of what is in order already."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _share(part: Fraction | int, whole: int) -> Fraction | None:
    return Fraction(part) / whole if whole else None
