"""What became of what was far behind at the last meeting: counts that add up, silence by its name."""

from dataclasses import replace

from tests.export import made_up as m
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.comparison import compare
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.meetings.turns import turns_of
from tracker.domain.progress.status import Status
from tracker.domain.sentences.groups import behind_turned, change_of_behind
from tracker.domain.sentences.since import behind_since


def test_what_turned_adds_up_and_names_silence() -> None:
    stayed = dict.fromkeys(range(6), Status.BEHIND)
    left = [Status.ON_PACE] * 2 + [Status.SLIGHTLY_BEHIND] * 5 + [Status.NOT_REPORTED] * 2
    before = stayed | dict.fromkeys(range(6, 15), Status.BEHIND) | {20: Status.ON_PACE}
    now = stayed | dict(enumerate(left, 6)) | {20: Status.BEHIND, 21: Status.BEHIND}
    assert behind_turned(before, now) == (
        "滞后由15项减到8项：6项仍滞后、2项补上、5项转为稍慢、2项未填报、新增2项"
    )


def test_a_target_that_is_no_longer_listed_is_counted_among_what_left() -> None:
    before = {1: Status.BEHIND, 2: Status.BEHIND}
    assert behind_turned(before, {2: Status.MISSED}) == "滞后由2项减到1项：1项仍滞后、1项不再列入"


def test_nothing_is_told_where_nothing_was_or_is_far_behind() -> None:
    assert behind_turned({1: Status.ON_PACE}, {1: Status.SLIGHTLY_BEHIND}) == ""


def test_what_a_snapshot_kept_of_the_last_one_gives_the_same_numbers_as_both_cards() -> None:
    frozen, card = thaw(m.content()), m.card()
    assert frozen.last is not None
    older = m.older_card(card)
    assert behind_since(frozen.last, frozen.card) == f"{change_of_behind(turns_of(older, card))}。"


def test_a_budget_is_never_counted_with_targets() -> None:
    asked = m.terms(Kind.BUDGET, "10", "亿元")
    card = m.card(scores=(m.score(asked, "1"),))
    older = m.card(scores=(m.score(asked, "9"),))
    last = thaw(m.content()).last
    assert last is not None
    assert behind_since(replace(last, comparison=compare(older, card)), card) == ""
