"""What the numbers of a group are of: 应报, 应达, shares, index, mean of running totals (DOMAIN §4)."""

from dataclasses import replace
from fractions import Fraction
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import Q3, QUICK, RULES, dec, level, milestone, rate, stock, total
from tracker.domain.measure.target import Kind, Path, Terms
from tracker.domain.progress.judging import judge
from tracker.domain.progress.rollup import Item, joined, roll_up
from tracker.domain.progress.status import Status


def item(terms: Terms, value: str | None, month: int = 9, number: int = 1, on_time: bool = True) -> Item:
    """A target at the third quarter, reported with this value, or silent."""
    judgement = judge(terms, None if value is None else dec(value), month, Q3, RULES)
    is_reported = value is not None and not judgement.is_stale
    return Item(number, terms.kind, judgement, is_reported, on_time if value is not None else None)


ON_PACE, SLIGHTLY, BEHIND = item(total(), "80"), item(total(), "70"), item(total(), "10")
SILENT, OLD = item(total(), None), item(total(), "75", month=6)
NOT_DUE, EARLY = item(stock(), "3"), item(milestone(due=Q3.of_year[3]), "1")
OVERDUE, DONE = item(milestone(), "0"), item(milestone(), "1")
NO_WHOLE = item(total(1), None)
NOT_APPLICABLE = replace(
    SILENT, judgement=judge(total(), None, 9, Q3, RULES, not_applicable=True), is_reported=True
)

SETS = [
    # items, owed, reported, due, early
    pytest.param([], 0, 0, 0, 0, id="an empty group"),
    pytest.param([ON_PACE, BEHIND], 2, 2, 2, 0, id="totals are owed and due"),
    pytest.param([SILENT], 1, 0, 1, 0, id="silent: owed and due all the same"),
    pytest.param([OLD], 1, 0, 1, 0, id="June's figure in September is no report"),
    pytest.param([NOT_DUE], 0, 0, 0, 0, id="a stock before its due period is neither"),
    pytest.param([NO_WHOLE], 1, 0, 0, 0, id="1 a year in September: owed, nothing whole is expected"),
    pytest.param([EARLY], 0, 0, 0, 1, id="a milestone done early is outside, and listed"),
    pytest.param([OVERDUE, DONE], 2, 2, 2, 0, id="milestones at their due period"),
    pytest.param([NOT_APPLICABLE], 0, 0, 0, 0, id="not applicable, as the office agreed"),
]


@pytest.mark.parametrize(("items", "owed", "reported", "due", "early"), SETS)
def test_what_is_owed_and_what_is_due(
    items: list[Item], owed: int, reported: int, due: int, early: int
) -> None:
    group = roll_up(items)
    assert (group.owed, group.reported, group.due, group.early) == (owed, reported, due, early)


SHARES = [
    # items, on-pace share, of judged, index, index of judged
    pytest.param([], None, None, None, None, id="nothing due has no share"),
    pytest.param([SILENT] * 3, "0", None, "0", None, id="only silence: none is on pace"),
    pytest.param([ON_PACE, SILENT], "1/2", "1", "1/2", "1", id="silence is not on pace"),
    pytest.param([ON_PACE, OLD], "1/2", "1", "1/2", "1", id="an old figure is not on pace"),
    pytest.param([ON_PACE, NOT_DUE, EARLY], "1", "1", "1", "1", id="what is not due changes nothing"),
    pytest.param([item(total(), "300"), BEHIND], "1/2", "1/2", "17/30", "17/30", id="300 % counts as 1"),
    pytest.param([OVERDUE, DONE], "1/2", "1/2", "1/2", "1/2", id="a due milestone is 1 or 0"),
    pytest.param([item(rate(20), "18")], "0", "0", "9/10", "9/10", id="a rate by value ÷ target"),
    pytest.param([item(level(0), "-1")], "0", "0", "0", "0", id="not met has nothing reached"),
    pytest.param([item(total(), "-50")], "0", "0", "0", "0", id="below zero is nothing, not less"),
]


@pytest.mark.parametrize(("items", "share", "of_judged", "index", "index_of_judged"), SHARES)
def test_the_shares_are_of_the_due(
    items: list[Item],
    share: str | None,
    of_judged: str | None,
    index: str | None,
    index_of_judged: str | None,
) -> None:
    group = roll_up(items)
    numbers = (group.on_pace_share, group.on_pace_of_judged, group.index, group.index_of_judged)
    expected = (share, of_judged, index, index_of_judged)
    assert numbers == tuple(None if each is None else Fraction(each) for each in expected)


@pytest.mark.parametrize(
    ("items", "averaged", "mean", "median"),
    [
        pytest.param([ON_PACE, BEHIND], 2, None, None, id="two running totals make no mean"),
        pytest.param([ON_PACE, BEHIND, SLIGHTLY], 3, "8/15", "7/10", id="three do"),
        pytest.param(
            [item(total(), "300"), BEHIND, BEHIND], 3, "2/5", "1/10", id="threefold counts as 100 %"
        ),
        pytest.param([ON_PACE, BEHIND, item(rate(20), "18")], 2, None, None, id="a rate is none"),
        pytest.param([ON_PACE, BEHIND, OLD], 2, None, None, id="nor is an old figure"),
        pytest.param(
            [ON_PACE, BEHIND, item(total(path=Path.YEAR_END), "30")],
            3,
            "2/5",
            "3/10",
            id="what is due at the year's end is a running total too",
        ),
    ],
)
def test_a_mean_is_of_running_totals_only(
    items: list[Item], averaged: int, mean: str | None, median: str | None
) -> None:
    group = roll_up(items)
    assert group.averaged == averaged
    assert (group.mean, group.median) == tuple(
        None if each is None else Fraction(each) for each in (mean, median)
    )


@pytest.mark.parametrize(
    ("items", "completeness", "timeliness"),
    [
        pytest.param([], None, None, id="nothing owed has no rate"),
        pytest.param([NOT_DUE], None, None, id="not due is not late"),
        pytest.param([SILENT, SILENT], "0", "0", id="none of two"),
        pytest.param([ON_PACE, SILENT], "1/2", "1/2", id="one of two"),
        pytest.param([item(total(), "75", on_time=False), ON_PACE], "1", "1/2", id="complete, half on time"),
        pytest.param([OLD, ON_PACE], "1/2", "1/2", id="an old month in time is no report in time"),
        pytest.param([NO_WHOLE, ON_PACE], "1/2", "1/2", id="owed though nothing is due"),
    ],
)
def test_reporting_rate_and_on_time_rate_are_of_the_owed(
    items: list[Item], completeness: str | None, timeliness: str | None
) -> None:
    group = roll_up(items)
    assert group.completeness == (None if completeness is None else Fraction(completeness))
    assert group.timeliness == (None if timeliness is None else Fraction(timeliness))


def test_budgets_are_never_counted_with_targets() -> None:
    plain, budget = [ON_PACE, SILENT], replace(ON_PACE, kind=Kind.BUDGET)
    assert roll_up([*plain, budget, replace(SILENT, kind=Kind.BUDGET)]) == roll_up(plain)


def test_every_status_is_counted_also_the_absent_ones() -> None:
    group = roll_up([ON_PACE, SLIGHTLY, BEHIND, SILENT, OLD, NOT_DUE, EARLY])
    assert set(group.counts) == set(group.due_counts) == set(Status)
    assert (sum(group.counts.values()), sum(group.due_counts.values())) == (group.total, group.due) == (7, 5)
    assert (group.on_pace, group.behind, group.far_behind, group.missing, group.unjudged) == (1, 2, 1, 2, 2)


@pytest.mark.parametrize(("due", "has_shares"), [(4, False), (5, True)])
def test_below_five_due_targets_there_are_counts_and_no_shares(due: int, has_shares: bool) -> None:
    assert roll_up([*[ON_PACE] * due, *[NOT_DUE] * 5]).has_shares is has_shares


@pytest.mark.parametrize(
    ("items", "worst"),
    [
        pytest.param([], None, id="empty group"),
        pytest.param([SILENT], None, id="what is not reported is missing, not worst"),
        pytest.param([replace(BEHIND, target_id=2), SLIGHTLY], 2, id="least reached of what is expected"),
        pytest.param(
            [replace(BEHIND, target_id=9), replace(BEHIND, target_id=4)], 4, id="a tie: the smaller id"
        ),
        pytest.param(
            [BEHIND, replace(OVERDUE, target_id=2)], 2, id="an overdue milestone has reached nothing"
        ),
    ],
)
def test_the_worst_is_what_has_reached_least_of_what_is_expected(
    items: list[Item], worst: int | None
) -> None:
    assert roll_up(items).worst_target_id == worst


TERMS = st.sampled_from(
    [total(), total(5), stock(), level(), rate(), milestone(), milestone(due=Q3.of_year[3])]
)
VALUES = st.none() | st.sampled_from(["0", "1"]) | st.integers(-20, 300).map(str)


def _item(terms: Terms, value: str | None, month: int, number: int) -> Item:
    steps = value if value in (None, "0", "1") else "1"
    return item(terms, steps if terms.kind is Kind.MILESTONE else value, month, number)


_ANY_ITEM = st.builds(_item, TERMS, VALUES, st.integers(4, 9), st.integers(1, 99))
ITEMS = st.lists(_ANY_ITEM, max_size=12)


@QUICK
@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_the_targets_does_not_matter(items: list[Item], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert roll_up(shuffled) == roll_up(items)


@QUICK
@given(ITEMS)
def test_no_share_exceeds_100_percent_and_an_index_of_100_means_that_all_are_on_pace(
    items: list[Item],
) -> None:
    group = roll_up(items)
    for share in (group.on_pace_share, group.index, group.index_of_judged, group.mean, group.median):
        assert share is None or share <= 1
    if group.index == 1:
        assert group.on_pace == group.due


@QUICK
@given(ITEMS, ITEMS)
def test_a_whole_is_the_sum_of_its_parts(some: list[Item], others: list[Item]) -> None:
    whole, first, second = roll_up([*some, *others]), roll_up(some), roll_up(others)
    for name in ("total", "due", "owed", "reported", "on_time", "early", "averaged"):
        assert getattr(whole, name) == getattr(first, name) + getattr(second, name)
    for status in Status:
        assert whole.counts[status] == first.counts[status] + second.counts[status]
        assert whole.due_counts[status] == first.due_counts[status] + second.due_counts[status]


@QUICK
@given(st.lists(ITEMS, max_size=4))
def test_a_whole_is_joined_of_its_groups_as_it_is_rolled_up_of_all_their_targets(
    groups: list[list[Item]],
) -> None:
    assert joined(map(roll_up, groups)) == roll_up(chain.from_iterable(groups))


@QUICK
@given(st.lists(st.tuples(_ANY_ITEM, _ANY_ITEM), max_size=8), ITEMS)
def test_a_roll_up_carried_on_is_the_one_of_all(changed: list[tuple[Item, Item]], others: list[Item]) -> None:
    before = roll_up([*others, *(old for old, _new in changed)])
    assert before.carried(changed) == roll_up([*others, *(new for _old, new in changed)])
