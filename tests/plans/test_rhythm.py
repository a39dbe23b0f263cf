"""What a monthly plan would count and say, tried with a monthly record in the place of the quarterly one.

So it shows that nothing else knows how many periods a year has or what they are called.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

import pytest

from tests.domain.build import dec, level, planned, total
from tests.export import made_up as m
from tracker.domain.language.errors import BadInput
from tracker.domain.measure import rhythm
from tracker.domain.measure.pace import expected_value, is_due, pace_share, still_needed
from tracker.domain.measure.period import SHANGHAI, Period, parse_period, periods_of
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Path, planned_text
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.sentences.needed import needed_text
from tracker.domain.sentences.scores import change_text, nothing_text
from tracker.domain.workflow.windows import default_window


@pytest.fixture
def monthly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    months = range(1, 13)
    record = rhythm._Record(
        months=1,
        form="{year}-{number:02}",
        pattern=re.compile("(?P<year>[1-9][0-9]{3})-(?P<number>0[1-9]|1[0-2])"),
        names=tuple(f"{month}月" for month in months),
        spans=("1月", *(f"1—{month}月" for month in months[1:-1]), "全年"),
        noun="月份",
        adjective="月度",
        this="本月",
        this_short="本月",
        last="上月",
        last_short="上月",
        every="各月",
        each="每月",
        average="月均",
        counted="{number}个月",
        all_of_year="十二个月",
    )
    monkeypatch.setitem(rhythm._RECORDS, Rhythm.QUARTERLY, record)
    parse_period.cache_clear()
    yield
    parse_period.cache_clear()


@pytest.mark.usefixtures("monthly")
def test_a_month_is_written_named_and_followed() -> None:
    september = parse_period("2025-09")
    assert september == Period(2025, 9)
    assert (str(september), september.label, september.span) == ("2025-09", "2025年9月", "1—9月")
    assert (september.last_month, september.month_before) == (9, 8)
    assert september.last_day == date(2025, 9, 30)
    assert (september.previous, september.next) == (Period(2025, 8), Period(2025, 10))
    assert (Period(2025, 1).previous, Period(2025, 12).next, september.left) == (None, None, 3)
    with pytest.raises(BadInput, match="没有第 13 月份"):
        Period(2025, 13)
    with pytest.raises(BadInput):
        parse_period("2025Q3")


@pytest.mark.usefixtures("monthly")
def test_a_monthly_plan_has_twelve_periods_that_sort_as_time_does() -> None:
    plan = PlanRef(1, "p", "方案", "文号", 2025, date(2025, 1, 1))
    assert plan.periods == periods_of(2025) == plan.periods[6].of_year
    assert len(plan.periods) == 12
    written = [str(period) for period in plan.periods]
    assert sorted(written) == written
    assert max(map(len, written)) <= 7, "the ledger's columns hold seven characters"


@pytest.mark.usefixtures("monthly")
def test_a_month_is_reported_around_its_end() -> None:
    window = default_window(Period(2025, 2))
    assert window.opens_at == datetime(2025, 2, 25, 9, tzinfo=SHANGHAI)
    assert window.due_at == datetime(2025, 3, 10, 18, tzinfo=SHANGHAI)


@pytest.mark.usefixtures("monthly")
def test_pace_and_need_follow_the_months() -> None:
    at_year_end = total(path=Path.YEAR_END)
    assert [pace_share(at_year_end, month, Period(2025, month)) for month in (11, 12)] == [None, 1]
    assert [is_due(at_year_end, Period(2025, month)) for month in (11, 12)] == [False, True]
    by_month = planned(*range(1, 12), 100)
    assert [expected_value(by_month, month, Period(2025, month)) for month in (1, 11, 12)] == [1, 11, 100]
    needed = still_needed(total(100), dec("68"), Period(2025, 8), dec("0.05"))
    assert needed is not None
    assert (needed.periods_left, needed.per_period, needed.so_far) == (4, 8, Fraction(68, 8))
    assert still_needed(level(91), dec("89"), Period(2025, 12), dec("0.05")) is not None


def test_a_plan_of_its_own_may_have_any_number_of_equal_steps() -> None:
    halves = planned(30, 100)
    assert [expected_value(halves, month, Period(2025, 4)) for month in (3, 6, 9, 12)] == [15, 30, 65, 100]


@pytest.mark.usefixtures("monthly")
def test_sentences_say_this_month_and_name_the_month_of_the_figure_before() -> None:
    august, terms = Period(2025, 8), m.terms(value="100", unit="家")
    score = m.score(terms, "68", period=august, data_month=8)
    assert needed_text(score, august, m.RULES) == "还差32家，剩4个月，每月需8家；至今月均8.5家"
    level_terms = m.terms(Kind.LEVEL, "91", "%")
    moved = m.score(level_terms, "89", previous="88")
    assert change_text(moved, august) == "比6月提高1个百分点"
    assert planned_text(planned(*range(1, 12), 100)).startswith("1月1、1—2月2、")
    assert nothing_text(m.score(terms, None, reported=True), august) == "不适用：牵头单位填报本月不适用"
