"""A quarter is named by the cumulative span it closes (DOMAIN §2)."""

from datetime import date
from fractions import Fraction

import pytest

from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period, parse_period, periods_of, share_of_year, span_of_months


@pytest.mark.parametrize("text", ["2025Q1", "2025Q4", "1000Q1", "9999Q4"])
def test_the_stored_form_round_trips(text: str) -> None:
    assert str(parse_period(text)) == text


def test_space_around_the_stored_form_is_admitted() -> None:
    assert parse_period(" 2025Q3\n") == Period(2025, 3)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2025",
        "2025Q0",
        "2025Q5",
        "2025q3",
        "25Q3",
        "2025-Q3",
        "02025Q3",
        "2025Q33",
        "2025年三季度",
        "0000Q1",
        "２０２５Q3",
        "٢٠٢٥Q3",
        "2025Q３",
        "2025Q3\x002025Q4",
        "Q3" * 1000000,
    ],
    ids=lambda text: repr(text[:12]),
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(BadInput, match="不是季度") as refusal:
        parse_period(text)
    assert len(str(refusal.value)) < 60


def test_a_refusal_carries_no_character_that_a_page_cannot_show() -> None:
    with pytest.raises(BadInput) as refusal:
        parse_period("\ud800\u202e\x00")
    assert str(refusal.value) == "“”不是季度，应写作 2025Q3。"


@pytest.mark.parametrize("number", [-1, 0, 5, 2025])
def test_there_are_four_quarters(number: int) -> None:
    with pytest.raises(BadInput, match="季度只有1至4"):
        Period(2025, number)


@pytest.mark.parametrize(
    ("number", "span", "label", "last_month", "last_day"),
    [
        (1, "一季度", "2025年一季度", 3, date(2025, 3, 31)),
        (2, "上半年", "2025年二季度", 6, date(2025, 6, 30)),
        (3, "前三季度", "2025年三季度", 9, date(2025, 9, 30)),
        (4, "全年", "2025年四季度", 12, date(2025, 12, 31)),
    ],
)
def test_a_quarter_closes_a_cumulative_span(
    number: int, span: str, label: str, last_month: int, last_day: date
) -> None:
    period = Period(2025, number)
    assert (period.span, period.label, period.last_month) == (span, label, last_month)
    assert period.last_day == last_day


def test_figures_start_anew_on_1_january_so_neighbours_stay_within_the_year() -> None:
    first, second, third, fourth = periods_of(2025)
    assert (first.previous, second.previous, fourth.previous) == (None, first, third)
    assert (first.next, third.next, fourth.next) == (second, fourth, None)


def test_quarters_sort_as_time_does_and_so_do_their_stored_forms() -> None:
    periods = [*periods_of(2024), *periods_of(2025)]
    backwards = periods[::-1]
    assert sorted(backwards) == periods
    assert sorted(map(str, periods)) == list(map(str, periods))


@pytest.mark.parametrize(
    ("month", "share"),
    [(3, "1/4"), (6, "1/2"), (8, "2/3"), (9, "3/4"), (11, "11/12"), (12, "1")],
    ids=["Q1 25 %", "Q2 50 %", "August 8/12", "Q3 75 %", "宣城 11/12", "the year"],
)
def test_the_share_of_the_year_follows_the_data_month(month: int, share: str) -> None:
    assert share_of_year(month) == Fraction(share)


@pytest.mark.parametrize("month", [-1, 0, 13, 100])
def test_a_year_has_twelve_months(month: int) -> None:
    with pytest.raises(BadInput, match="数据月份应为 1 至 12"):
        share_of_year(month)


@pytest.mark.parametrize(
    ("month", "written"), [(1, "1月"), (2, "1—2月"), (8, "1—8月"), (9, "1—9月"), (12, "全年")]
)
def test_the_months_behind_a_figure_are_written_as_bulletins_do(month: int, written: str) -> None:
    assert span_of_months(month) == written
