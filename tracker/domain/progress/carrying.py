"""A scorecard's groups from those of the one before it: only what changed is counted anew (decision 43).

Which scores changed is seen from the objects: a reader that carries a scorecard on hands on the scores that
it did not judge again. So nothing here has to be told what happened.
"""

from bisect import insort
from collections.abc import Callable, Collection, Mapping

from tracker.domain.measure.target import Kind
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import (
    Group,
    Key,
    Score,
    Scorecard,
    furthest_first,
    is_behind,
    is_early,
    is_missing,
    of_area,
    of_lead,
    of_units,
)

Changes = Mapping[int, tuple[Score, Score]]  # by target, the score before and the one after


def rolled_up_after(before: Scorecard, after: Scorecard) -> Scorecard:
    """``after``, with its groups computed, equal to ``after.rolled_up()`` in everything.

    They are carried on from those of ``before`` where both are of the same targets, in one order and as the
    same objects; groups in which nothing changed are then the same objects too.
    """
    if _is_of_same_targets(before, after):
        _carry_groups(before, after)
    return after.rolled_up()


def _is_of_same_targets(before: Scorecard, after: Scorecard) -> bool:
    pairs = zip(before.scores, after.scores, strict=False)
    return len(before.scores) == len(after.scores) and all(old.target is new.target for old, new in pairs)


def _carry_groups(before: Scorecard, after: Scorecard) -> None:
    """Have ``after`` know the groups that ``before`` has computed, carried on by what differs of the scores.

    Both are of the same targets, and these alone say who stands in a group: only numbers change.
    """
    known, made = vars(before), vars(after)
    changes = {
        old.target.id: (old, new)
        for old, new in zip(before.scores, after.scores, strict=True)
        if old is not new
    }
    of_targets = {key: pair for key, pair in changes.items() if pair[0].target.terms.kind is not Kind.BUDGET}
    for name in ("targets", "budgets"):
        if name in known:
            made[name] = _replaced(known[name], changes)
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
        made["behind"] = _behind_after(before.behind, of_targets)
    for name, stands in (("missing", is_missing), ("early", is_early)):
        if name in known:
            made[name] = _picked_after(known[name], after.targets, of_targets, stands)
    if "leaders" in known:
        made["leaders"] = before.leaders


def _replaced(scores: tuple[Score, ...], changes: Changes) -> tuple[Score, ...]:
    """The same tuple where none of it changed."""
    if not any(score.target.id in changes for score in scores):
        return scores
    return tuple(changes[score.target.id][1] if score.target.id in changes else score for score in scores)


def _rollup_after(rollup: Rollup, changed: Collection[tuple[Score, Score]]) -> Rollup:
    return rollup.carried((old.item, new.item) for old, new in changed) if changed else rollup


def _groups_after(
    groups: tuple[Group, ...], changes: Changes, keys_of: Callable[[Score], list[Key]]
) -> tuple[Group, ...]:
    by_group: dict[Key, dict[int, tuple[Score, Score]]] = {}
    for target_id, pair in changes.items():
        for key in keys_of(pair[0]):
            by_group.setdefault(key, {})[target_id] = pair
    return tuple(
        Group(
            group.name,
            group.key,
            _replaced(group.scores, own),
            _rollup_after(group.rollup, own.values()),
        )
        if (own := by_group.get((group.key, group.name)))
        else group
        for group in groups
    )


def _behind_after(behind: tuple[Score, ...], changes: Changes) -> tuple[Score, ...]:
    if not any(is_behind(old) or is_behind(new) for old, new in changes.values()):
        return behind
    late = [score for score in behind if score.target.id not in changes]
    for _old, new in changes.values():
        if is_behind(new):
            insort(late, new, key=furthest_first)
    return tuple(late)


def _picked_after(
    picked: tuple[Score, ...],
    scores: tuple[Score, ...],
    changes: Changes,
    stands: Callable[[Score], bool],
) -> tuple[Score, ...]:
    """What stands in a list of those of ``scores`` of which something is true, in their order."""
    if not any(stands(old) or stands(new) for old, new in changes.values()):
        return picked
    ids = {score.target.id for score in picked} - changes.keys()
    ids |= {target_id for target_id, (_old, new) in changes.items() if stands(new)}
    return tuple(score for score in scores if score.target.id in ids)
