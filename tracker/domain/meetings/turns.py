"""How the targets of a plan turned from one scorecard to another: counted by both statuses, and named.

What 总览 says beside the counts of the period before needs no more of a comparison (comparison.py). Budgets
are no targets here.
"""

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from tracker.domain.measure.target import Kind
from tracker.domain.meetings.comparison import ChangeKind, turn_of
from tracker.domain.progress.carrying import places_changed
from tracker.domain.progress.scorecard import Scorecard, Target
from tracker.domain.progress.status import Status

Turn = tuple[Status | None, Status | None]  # before and after; None: not listed


@dataclass(frozen=True)
class Turns:
    """``places``: where those that turned so stand in the newer scorecard; those gone, in the older."""

    older: Scorecard
    newer: Scorecard
    places: Mapping[Turn, tuple[int, ...]]

    @property
    def counts(self) -> Mapping[Turn, int]:
        return {turn: len(places) for turn, places in self.places.items()}

    def of(self, kind: ChangeKind) -> tuple[Target, ...]:
        """The targets of which a comparison says so, in the register's order."""
        found = (places for turn, places in self.places.items() if _kind_of(turn) is kind)
        return tuple(self.newer.scores[place].target for place in sorted(chain.from_iterable(found)))


def turns_of(older: Scorecard, newer: Scorecard) -> Turns:
    before = {score.target.id: score.status for score in older.targets}
    places: defaultdict[Turn, list[int]] = defaultdict(list)
    for place, score in enumerate(newer.scores):
        if score.target.terms.kind is not Kind.BUDGET:
            places[before.pop(score.target.id, None), score.status].append(place)
    for target, status in before.items():
        places[status, None].append(older.places[target])
    return Turns(older, newer, {turn: tuple(listed) for turn, listed in places.items()})


def turns_after(before: Turns, older: Scorecard, newer: Scorecard) -> Turns | None:
    """What ``turns_of`` would give, by what differs of the scores; None where others may be listed."""
    if older.places is not before.older.places or newer.places is not before.newer.places:
        return None
    pairs = (before.older.scores, older.scores), (before.newer.scores, newer.scores)
    touched = {old[place].target.id for old, new in pairs for place in places_changed(old, new)}
    places = dict(before.places)
    for target in touched:
        was, is_now = _turn(before.older, before.newer, target), _turn(older, newer, target)
        if was != is_now:
            listed_in = older if is_now[1] is None else newer
            _move(listed_in.places[target], was, is_now, places)
    return Turns(older, newer, places)


def _kind_of(turn: Turn) -> ChangeKind | None:
    before, after = turn
    return None if before is None or after is None else turn_of(before, after)


def _turn(older: Scorecard, newer: Scorecard, target: int) -> Turn:
    return _status_in(older, target), _status_in(newer, target)


def _status_in(card: Scorecard, target: int) -> Status | None:
    score = card.of(target)
    return None if score is None or score.target.terms.kind is Kind.BUDGET else score.status


def _move(place: int, was: Turn, is_now: Turn, places: dict[Turn, tuple[int, ...]]) -> None:
    left = list(places.pop(was))
    del left[bisect_left(left, place)]
    if left:
        places[was] = tuple(left)
    joined = list(places.get(is_now, ()))
    insort(joined, place)
    places[is_now] = tuple(joined)
