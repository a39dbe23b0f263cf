"""A group of scores in honest numbers: averages that can't flatter (DOMAIN §3).

Every completion is capped at 100 % before it enters an average, so that 300 % of one target
lifts nothing. Two denominators are kept apart: all targets due, and those reported.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from tracker.domain.language import _
from tracker.domain.measure.target import Kind
from tracker.domain.progress.status import Status

FEWEST_TO_RANK = 3
_NOT_COMPARED = 2  # behind what leads (0) and what has a gap to its pace (1)


class Entry(StrEnum):
    """What becomes of a target in its group's averages.

    AVERAGED: its completion counts, capped. MISSING: owed and not reported, 0 in the mean of the due.
    NO_SHARE: owed, but a milestone, waiting for review or not computable: in neither denominator.
    """

    AVERAGED = "averaged"
    MISSING = "missing"
    NO_SHARE = "no_share"
    NOT_OWED = "not_owed"
    BUDGET = "budget"


@dataclass(frozen=True)
class Item:
    """What a roll-up needs of one score; ``is_on_time`` is None when nothing is reported."""

    target_id: int
    kind: Kind
    status: Status
    completion: Fraction | None
    pace: Fraction | None
    is_reported: bool
    is_on_time: bool | None

    @property
    def is_due(self) -> bool:
        """Whether the quarter asks for a figure: 应报."""
        return self.status.is_owed

    @property
    def entry(self) -> "Entry":
        """How it enters the averages."""
        if self.kind is Kind.BUDGET:
            return Entry.BUDGET
        if not self.is_due:
            return Entry.NOT_OWED
        if self.completion is not None:
            return Entry.AVERAGED
        is_missing = not self.is_reported and self.kind is not Kind.MILESTONE
        return Entry.MISSING if is_missing else Entry.NO_SHARE

    @property
    def capped(self) -> Fraction | None:
        """What enters the mean: its completion, at most 1; None where it does not enter."""
        if self.entry is not Entry.AVERAGED or self.completion is None:
            return None
        return min(self.completion, Fraction(1))

    @property
    def lag(self) -> tuple[int, Fraction]:
        """To sort by, the furthest behind its pace first; what can't be compared comes last.

        An overdue milestone has no share and leads. Rates too are sorted by completion against
        pace: percentage points of two different rates don't compare.
        """
        if self.completion is not None and self.pace is not None:
            return 1, self.completion - self.pace
        return (0 if self.status.is_behind else _NOT_COMPARED), Fraction(0)


@dataclass(frozen=True)
class Rollup:
    """A group's counts and averages; ratios are exact, None where there is nothing to average.

    ``mean_of_reported``: capped completion over targets that have one.
    ``mean_of_due``: the same sum over all that are due and have, or would have, a percentage:
    what is missing counts in the denominator. Where nothing is reported there is no mean.
    ``mean_pace``: the pace of the reported ones, so bar and line speak of the same targets.
    ``completeness``: reported / due; ``timeliness``: on time / due.
    """

    total: int
    due: int
    reported: int
    counts: dict[Status, int]
    mean_of_reported: Fraction | None
    mean_of_due: Fraction | None
    mean_pace: Fraction | None
    median: Fraction | None
    worst_target_id: int | None
    completeness: Fraction | None
    timeliness: Fraction | None

    @property
    def on_pace(self) -> int:
        """达到时序进度: achieved counts as on pace."""
        return sum(count for status, count in self.counts.items() if status.is_on_pace)

    @property
    def behind(self) -> int:
        return sum(count for status, count in self.counts.items() if status.is_behind)

    @property
    def why_not_ranked(self) -> str | None:
        """Fewer than 3 due targets say nothing about a department; the page tells why."""
        if self.due >= FEWEST_TO_RANK:
            return None
        return _("应报目标仅 {due} 项,不足 {fewest_to_rank} 项,不参与排序。").format(
            due=self.due, fewest_to_rank=FEWEST_TO_RANK
        )


def roll_up(items: Iterable[Item]) -> Rollup:
    """Roll up targets; order does not matter. Budgets never mix into the averages of targets."""
    group = [item for item in items if item.kind is not Kind.BUDGET]
    counts = dict.fromkeys(Status, 0)
    for item in group:
        counts[item.status] += 1
    due = [item for item in group if item.is_due]
    reported = [item for item in due if item.is_reported]
    averaged = [item for item in due if item.completion is not None]
    capped = [share for share in (item.capped for item in averaged) if share is not None]
    missing = sum(1 for item in due if not item.is_reported and item.entry is Entry.MISSING)
    paces = [item.pace for item in averaged if item.pace is not None]
    return Rollup(
        total=len(group),
        due=len(due),
        reported=len(reported),
        counts=counts,
        mean_of_reported=_share(sum(capped, Fraction(0)), len(capped)),
        mean_of_due=_share(sum(capped, Fraction(0)), len(capped) + missing) if capped else None,
        mean_pace=_share(sum(paces, Fraction(0)), len(paces)),
        median=median(capped) if capped else None,
        worst_target_id=_worst(due),
        completeness=_share(Fraction(len(reported)), len(due)),
        timeliness=_share(Fraction(sum(1 for item in due if item.is_on_time)), len(due)),
    )


def _share(part: Fraction, whole: int) -> Fraction | None:
    return part / whole if whole else None


def _worst(due: list[Item]) -> int | None:
    """The target furthest behind its pace; ties go to the smaller id, so order never matters."""
    compared = [(item.lag, item.target_id) for item in due if item.lag[0] != _NOT_COMPARED]
    return min(compared)[1] if compared else None
