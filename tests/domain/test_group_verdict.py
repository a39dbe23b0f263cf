"""The verdict of a group, told by counts: no state of the data makes it better than it is (DOMAIN §4)."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import Q1, Q2, Q3, Q4, QUICK, RULES, dec, level, milestone, rate, stock, total
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Path, Terms
from tracker.domain.progress.groups import Verdict, verdict_of
from tracker.domain.progress.judging import judge
from tracker.domain.progress.rollup import Item, roll_up
from tracker.domain.progress.status import Judgement, Status

Case = tuple[Terms, str | None, int]
ON_PACE, SOME_BEHIND = Verdict.ON_PACE, Verdict.SOME_BEHIND
MUCH_BEHIND, TOO_LITTLE, NOTHING_DUE = Verdict.MUCH_BEHIND, Verdict.TOO_LITTLE, Verdict.NOTHING_DUE
SILENT = (total(), None, 9)


def good(count: int) -> list[Case]:
    return [(total(), "80", 9)] * count


def bad(count: int) -> list[Case]:
    return [(total(), "10", 9)] * count


def items_of(cases: Sequence[Case], period: Period = Q3, *, is_open: bool = True) -> list[Item]:
    items = []
    for number, (terms, value, month) in enumerate(cases):
        amount = None if value is None else dec(value)
        judgement = judge(terms, amount, month, period, RULES, is_open=is_open)
        items.append(Item(number, terms.kind, judgement, value is not None and not judgement.is_stale, True))
    return items


VERDICTS = [
    pytest.param(good(1) + [SILENT] * 9, Q3, TOO_LITTLE, id="one of ten reported at 76 %"),
    pytest.param(
        [(milestone(), "0", 9)] * 3 + good(1), Q3, MUCH_BEHIND, id="three overdue milestones, one total"
    ),
    pytest.param(
        [(total(), "100", 9)] + [(total(), "0", 9)] * 3, Q3, MUCH_BEHIND, id="one done and three at 0"
    ),
    pytest.param(
        [(total(25, "项"), "2", 9)] * 2 + [(total(25, "项"), "20", 9), (stock(), "9", 9)],
        Q3,
        MUCH_BEHIND,
        id="two of three at 10 % of 25, and a year-end target met early",
    ),
    pytest.param(
        [(total(), "10", 3)] * 2 + [(total(), "25", 3), (stock(), "9", 3)],
        Q1,
        MUCH_BEHIND,
        id="the same in the first quarter: two of three at 10 % where 25 % are expected",
    ),
    pytest.param([*good(39), (total(), "74", 9)], Q3, SOME_BEHIND, id="39 on pace and one at 74"),
    pytest.param(good(10) + bad(5), Q3, MUCH_BEHIND, id="the five worst of fifteen reported"),
    pytest.param(good(10) + [SILENT] * 5, Q3, TOO_LITTLE, id="the five worst of fifteen silent"),
    pytest.param(
        good(10) + [(total(), "60", 6)] * 4, Q3, TOO_LITTLE, id="four figures corrected back to June"
    ),
    pytest.param(
        [(total(), "100", 12)] * 34 + [(total(), None, 12)] * 50,
        Q4,
        TOO_LITTLE,
        id="50 of 84 silent in December",
    ),
    pytest.param(
        [(total(), "100", 12)] * 34 + [(total(), "99", 12)] * 50,
        Q4,
        MUCH_BEHIND,
        id="84 with December figures, 50 of them not reached",
    ),
    pytest.param(good(10), Q3, ON_PACE, id="all on pace"),
    pytest.param([*good(19), SILENT], Q3, SOME_BEHIND, id="one of twenty silent is no green"),
    pytest.param(good(9) + bad(1), Q3, SOME_BEHIND, id="one of ten behind"),
    pytest.param(bad(1), Q3, SOME_BEHIND, id="a single one behind is not many"),
    pytest.param([*bad(1), SILENT], Q3, MUCH_BEHIND, id="one behind, one silent"),
    pytest.param([SILENT] * 2, Q3, TOO_LITTLE, id="two silent and nothing behind"),
    pytest.param([(milestone(Q4), "1", 9)], Q3, NOTHING_DUE, id="a department with one finished milestone"),
    pytest.param([(milestone(Q2), "1", 9)], Q3, ON_PACE, id="a milestone that was due, done"),
    pytest.param([(stock(), "2", 9)] * 4, Q3, NOTHING_DUE, id="only stocks before the year's end"),
    pytest.param([(total(1), "0", 9)] * 4, Q3, NOTHING_DUE, id="1 a year each, in September"),
    pytest.param([], Q3, NOTHING_DUE, id="an empty group"),
]


@pytest.mark.parametrize(("cases", "period", "verdict"), VERDICTS)
def test_a_group_is_told_as_it_is(cases: list[Case], period: Period, verdict: Verdict) -> None:
    assert verdict_of(roll_up(items_of(cases, period)), RULES, is_past_due=True) is verdict


def test_at_the_years_end_targets_are_done_or_not_whatever_little_is_missing() -> None:
    """84 with December figures, 50 of them at 99 of 100: 34 完成 and 50 未完成, nobody is 稍慢."""
    group = roll_up(items_of([(total(), "100", 12)] * 34 + [(total(), "99", 12)] * 50, Q4))
    assert {status: count for status, count in group.counts.items() if count} == {
        Status.ACHIEVED: 34,
        Status.MISSED: 50,
    }
    assert group.on_pace_share == Fraction(34, 84)


def test_a_period_that_is_not_open_has_no_verdict_and_nothing_is_missing() -> None:
    group = roll_up(items_of([(total(), None, 12)] * 84, Q4, is_open=False))
    assert verdict_of(group, RULES, is_past_due=False) is Verdict.NOT_OPEN
    assert (group.due, group.owed, group.missing, group.completeness) == (0, 0, 0, None)
    assert group.counts[Status.NOT_OPEN] == 84


def test_before_the_due_date_silence_is_no_lag_but_no_green_either() -> None:
    group = roll_up(items_of([*bad(1), SILENT, *good(3)]))
    assert verdict_of(group, RULES, is_past_due=False) is SOME_BEHIND
    assert verdict_of(group, RULES, is_past_due=True) is MUCH_BEHIND


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({"group_behind": dec(50)}, SOME_BEHIND),
        ({"group_behind_least": dec(4)}, SOME_BEHIND),
        ({}, MUCH_BEHIND),
    ],
)
def test_the_thresholds_are_the_rule_sets(changed: dict[str, object], verdict: Verdict) -> None:
    group = roll_up(items_of(good(6) + bad(3)))
    assert verdict_of(group, replace(RULES, **changed), is_past_due=True) is verdict  # type: ignore[arg-type]


# What silence may make of a verdict: the same or one at least as far from green.
FROM_GREEN = {ON_PACE: 0, SOME_BEHIND: 1, MUCH_BEHIND: 2, TOO_LITTLE: 2, NOTHING_DUE: 3}
TERMS = st.sampled_from(
    [
        total(),
        total(5),
        total(1),
        total(path=Path.YEAR_END),
        stock(),
        level(),
        rate(),
        milestone(),
        milestone(Q4),
    ]
)


def _case(terms: Terms, value: int, month: int) -> Case:
    return terms, str(min(max(value, 0), 1) if terms.kind is Kind.MILESTONE else value), month


CASES = st.lists(
    st.builds(_case, TERMS, st.integers(0, 120), st.integers(4, 9)) | st.just(SILENT), min_size=1, max_size=14
)


@QUICK
@given(CASES, st.integers(0, 13))
def test_a_report_replaced_by_silence_helps_nobody(cases: list[Case], number: int) -> None:
    place = number % len(cases)
    silenced = [*cases]
    silenced[place] = (cases[place][0], None, 9)
    before, after = roll_up(items_of(cases)), roll_up(items_of(silenced))
    assert (before.due, before.owed) == (after.due, after.owed) or cases[place][0].kind is not Kind.RATE
    verdicts = [verdict_of(group, RULES, is_past_due=True) for group in (before, after)]
    assert FROM_GREEN[verdicts[1]] >= FROM_GREEN[verdicts[0]]
    assert (after.on_pace_share or Fraction(0)) <= (before.on_pace_share or Fraction(0))
    assert (after.index or Fraction(0)) <= (before.index or Fraction(0))


@QUICK
@given(CASES, st.integers(0, 13), st.integers(0, 120))
def test_no_denominator_depends_on_an_outcome(cases: list[Case], number: int, value: int) -> None:
    place = number % len(cases)
    terms = cases[place][0]
    for other in (_case(terms, value, 9), (terms, None, 9), _case(terms, value, 6)):
        changed = [*cases]
        changed[place] = other
        before, after = roll_up(items_of(cases)), roll_up(items_of(changed))
        assert (before.due, before.owed) == (after.due, after.owed)


@QUICK
@given(CASES)
def test_a_group_is_never_green_with_something_behind_in_it(cases: list[Case]) -> None:
    group = roll_up(items_of(cases))
    if verdict_of(group, RULES, is_past_due=False) is ON_PACE:
        assert not any(item.status.is_behind or item.status.is_missing for item in items_of(cases))


def _judged(case: Case) -> Judgement:
    (item,) = items_of([case])
    return item.judgement


@QUICK
@given(TERMS, st.integers(0, 120), st.integers(1, 6))
def test_a_figure_from_before_the_period_never_has_a_better_status(
    terms: Terms, value: int, month: int
) -> None:
    fresh, old = _judged(_case(terms, value, 9)), _judged(_case(terms, value, month))
    assert not old.status.is_verdict
    assert old.is_due is fresh.is_due or fresh.is_early
