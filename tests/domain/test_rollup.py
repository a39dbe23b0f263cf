"""Averages that cannot flatter: counts, capped mean, median, worst, two denominators (DOMAIN §3)."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import QUICK
from tracker.domain.measure.target import Kind
from tracker.domain.progress.rollup import Item, roll_up
from tracker.domain.progress.status import Status

NO_COMPLETION = (Status.NOT_REPORTED, Status.NOT_APPLICABLE, Status.NOT_COMPUTABLE)


def done(share: str | Fraction, pace: str = "3/4", **rest: object) -> Item:
    """A reported running total; its status follows the default rule."""
    completion, expected = Fraction(share), Fraction(pace)
    status = Status.BEHIND
    if completion >= 1:
        status = Status.ACHIEVED
    elif completion >= expected:
        status = Status.ON_PACE
    elif completion >= expected * Fraction(4, 5):
        status = Status.SLIGHTLY_BEHIND
    item = Item(1, Kind.RUNNING_TOTAL, status, completion, expected, True, True)
    return replace(item, **rest)  # type: ignore[arg-type]


def without(status: Status, **rest: object) -> Item:
    """A target that has no completion."""
    reported = status not in (Status.NOT_REPORTED, Status.NOT_DUE)
    item = Item(1, Kind.RUNNING_TOTAL, status, None, None, reported, True if reported else None)
    return replace(item, **rest)  # type: ignore[arg-type]


MISSING, NOT_DUE = without(Status.NOT_REPORTED), without(Status.NOT_DUE)
LATE_MILESTONE = without(Status.BEHIND, kind=Kind.MILESTONE)
MISSING_MILESTONE = without(Status.NOT_REPORTED, kind=Kind.MILESTONE)

GROUPS = [
    # items, due, reported, mean of reported, mean of due, median
    pytest.param([], 0, 0, None, None, None, id="an empty group has no mean"),
    pytest.param([MISSING] * 3, 3, 0, None, None, None, id="a group of unreported has no mean"),
    pytest.param([NOT_DUE] * 3, 0, 0, None, None, None, id="nothing due"),
    pytest.param([without(Status.NOT_APPLICABLE)], 0, 0, None, None, None, id="not applicable is not owed"),
    pytest.param([without(Status.NOT_COMPUTABLE)], 1, 1, None, None, None, id="not computable is reported"),
    pytest.param([LATE_MILESTONE], 1, 1, None, None, None, id="a milestone has no percentage"),
    pytest.param([done("0")], 1, 1, "0", "0", "0", id="a reported zero is zero"),
    pytest.param([done("3")], 1, 1, "1", "1", "1", id="threefold counts as 100 %"),
    pytest.param([done("3"), done("0")], 2, 2, "1/2", "1/2", "1/2", id="threefold does not make up for zero"),
    pytest.param(
        [done("1/2"), MISSING], 2, 1, "1/2", "1/4", "1/2", id="what is missing counts among the due"
    ),
    pytest.param(
        [done("1/2"), MISSING_MILESTONE], 2, 1, "1/2", "1/2", "1/2", id="but not a missing milestone"
    ),
    pytest.param([done("1/2"), NOT_DUE], 1, 1, "1/2", "1/2", "1/2", id="what is not due does not"),
    pytest.param(
        [done("-1/2"), done("1")], 2, 2, "1/4", "1/4", "1/4", id="below the baseline is not lifted to zero"
    ),
    pytest.param([done("1/3"), done("2/3"), done("9")], 3, 3, "2/3", "2/3", "2/3", id="thirds stay exact"),
]


@pytest.mark.parametrize(("items", "due", "reported", "mean", "mean_of_due", "median"), GROUPS)
def test_a_group_is_summed_up_honestly(
    items: list[Item], due: int, reported: int, mean: str | None, mean_of_due: str | None, median: str | None
) -> None:
    group = roll_up(items)
    expected = tuple(None if share is None else Fraction(share) for share in (mean, mean_of_due, median))
    assert (group.total, group.due, group.reported) == (len(items), due, reported)
    assert (group.mean_of_reported, group.mean_of_due, group.median) == expected


@pytest.mark.parametrize(
    ("items", "completeness", "timeliness"),
    [
        pytest.param([], None, None, id="nothing due has no rate"),
        pytest.param([NOT_DUE], None, None, id="not due is not late"),
        pytest.param([MISSING, MISSING], "0", "0", id="none of two"),
        pytest.param([done("1/2"), MISSING], "1/2", "1/2", id="one of two"),
        pytest.param([done("1/2", is_on_time=False), done("1")], "1", "1/2", id="complete, half on time"),
        pytest.param([done("1/2", is_on_time=False)], "1", "0", id="complete and late"),
    ],
)
def test_completeness_and_timeliness_are_two_rates(
    items: list[Item], completeness: str | None, timeliness: str | None
) -> None:
    group = roll_up(items)
    assert group.completeness == (None if completeness is None else Fraction(completeness))
    assert group.timeliness == (None if timeliness is None else Fraction(timeliness))


def test_budgets_never_mix_into_the_averages_of_targets() -> None:
    plain, budget = [done("1/2"), MISSING], done("1", kind=Kind.BUDGET)
    assert roll_up([*plain, budget, replace(MISSING, kind=Kind.BUDGET)]) == roll_up(plain)


def test_every_status_is_counted_also_the_absent_ones() -> None:
    group = roll_up([done("1"), done("3/4"), done("3/5"), done("1/5"), MISSING, NOT_DUE])
    assert set(group.counts) == set(Status)
    assert sum(group.counts.values()) == group.total == 6
    assert (group.on_pace, group.behind) == (2, 2)


def test_bar_and_line_speak_of_the_same_targets() -> None:
    group = roll_up([done("1/2", "3/4"), done("1", "2/3"), replace(MISSING, pace=Fraction(1))])
    assert group.mean_pace == Fraction(17, 24)


@pytest.mark.parametrize(
    ("items", "worst"),
    [
        pytest.param([], None, id="empty group"),
        pytest.param([MISSING], None, id="what is not reported is missing, not worst"),
        pytest.param([done("1/2", target_id=1), done("1/4", target_id=2)], 2, id="least complete"),
        pytest.param(
            [done("1/2", "2/3", target_id=1), done("3/5", "1", target_id=2)], 2, id="furthest from its pace"
        ),
        pytest.param(
            [done("1/4", target_id=9), done("1/4", target_id=4)], 4, id="a tie goes to the smaller id"
        ),
        pytest.param(
            [done("-1", target_id=1), replace(LATE_MILESTONE, target_id=2)],
            2,
            id="an overdue milestone leads",
        ),
        pytest.param([done("2", target_id=1), done("1", target_id=2)], 2, id="also when all is well"),
        pytest.param([done("1/4", target_id=1, kind=Kind.BUDGET)], None, id="never a budget"),
    ],
)
def test_the_worst_is_what_is_furthest_behind_its_pace(items: list[Item], worst: int | None) -> None:
    assert roll_up(items).worst_target_id == worst


@pytest.mark.parametrize("due", [0, 1, 2])
def test_too_few_due_targets_are_not_ranked_and_the_page_says_why(due: int) -> None:
    group = roll_up([*[MISSING] * due, *[NOT_DUE] * 5])
    assert group.why_not_ranked == f"应报目标仅 {due} 项,不足 3 项,不参与排序。"


@pytest.mark.parametrize("item", [MISSING, done("1/2"), LATE_MILESTONE])
def test_three_due_targets_are_ranked_reported_or_not(item: Item) -> None:
    assert roll_up([item] * 3).why_not_ranked is None


SHARES = st.fractions(-2, 5, max_denominator=60)
DONE = st.builds(lambda share, number: done(share, target_id=number), SHARES, st.integers(1, 99))
ABSENT = st.builds(
    lambda status, number: without(status, target_id=number),
    st.sampled_from([*NO_COMPLETION, Status.NOT_DUE]),
    st.integers(1, 99),
)
ITEMS = st.lists(DONE | ABSENT, max_size=12)


@QUICK
@given(ITEMS, st.randoms(use_true_random=False))
def test_the_order_of_the_targets_does_not_matter(items: list[Item], random: object) -> None:
    shuffled = list(items)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert roll_up(shuffled) == roll_up(items)


@QUICK
@given(ITEMS)
def test_no_average_exceeds_100_percent(items: list[Item]) -> None:
    group = roll_up(items)
    for share in (group.mean_of_reported, group.mean_of_due, group.median):
        assert share is None or share <= 1


@QUICK
@given(ITEMS, DONE, st.fractions(1, 50))
def test_over_fulfilment_lifts_nothing(items: list[Item], item: Item, factor: Fraction) -> None:
    full = replace(item, completion=Fraction(1))
    threefold, exactly = roll_up([*items, replace(full, completion=factor)]), roll_up([*items, full])
    assert threefold.mean_of_reported == exactly.mean_of_reported
    assert threefold.mean_of_due == exactly.mean_of_due


@QUICK
@given(ITEMS, DONE, st.fractions(0, 2))
def test_more_of_one_target_never_lowers_the_mean(items: list[Item], item: Item, more: Fraction) -> None:
    assert item.completion is not None
    better = replace(item, completion=item.completion + more)
    before, after = roll_up([*items, item]).mean_of_reported, roll_up([*items, better]).mean_of_reported
    assert before is not None
    assert after is not None
    assert before <= after


@QUICK
@given(st.lists(ABSENT, max_size=12))
def test_what_has_no_completion_never_becomes_zero(items: list[Item]) -> None:
    group = roll_up(items)
    assert (group.mean_of_reported, group.mean_of_due, group.median, group.mean_pace) == (None,) * 4


@QUICK
@given(st.lists(DONE, min_size=1, max_size=8), st.lists(ABSENT, max_size=8))
def test_what_is_not_reported_leaves_the_mean_of_the_reported_alone(
    reported: list[Item], rest: list[Item]
) -> None:
    alone, together = roll_up(reported), roll_up([*reported, *rest])
    assert together.mean_of_reported == alone.mean_of_reported
    assert together.median == alone.median
