"""How targets turned from one period to the next: counted, named, and carried on over what changes."""

from dataclasses import replace

from tests.export import made_up as m
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.comparison import ChangeKind
from tracker.domain.meetings.turns import turns_after, turns_of
from tracker.domain.progress.carrying import rolled_up_after
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status

HUNDRED, BUDGET = m.terms(value="100", unit="家"), m.terms(Kind.BUDGET, "100", "亿元")
ON_PACE, BEHIND, SILENT = Status.ON_PACE, Status.BEHIND, Status.NOT_REPORTED


def at(value: str | None, number: int = 1) -> Score:
    return m.score(HUNDRED, value, number, reported=value is not None)


def earlier(*scores: Score) -> Scorecard:
    return m.card(scores=scores, period=Period(2025, 2)).rolled_up()


def now(*scores: Score) -> Scorecard:
    return m.card(scores=scores).rolled_up()


def with_one(card: Scorecard, place: int, value: str) -> Scorecard:
    """Another figure of a target, the rest as it is."""
    old = card.scores[place]
    other = replace(at(value), target=old.target)
    scores = (*card.scores[:place], other, *card.scores[place + 1 :])
    return rolled_up_after(card, replace(card, scores=scores))


def test_targets_are_counted_by_what_they_were_and_what_they_are() -> None:
    turns = turns_of(earlier(at("75"), at("20", 2), at(None, 3)), now(at("76"), at("75", 2), at("20", 3)))
    assert turns.counts == {(ON_PACE, ON_PACE): 1, (BEHIND, ON_PACE): 1, (SILENT, BEHIND): 1}
    assert [target.id for target in turns.of(ChangeKind.CAUGHT_UP)] == [2]
    assert [target.id for target in turns.of(ChangeKind.FELL_BEHIND)] == [3]


def test_what_came_and_what_went_turned_from_nothing_and_to_nothing() -> None:
    turns = turns_of(earlier(at("75"), at("20", 2)), now(at("20", 2), at("75", 3)))
    assert turns.counts == {(ON_PACE, None): 1, (BEHIND, BEHIND): 1, (None, ON_PACE): 1}
    assert turns.places == {(ON_PACE, None): (0,), (BEHIND, BEHIND): (0,), (None, ON_PACE): (1,)}


def test_a_budget_is_no_target_of_either_period() -> None:
    budget, total = m.score(BUDGET, "80", 1), at("20")
    assert turns_of(earlier(budget), now(budget)).counts == {}
    assert turns_of(earlier(budget), now(total)).counts == {(None, BEHIND): 1}
    assert turns_of(earlier(total), now(budget)).counts == {(BEHIND, None): 1}


def test_they_are_carried_on_over_what_changes_in_either_period() -> None:
    older, newer = earlier(at("75"), at("20", 2)), now(at("75"), at("75", 2), at("20", 3))
    turns = turns_of(older, newer)
    for before, after in (
        (older, with_one(newer, 0, "20")),
        (with_one(older, 1, "75"), newer),
        (with_one(older, 0, "20"), with_one(newer, 2, "75")),
    ):
        carried = turns_after(turns, before, after)
        assert carried is not None
        assert carried.places == turns_of(before, after).places


def test_over_other_targets_they_are_counted_anew() -> None:
    older, newer = earlier(at("75")), now(at("75"))
    turns = turns_of(older, newer)
    assert turns_after(turns, older, now(at("75"), at("20", 2))) is None
    assert turns_after(turns, earlier(at("75")), newer) is None
