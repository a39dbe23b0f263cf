"""A scorecard's groups from those of the one before it: only what changed is counted anew (decision 43).

Which scores changed is seen from the objects: a reader that carries a scorecard on hands on the scores that
it did not judge again. So nothing here has to be told what happened.
"""

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import compress, count
from operator import is_not
from typing import Any

from tracker.domain.measure.target import Kind
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import (
    Group,
    Key,
    Score,
    Scorecard,
    data_month_of,
    furthest_first,
    is_behind,
    is_behind_again,
    is_early,
    is_missing,
    is_unjudged,
    of_area,
    of_lead,
    of_units,
)

Change = tuple[Score, Score]  # the score before, and the one after
Changes = Mapping[int, Change]  # by target


def rolled_up_after(before: Scorecard, after: Scorecard) -> Scorecard:
    """``after``, with its groups computed, equal to ``after.rolled_up()`` in everything.

    They are carried on from those of ``before`` where both are of the same targets, in one order and as the
    same objects; groups in which nothing changed are then the same objects too.
    """
    changes = _changes_between(before, after)
    if changes is not None:
        _carry_groups(before, after, changes)
    return after.rolled_up()


def places_changed(before: Sequence[Score], after: Sequence[Score]) -> list[int]:
    """Where another object stands now, of sequences of one length."""
    return list(compress(count(), map(is_not, before, after)))


def _changes_between(before: Scorecard, after: Scorecard) -> Changes | None:
    """None where both are not of the same targets."""
    if len(before.scores) != len(after.scores):
        return None
    changes: dict[int, Change] = {}
    for place in places_changed(before.scores, after.scores):
        old, new = before.scores[place], after.scores[place]
        if old.target is not new.target:
            return None
        changes[old.target.id] = old, new
    return changes


def _carry_groups(before: Scorecard, after: Scorecard, changes: Changes) -> None:
    """Have ``after`` know the groups that ``before`` has computed, carried on by what differs of the scores.

    Both are of the same targets, and these alone say who stands in a group: only numbers change.
    """
    known, made = vars(before), vars(after)
    of_targets, of_budgets = _parted(changes)
    for name, own in (("targets", of_targets), ("budgets", of_budgets)):
        if name in known:
            made[name] = _replaced(known[name], own.values())
    if "whole" in known:
        made["whole"] = _rollup_after(before.whole, of_targets.values())
    for name, keys_of in (
        ("areas", of_area),
        ("departments", of_lead),
        ("departments_with_co_led", of_units),
    ):
        if name in known:
            made[name] = _groups_after(known[name], of_targets, keys_of)
    if "behind" in known:
        made["behind"] = _picked_after(before.behind, of_targets, is_behind, furthest_first)
    for name, stands in (
        ("behind_again", is_behind_again),
        ("missing", is_missing),
        ("early", is_early),
        ("unjudged", is_unjudged),
    ):
        if name in known:
            made[name] = _picked_after(known[name], of_targets, stands, before.place_of)
    if "data_months" in known:
        made["data_months"] = _months_after(before.data_months, changes.values())
    for name in ("leaders", "places"):
        if name in known:
            made[name] = known[name]


def _parted(changes: Changes) -> tuple[Changes, Changes]:
    """Those of targets, and those of budgets."""
    budgets = {key for key, (old, _new) in changes.items() if old.target.terms.kind is Kind.BUDGET}
    return (
        {key: pair for key, pair in changes.items() if key not in budgets},
        {key: changes[key] for key in budgets},
    )


def _replaced(scores: tuple[Score, ...], changed: Collection[Change]) -> tuple[Score, ...]:
    """The same tuple where nothing of it changed. ``changed``: of scores that stand in it."""
    if not changed:
        return scores
    by_object = {id(old): new for old, new in changed}
    return tuple(map(by_object.get, map(id, scores), scores))


def _rollup_after(rollup: Rollup, changed: Collection[Change]) -> Rollup:
    return rollup.carried((old.item, new.item) for old, new in changed) if changed else rollup


def _months_after(months: Mapping[int, int], changed: Collection[Change]) -> Mapping[int, int]:
    counts = Counter(months)
    for old, new in changed:
        counts.subtract(data_month_of(old))
        counts.update(data_month_of(new))
    return +counts


def _groups_after(
    groups: tuple[Group, ...], changes: Changes, keys_of: Callable[[Score], list[Key]]
) -> tuple[Group, ...]:
    by_group: dict[Key, list[Change]] = {}
    for pair in changes.values():
        for key in keys_of(pair[0]):
            by_group.setdefault(key, []).append(pair)
    return tuple(
        Group(group.name, group.key, _replaced(group.scores, own), _rollup_after(group.rollup, own))
        if (own := by_group.get((group.key, group.name)))
        else group
        for group in groups
    )


def _picked_after(
    picked: tuple[Score, ...],
    changes: Changes,
    stands: Callable[[Score], bool],
    order: Callable[[Score], Any],
) -> tuple[Score, ...]:
    """What stands in a list of those of which something is true. ``order``: its own, of no two the same."""
    if not any(stands(old) or stands(new) for old, new in changes.values()):
        return picked
    now = list(picked)
    for old, new in changes.values():
        if stands(old):
            del now[bisect_left(now, order(old), key=order)]
        if stands(new):
            insort(now, new, key=order)
    return tuple(now)
