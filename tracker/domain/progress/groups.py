"""The verdict of a group, an area, a department, a plan, by the rule set's group thresholds (DOMAIN §4)."""

from enum import StrEnum
from fractions import Fraction

from tracker.domain.language import _, marked
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.status import Status


class Verdict(StrEnum):
    """From good to bad; SOME_BEHIND is what most groups are, and lists need not print it."""

    ON_PACE = "on_pace"
    SOME_BEHIND = "some_behind"
    MUCH_BEHIND = "much_behind"
    TOO_LITTLE = "too_little"
    NOTHING_DUE = "nothing_due"
    NOT_OPEN = "not_open"

    @property
    def word(self) -> str:
        return _(_WORDS[self])

    @property
    def is_judged(self) -> bool:
        """Whether it says how the group stands."""
        return self in (Verdict.ON_PACE, Verdict.SOME_BEHIND, Verdict.MUCH_BEHIND)

    @property
    def is_told(self) -> bool:
        """Whether lists print it: most groups have something behind, and some have nothing due."""
        return self in (Verdict.ON_PACE, Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE)

    @property
    def status(self) -> Status:
        """The status whose colour and shape stand for it; 数据不足 has no verdict's colour."""
        return _STATUSES[self]


_WORDS = {
    Verdict.ON_PACE: marked("总体达时序"),
    Verdict.SOME_BEHIND: marked("有落后"),
    Verdict.MUCH_BEHIND: marked("落后较多"),
    Verdict.TOO_LITTLE: marked("数据不足"),
    Verdict.NOTHING_DUE: marked("本期没有应达目标"),
    Verdict.NOT_OPEN: marked("未开放"),
}
_STATUSES = {
    Verdict.ON_PACE: Status.ON_PACE,
    Verdict.SOME_BEHIND: Status.SLIGHTLY_BEHIND,
    Verdict.MUCH_BEHIND: Status.BEHIND,
    Verdict.TOO_LITTLE: Status.NOT_REPORTED,
    Verdict.NOTHING_DUE: Status.NOT_DUE,
    Verdict.NOT_OPEN: Status.NOT_OPEN,
}


def verdict_of(rollup: Rollup, rules: RuleSet, *, is_past_due: bool) -> Verdict:
    """The group's verdict. ``is_past_due``: whether the window's due date has passed, so that silence counts.

    落后较多 is asked before 数据不足, and that before 总体达时序: what goes silent moves nothing towards
    green.
    """
    if not rollup.due:
        return Verdict.NOT_OPEN if rollup.counts[Status.NOT_OPEN] else Verdict.NOTHING_DUE
    late = rollup.missing if is_past_due else 0
    if (
        rollup.far_behind
        and rollup.far_behind + late >= rules.group_behind_least
        and _percent(rollup.far_behind + late, rollup.due) >= Fraction(rules.group_behind)
    ):
        return Verdict.MUCH_BEHIND
    if _percent(rollup.unjudged, rollup.due) > Fraction(rules.group_unjudged):
        return Verdict.TOO_LITTLE
    is_clear = not rollup.behind and not rollup.missing
    if is_clear and _percent(rollup.on_pace, rollup.due) >= Fraction(rules.group_on_pace):
        return Verdict.ON_PACE
    return Verdict.SOME_BEHIND


def _percent(part: int, whole: int) -> Fraction:
    return Fraction(part * 100, whole)
