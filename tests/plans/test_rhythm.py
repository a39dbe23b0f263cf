"""What a monthly plan counts and says, beside a quarterly one."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import POINTS, QUICK, RULES, dec, level, milestone, planned, rate, stock, total
from tests.export import made_up as m
from tracker.domain.language.errors import BadInput
from tracker.domain.listing.over_year import nearest
from tracker.domain.listing.tables import DATA_CSV, LISTING, in_rhythm
from tracker.domain.measure.pace import due_period, expected_value, is_due, pace_share, still_needed
from tracker.domain.measure.period import SHANGHAI, Period, parse_period, parse_period_of, periods_of
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms, planned_text
from tracker.domain.progress.judging import judge
from tracker.domain.progress.plans import plan_meant
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.progress.status import Status
from tracker.domain.sentences.needed import needed_text
from tracker.domain.sentences.scores import change_text, nothing_text
from tracker.domain.workflow.entry import is_old
from tracker.domain.workflow.windows import Timetable, windows_ahead

YEAR = periods_of(2025, Rhythm.MONTHLY)


def month(number: int) -> Period:
    return YEAR[number - 1]


def quarter(number: int) -> Period:
    return Period(2025, number)


def test_a_month_is_written_named_and_followed() -> None:
    september = parse_period("2025-09")
    assert september == month(9)
    assert (str(september), september.label, september.span) == ("2025-09", "2025年9月", "1—9月")
    assert (september.last_month, september.month_before) == (9, 8)
    assert september.last_day == date(2025, 9, 30)
    assert (september.previous, september.next) == (month(8), month(10))
    assert (month(1).previous, month(12).next, september.left) == (None, None, 3)
    with pytest.raises(BadInput, match="没有第13月份"):
        Period(2025, 13, Rhythm.MONTHLY)


def test_each_month_has_its_name_and_the_span_that_it_closes() -> None:
    assert [each.name for each in YEAR] == [f"{number}月" for number in range(1, 13)]
    assert [each.span for each in YEAR] == ["1月", *(f"1—{number}月" for number in range(2, 12)), "全年"]


@pytest.mark.parametrize("rhythm", Rhythm)
def test_what_is_written_is_read_again_and_sorts_as_time_does(rhythm: Rhythm) -> None:
    periods = (*periods_of(2024, rhythm), *periods_of(2025, rhythm))
    written = [str(period) for period in periods]
    assert [parse_period(text) for text in written] == list(periods)
    assert sorted(written) == written
    assert max(map(len, written)) <= 7, "the ledger's columns hold seven characters"


def test_periods_of_two_rhythms_sort_as_they_end() -> None:
    mixed = [quarter(2), month(7), month(6), quarter(1), month(3), Period(2024, 4), month(4)]
    assert [str(each) for each in sorted(mixed)] == [
        *("2024Q4", "2025-03", "2025Q1", "2025-04", "2025-06", "2025Q2", "2025-07"),
    ]
    assert month(9) != quarter(3)


@pytest.mark.parametrize(
    ("rhythm", "written", "read"),
    [
        pytest.param(Rhythm.MONTHLY, "2025Q4", "2025-12", id="a quarter's end is its last month"),
        pytest.param(Rhythm.MONTHLY, "2028Q1", "2028-03", id="in a later year"),
        pytest.param(Rhythm.MONTHLY, "2025-08", "2025-08", id="a month"),
        pytest.param(Rhythm.QUARTERLY, "2025Q3", "2025Q3", id="a quarter"),
        pytest.param(Rhythm.QUARTERLY, "2025-09", "2025Q3", id="the month that ends a quarter"),
    ],
)
def test_a_due_period_is_read_by_the_plans_rhythm(rhythm: Rhythm, written: str, read: str) -> None:
    assert str(parse_period_of(rhythm, written)) == read


@pytest.mark.parametrize(
    ("rhythm", "written", "said"),
    [
        (Rhythm.QUARTERLY, "2025-08", "不是季度，应写作 2025Q3"),
        (Rhythm.QUARTERLY, "2025Q5", "不是季度，应写作 2025Q3"),
        (Rhythm.MONTHLY, "2025-13", "不是月份，应写作 2025-09"),
        (Rhythm.MONTHLY, "2025-9", "不是月份，应写作 2025-09"),
        (Rhythm.MONTHLY, "8月", "不是月份，应写作 2025-09"),
    ],
)
def test_what_names_no_period_of_the_plan_is_refused_in_its_words(
    rhythm: Rhythm, written: str, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        parse_period_of(rhythm, written)


@pytest.mark.parametrize(
    ("now", "shown"),
    [(1, (1, 6)), (5, (1, 6)), (6, (1, 6)), (7, (2, 7)), (9, (4, 9)), (12, (7, 12))],
)
def test_the_nearest_six_months_stand_side_by_side(now: int, shown: tuple[int, int]) -> None:
    assert nearest(YEAR, month(now)) == YEAR[shown[0] - 1 : shown[1]]


def test_all_quarters_stand_side_by_side() -> None:
    assert all(nearest(periods_of(2025), each) == periods_of(2025) for each in periods_of(2025))


def test_pace_and_need_follow_the_months() -> None:
    at_year_end = total(path=Path.YEAR_END)
    assert [pace_share(at_year_end, each, month(each)) for each in (11, 12)] == [None, 1]
    assert [is_due(at_year_end, month(each)) for each in (11, 12)] == [False, True]
    by_month = planned(*range(1, 12), 100)
    assert [expected_value(by_month, each, month(each)) for each in (1, 11, 12)] == [1, 11, 100]
    needed = still_needed(total(100), dec("68"), month(8), dec("0.05"))
    assert needed is not None
    assert (needed.periods_left, needed.per_period, needed.so_far) == (4, 8, Fraction(68, 8))
    assert still_needed(level(91), dec("89"), month(12), dec("0.05")) is not None


@pytest.mark.parametrize(
    ("terms", "first_due"),
    [
        pytest.param(total(100), 1, id="a whole one is expected in January"),
        pytest.param(total(5), 3, id="of five the first in March"),
        pytest.param(total(1), 12, id="one is expected in December"),
        pytest.param(total(36, "万标箱"), 1, id="what is measured"),
        pytest.param(level(91), 1, id="a level"),
        pytest.param(stock(9), 12, id="a stock"),
        pytest.param(stock(9, due=month(8)), 8, id="a stock due in August"),
        pytest.param(milestone(month(8)), 8, id="a milestone"),
        pytest.param(planned(0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 8, 10), 3, id="a plan of its own"),
    ],
)
def test_a_target_is_due_from_the_month_that_expects_something(terms: Terms, first_due: int) -> None:
    assert [each.number for each in YEAR if is_due(terms, each)] == list(range(first_due, 13))


def test_what_names_no_period_is_due_in_december() -> None:
    assert due_period(total(100), month(3)) == month(12)


@pytest.mark.parametrize(
    ("data_month", "status"),
    [(9, Status.ON_PACE), (8, Status.NOT_UPDATED), (7, Status.NOT_UPDATED)],
)
def test_only_the_months_own_data_are_fresh(data_month: int, status: Status) -> None:
    """A quarter takes 1—8月 for its third; a month has no month inside it but itself."""
    assert judge(total(100), dec("80"), data_month, month(9), RULES).status is status
    assert is_old(data_month, month(9)) is (data_month < 9)
    assert judge(total(100), dec("80"), max(data_month, 7), quarter(3), RULES).status is Status.ON_PACE


def test_a_year_is_over_with_december_alone() -> None:
    short, level_kept = total(100), level(91)
    assert [judge(short, dec("95"), each, month(each), RULES).status for each in (11, 12)] == [
        Status.ON_PACE,
        Status.MISSED,
    ]
    assert [judge(level_kept, dec("92"), each, month(each), RULES).status for each in (11, 12)] == [
        Status.ON_PACE,
        Status.ACHIEVED,
    ]


def test_a_plan_of_its_own_may_have_any_number_of_equal_steps() -> None:
    halves = planned(30, 100)
    assert [expected_value(halves, each, quarter(4)) for each in (3, 6, 9, 12)] == [15, 30, 65, 100]


def test_sentences_say_this_month_and_name_the_month_of_the_figure_before() -> None:
    august, terms = month(8), m.terms(value="100", unit="家")
    score = replace(m.score(terms, "68", period=august, data_month=8), rhythm=Rhythm.MONTHLY)
    assert needed_text(score, august, m.RULES) == "还差32家，剩4个月，每月需8家；至今月均8.5家"
    level_terms = m.terms(Kind.LEVEL, "91", "%")
    moved = m.score(level_terms, "89", previous="88")
    assert change_text(moved, august) == "比6月提高1个百分点"
    by_month = planned(*range(1, 12), 100)
    assert planned_text(by_month).startswith("1月1、1—2月2、")
    assert by_month.path_word == "自定月度计划"
    assert nothing_text(m.score(terms, None, reported=True), august) == "不适用：牵头单位填报本月不适用"


def test_the_heads_of_tables_are_in_the_plans_words_and_a_plan_of_its_own_has_twelve_values() -> None:
    heads = {column.key: column.head for column in in_rhythm((*DATA_CSV, *LISTING), Rhythm.MONTHLY)}
    told = ("period", "due", "change", "before", "value_before", "planned_1", "planned_9", "planned_12")
    assert [heads[key] for key in told] == [
        *("月份", "完成月份", "比上月", "上月状态", "上月值", "1月计划", "1—9月计划", "全年计划"),
    ]
    assert not [head for head in heads.values() if "季" in head]
    same = in_rhythm(DATA_CSV, Rhythm.QUARTERLY)
    assert [(each.key, each.head) for each in same] == [(each.key, each.head) for each in DATA_CSV]


def test_an_address_without_a_plan_means_the_one_that_reports_as_its_period_is_written() -> None:
    first, second = (
        PlanRef(number, code, "方案", "文号", 2025, date(2025, 1, 1), rhythm=rhythm)
        for number, code, rhythm in ((1, "q", Rhythm.QUARTERLY), (2, "m", Rhythm.MONTHLY))
    )
    known = (second, first)
    asked = ("2025Q3", "2025-09", "2026-09", "")
    assert [plan_meant(known, "", text).code for text in asked] == ["q", "m", "m", "m"]
    assert plan_meant((first,), "", "2025-09") == first, "a year's only plan is meant however it is written"


AMOUNTS = st.integers(-400, 4000).map(lambda cents: Decimal(cents) / 10)
TERMS = st.one_of(
    st.builds(
        total,
        st.integers(1, 200),
        st.sampled_from(("家", "万标箱", "万家")),
        st.sampled_from((Path.EVEN, Path.YEAR_END)),
    ),
    st.builds(
        lambda value, operator: total(value, "亿元", operator=operator),
        st.integers(1, 200),
        st.sampled_from((Operator.MORE_THAN, Operator.AT_MOST, Operator.LESS_THAN, Operator.ABOUT)),
    ),
    st.builds(level, st.integers(1, 200)),
    st.builds(rate, st.integers(-20, 40)),
    st.builds(stock, st.integers(1, 200), path=st.sampled_from((Path.YEAR_END, Path.EVEN))),
    st.builds(lambda number: stock(9, due=quarter(number)), st.integers(1, 4)),
    st.builds(lambda number: milestone(quarter(number)), st.integers(1, 4)),
    st.builds(
        lambda first, more: milestone(
            quarter(first + more), (Step("开工", quarter(first)), Step("竣工", quarter(first + more)))
        ),
        st.integers(1, 2),
        st.integers(0, 2),
    ),
    st.lists(st.integers(0, 30), min_size=4, max_size=4).map(lambda steps: _own_plan(steps)),
)


def _own_plan(steps: list[int]) -> Terms:
    """Quarters that grow by thirds of what is counted, so that months lie between them exactly."""
    steps[3] += 1
    return planned(*(3 * sum(steps[: number + 1]) for number in range(4)))


def by_months(terms: Terms) -> Terms:
    """The same promise in a plan that reports monthly."""
    values = terms.plan_values
    if values is not None:
        ends = (terms.baseline, *values)
        values = tuple(
            ends[each] + (ends[each + 1] - ends[each]) * part / 3 for each in range(4) for part in (1, 2, 3)
        )
    due = terms.due and parse_period_of(Rhythm.MONTHLY, str(terms.due))
    steps = tuple(Step(step.name, parse_period_of(Rhythm.MONTHLY, str(step.due))) for step in terms.steps)
    return replace(terms, plan_values=values, due=due, steps=steps)


@QUICK
@given(TERMS, AMOUNTS, st.integers(1, 4), st.sampled_from((RULES, POINTS)))
def test_at_the_end_of_a_quarter_a_monthly_plan_judges_as_a_quarterly_one(
    terms: Terms, value: Decimal, number: int, rules: RuleSet
) -> None:
    value = value if terms.kind is not Kind.MILESTONE else Decimal(int(abs(value)) % (terms.steps_in_all + 1))
    then = quarter(number).last_month
    assert judge(by_months(terms), value, then, month(then), rules) == judge(
        terms, value, then, quarter(number), rules
    )
    assert judge(by_months(terms), None, then, month(then), rules) == judge(
        terms, None, then, quarter(number), rules
    )


@pytest.mark.parametrize(
    ("days", "of", "opens", "due", "closes"),
    [
        pytest.param((25, 10, 20), 2, (2, 25), (3, 10), (3, 20), id="as is usual"),
        pytest.param((28, 5, 5), 4, (4, 28), (5, 5), (5, 5), id="due and closed on one day"),
        pytest.param((31, 31, 31), 1, (1, 31), (2, 28), (2, 28), id="days that a month does not have"),
        pytest.param((1, 5, 8), 11, (11, 1), (12, 5), (12, 8), id="open all month"),
    ],
)
def test_a_timetable_gives_every_month_its_window(
    days: tuple[int, int, int],
    of: int,
    opens: tuple[int, int],
    due: tuple[int, int],
    closes: tuple[int, int],
) -> None:
    window = Timetable(*days).window(month(of))
    assert window.opens_at == datetime(2025, *opens, 9, tzinfo=SHANGHAI)
    assert window.due_at == datetime(2025, *due, 18, tzinfo=SHANGHAI)
    assert window.closes_at == datetime(2025, *closes, 18, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("days", "said"), [((0, 5, 8), "1至31日"), ((25, 32, 32), "1至31日"), ((25, 9, 8), "关闭日")]
)
def test_days_that_make_no_window_are_refused(days: tuple[int, int, int], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        Timetable(*days)


def test_a_timetable_changes_only_what_has_not_opened_and_falls_due_later() -> None:
    """On 27 September: August is over, September is open, October is set as it would be, the rest is not."""
    now, usual = datetime(2025, 9, 27, tzinfo=SHANGHAI), Timetable()
    known = {each: usual.window(each) if each in (month(9), month(10)) else None for each in YEAR}
    assert [window.period.number for window in windows_ahead(usual, known, now)] == [11, 12]
    assert [window.period.number for window in windows_ahead(Timetable(due=5), known, now)] == [10, 11, 12]
