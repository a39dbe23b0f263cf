"""The verdict of a group, told by counts: no state of the data makes it better than it is (DOMAIN §4)."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import (
    Q1,
    Q2,
    Q3,
    Q4,
    QUICK,
    RULES,
    dec,
    level,
    milestone,
    planned,
    rate,
    stock,
    total,
)
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms
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
TERMS = [
    total(),
    total(5),
    total(1),
    total(0),
    total(100, "亿元", operator=Operator.MORE_THAN),
    total(100, "亿元", baseline=40),
    total(path=Path.YEAR_END),
    total(due=Q2),
    total(due=Period(2028, 4)),
    total(operator=Operator.ABOUT),
    total(10, operator=Operator.ABOUT),
    total(60, operator=Operator.RANGE, upper=80),
    total(3, operator=Operator.RANGE, upper=5),
    total(60, operator=Operator.AT_MOST),
    total(60, "亿元", operator=Operator.LESS_THAN),
    total(0, operator=Operator.AT_MOST),
    total(0, baseline=10),
    total(2, baseline=10, operator=Operator.AT_MOST, path=Path.YEAR_END),
    total(3, is_reduction=True),
    planned(0, 20, 50, 100),
    planned(20, 40, 60, 100, operator=Operator.AT_MOST),
    planned(10, 5, 2, 0, baseline=12, operator=Operator.AT_MOST),
    planned("0.5", 1, 2, 3, kind=Kind.RATE),
    stock(),
    stock(due=Q2),
    stock(500, operator=Operator.ABOUT, path=Path.EVEN),
    stock(3, operator=Operator.RANGE, upper=5),
    stock(5, operator=Operator.LESS_THAN),
    stock(0, baseline=9, path=Path.EVEN),
    stock(5, baseline=9, path=Path.EVEN),
    level(),
    level(0),
    level(5, "%", operator=Operator.AT_MOST),
    level(60, operator=Operator.LESS_THAN),
    level(0, baseline=20, operator=Operator.AT_MOST),
    level(60, operator=Operator.RANGE, upper=80),
    level(60, operator=Operator.ABOUT),
    level(3, "分", is_reduction=True, operator=Operator.MORE_THAN),
    level(due=Q3),
    rate(),
    rate(0),
    rate(-2),
    rate(0, baseline=5, operator=Operator.AT_MOST),
    rate(5, operator=Operator.RANGE, upper=6),
    rate(5, operator=Operator.LESS_THAN),
    rate(3, is_reduction=True),
    rate(path=Path.YEAR_END),
    milestone(Q1),
    milestone(Q3),
    milestone(Q4),
    milestone(Q4, (Step("开工", Q2), Step("竣工", Q4))),
]
VALUES = st.just(0) | st.integers(-30, 160)
QUARTERS = (Q1, Q2, Q3, Q4)


def _case(terms: Terms, value: int, month: int) -> Case:
    """Only a rate falls below zero, and a milestone counts its steps."""
    least, most = 0 if not terms.kind.is_rate else value, value
    if terms.kind is Kind.MILESTONE:
        most = terms.steps_in_all
    return terms, str(min(max(value, least), most)), month


def _cases(period: Period) -> st.SearchStrategy[Case]:
    """Figures with a month of the period, older ones, and silence."""
    months = st.integers(max(1, period.month_before - 2), period.last_month)
    told = st.builds(_case, st.sampled_from(TERMS), VALUES, months)
    return told | st.builds(_silenced, told, st.just(period))


def _silenced(case: Case, period: Period) -> Case:
    return case[0], None, period.last_month


@st.composite
def groups(draw: st.DrawFn) -> tuple[list[Case], Period]:
    period = draw(st.sampled_from(QUARTERS))
    return draw(st.lists(_cases(period), min_size=1, max_size=14)), period


@QUICK
@given(groups(), st.integers(0, 13))
def test_a_report_replaced_by_silence_helps_nobody(group: tuple[list[Case], Period], number: int) -> None:
    cases, period = group
    place = number % len(cases)
    silenced = [*cases]
    silenced[place] = _silenced(cases[place], period)
    before, after = roll_up(items_of(cases, period)), roll_up(items_of(silenced, period))
    assert (before.due, before.owed) == (after.due, after.owed)
    assert after.reported <= before.reported
    verdicts = [verdict_of(group, RULES, is_past_due=True) for group in (before, after)]
    assert FROM_GREEN[verdicts[1]] >= FROM_GREEN[verdicts[0]]
    assert (after.on_pace_share or Fraction(0)) <= (before.on_pace_share or Fraction(0))
    assert (after.index or Fraction(0)) <= (before.index or Fraction(0))


@QUICK
@given(groups(), st.integers(0, 13), VALUES, st.integers(1, 12))
def test_no_denominator_depends_on_an_outcome(
    group: tuple[list[Case], Period], number: int, value: int, month: int
) -> None:
    cases, period = group
    place, month = number % len(cases), min(month, period.last_month)
    before = roll_up(items_of(cases, period))
    for other in (_case(cases[place][0], value, month), _silenced(cases[place], period)):
        changed = [*cases]
        changed[place] = other
        after = roll_up(items_of(changed, period))
        assert (before.due, before.owed) == (after.due, after.owed)


@pytest.mark.parametrize("terms", TERMS, ids=lambda terms: f"{terms.kind} {terms.operator} {terms.path}")
def test_whether_a_target_is_due_is_asked_of_its_terms_and_the_quarter_alone(terms: Terms) -> None:
    """Each amount at each month of the year, one by one: what the groups above draw by chance."""
    for period in QUARTERS:
        silent = roll_up(items_of([_silenced((terms, None, 0), period)], period))
        for value in (0, 1, 3, 5, 6, 60, 80, 160):
            for month in range(1, period.last_month + 1):
                told = roll_up(items_of([_case(terms, value, month)], period))
                assert (told.due, told.owed) == (silent.due, silent.owed), f"{value} by {month} at {period}"


@QUICK
@given(groups())
def test_a_group_is_never_green_with_something_behind_in_it(group: tuple[list[Case], Period]) -> None:
    items = items_of(*group)
    if verdict_of(roll_up(items), RULES, is_past_due=False) is ON_PACE:
        assert not any(item.status.is_behind or item.status.is_missing for item in items)


@QUICK
@given(groups())
def test_the_progress_index_is_whole_only_where_everything_is_on_pace(
    group: tuple[list[Case], Period],
) -> None:
    rolled = roll_up(items_of(*group))
    assert rolled.index != 1 or rolled.on_pace == rolled.due


def _judged(case: Case, period: Period) -> Judgement:
    (item,) = items_of([case], period)
    return item.judgement


@QUICK
@given(st.sampled_from(TERMS), VALUES, st.sampled_from(QUARTERS[1:]), st.integers(1, 9))
def test_a_figure_from_before_the_period_never_has_a_better_status(
    terms: Terms, value: int, period: Period, month: int
) -> None:
    fresh = _judged(_case(terms, value, period.last_month), period)
    old = _judged(_case(terms, value, min(month, period.month_before)), period)
    assert not old.status.is_verdict
    assert old.is_due is fresh.is_due or fresh.is_early
