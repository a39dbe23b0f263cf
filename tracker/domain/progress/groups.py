"""How a group, an area or a department, stands against its pace (DOMAIN §4)."""

from collections.abc import Iterable
from fractions import Fraction

from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Group
from tracker.domain.progress.status import Status


def group_gap(rollup: Rollup) -> Fraction | None:
    """Mean completion less mean pace of the same targets; None where either is missing."""
    done, pace = rollup.mean_of_reported, rollup.mean_pace
    return None if done is None or pace is None else done - pace


def group_status(rollup: Rollup, rules: RuleSet) -> Status:
    """A group's status: its mean completion against its mean pace, by the paced thresholds.

    A group is never 已完成: that is said of targets. Without a mean it is the kind of nothing.
    """
    done, pace = rollup.mean_of_reported, rollup.mean_pace
    # A pace of 0 asks for nothing, and nothing can be divided by it.
    return kind_of_nothing(rollup) if done is None or not pace else rules.placed(done / pace, done - pace)


def kind_of_nothing(rollup: Rollup) -> Status:
    """What a group without a mean, or without a pace, has instead."""
    if rollup.due == 0:
        only_not_applicable = 0 < rollup.total == rollup.counts[Status.NOT_APPLICABLE]
        return Status.NOT_APPLICABLE if only_not_applicable else Status.NOT_DUE
    if rollup.counts[Status.UNDER_REVIEW]:
        return Status.UNDER_REVIEW
    return Status.NOT_COMPUTABLE if rollup.reported else Status.NOT_REPORTED


def ranked_groups(groups: Iterable[Group]) -> list[tuple[Group, Fraction]]:
    """Those with enough due targets to be compared, the best gap to pace first; ties by number."""
    gaps = [(group, group_gap(group.rollup)) for group in groups if group.rollup.why_not_ranked is None]
    known = [(group, gap) for group, gap in gaps if gap is not None]
    return sorted(known, key=lambda pair: (-pair[1], pair[0].key))


def compared_groups(groups: Iterable[Group]) -> list[tuple[Group, Fraction]]:
    """The same where there is a first and a last: empty unless two can be compared."""
    ranking = ranked_groups(groups)
    return ranking if len(ranking) > 1 else []


def keeps_pace(gap: Fraction) -> bool:
    """Whether a group is counted as 达到时序进度."""
    return gap >= 0
