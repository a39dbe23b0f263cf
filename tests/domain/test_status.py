"""Judging a figure, each kind on each path (DOMAIN §3)."""

from fractions import Fraction

import pytest

from tests.domain.build import (
    POINTS,
    Q1,
    Q2,
    Q3,
    Q4,
    RULES,
    budget,
    dec,
    judged,
    level,
    milestone,
    planned,
    rate,
    stock,
    total,
)
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress import palette
from tracker.domain.progress.judging import judge
from tracker.domain.progress.status import Judgement, Status, caught_up

ACHIEVED, ON_PACE, SLIGHTLY, BEHIND = Status.ACHIEVED, Status.ON_PACE, Status.SLIGHTLY_BEHIND, Status.BEHIND
NOT_DUE, NOT_REPORTED, NOT_UPDATED = Status.NOT_DUE, Status.NOT_REPORTED, Status.NOT_UPDATED
MISSED, AT_MOST = Status.MISSED, Operator.AT_MOST
YEAR_END = total(path=Path.YEAR_END)

RUNNING_TOTALS = [
    pytest.param(total(), "75", 9, Q3, ON_PACE, id="Q3 75 %: exactly 100 % of pace"),
    pytest.param(total(), "74.9999", 9, Q3, SLIGHTLY, id="Q3: a hair below 100 % of pace"),
    pytest.param(total(), "60", 9, Q3, SLIGHTLY, id="Q3: exactly 80 % of pace"),
    pytest.param(total(), "59.9999", 9, Q3, BEHIND, id="Q3: a hair below 80 % of pace"),
    pytest.param(total(15), "4", 4, Q2, SLIGHTLY, id="4/15 ÷ 4/12 is exactly 80 %"),
    pytest.param(total(15), "3.9999", 4, Q2, BEHIND, id="just below 4/15 ÷ 4/12"),
    pytest.param(total(3), "1", 4, Q2, ON_PACE, id="1/3 ÷ 4/12 is exactly 100 %"),
    pytest.param(total(5), "2", 6, Q2, ON_PACE, id="5 a year with 2 at half-year: 2.5 are no 3"),
    pytest.param(total(5), "1", 6, Q2, BEHIND, id="5 a year with 1 at half-year"),
    pytest.param(total(1), "0", 9, Q3, NOT_DUE, id="1 a year with 0 in September: none whole is expected"),
    pytest.param(total(1), "0", 12, Q4, MISSED, id="1 a year with 0 in December"),
    pytest.param(total("7.79", "亿元"), "5.84", 9, Q3, SLIGHTLY, id="5.84 of 7.79: 74.97 % of 75 %"),
    pytest.param(total(7), "4.9", 9, Q3, SLIGHTLY, id="sevenths"),
    pytest.param(total(), "66.6667", 8, Q3, ON_PACE, id="August figure in a Q3 report"),
    pytest.param(total(), "66.6667", 9, Q3, SLIGHTLY, id="the same figure, were it September's"),
    pytest.param(total(), "0", 3, Q1, BEHIND, id="reported zero is behind, not missing"),
    pytest.param(total(), "-1", 3, Q1, BEHIND, id="below zero"),
    pytest.param(total(), "100", 6, Q2, ACHIEVED, id="the year's work done in June"),
    pytest.param(total(), "300", 3, Q1, ACHIEVED, id="threefold"),
    pytest.param(total(), "99.9999", 12, Q4, MISSED, id="the year's end, a hair short"),
    pytest.param(total(), "60", 8, Q4, NOT_UPDATED, id="an August figure is all there is in Q4"),
    pytest.param(total(0), "0", 3, Q1, ACHIEVED, id="target 0, met by nothing"),
    pytest.param(total(0), "-1", 3, Q1, BEHIND, id="target 0, not met"),
    pytest.param(total(), None, 3, Q1, NOT_REPORTED, id="missing"),
    pytest.param(budget("5.98"), "2.99", 6, Q2, ON_PACE, id="budget: half by June"),
    pytest.param(budget("5.98"), "1", 6, Q2, BEHIND, id="budget: behind"),
]
YEAR_ENDS = [
    pytest.param(YEAR_END, None, 3, Q1, NOT_DUE, id="missing in Q1"),
    pytest.param(YEAR_END, None, 9, Q3, NOT_DUE, id="missing in Q3"),
    pytest.param(YEAR_END, None, 12, Q4, NOT_REPORTED, id="missing in Q4"),
    pytest.param(YEAR_END, "0", 9, Q3, NOT_DUE, id="zero in Q3"),
    pytest.param(YEAR_END, "40", 9, Q3, NOT_DUE, id="begun in Q3"),
    pytest.param(YEAR_END, "100", 6, Q2, ACHIEVED, id="achieved early"),
    pytest.param(YEAR_END, "40", 12, Q4, MISSED, id="missed in December"),
    pytest.param(YEAR_END, "90", 12, Q4, MISSED, id="in December nine tenths are not done either"),
    pytest.param(YEAR_END, "40", 11, Q4, BEHIND, id="Q4 with data to November is due"),
    pytest.param(YEAR_END, "40", 9, Q4, NOT_UPDATED, id="September's figure is none of Q4"),
    pytest.param(YEAR_END, "0", 12, Q1, NOT_DUE, id="a month-12 figure in Q1 makes nothing due"),
    pytest.param(total(0, path=Path.YEAR_END), None, 3, Q1, NOT_DUE, id="target 0, missing in Q1"),
]
OWN_PLANS = [
    pytest.param(planned(10, 30, 60, 100), "10", 3, Q1, ON_PACE, id="as planned in Q1"),
    pytest.param(planned(10, 30, 60, 100), "50", 8, Q3, ON_PACE, id="August between the plan's quarters"),
    pytest.param(planned(10, 30, 60, 100), "40", 8, Q3, SLIGHTLY, id="80 % of the plan in August"),
    pytest.param(planned(10, 30, 60, 100), "39.9", 8, Q3, BEHIND, id="below 80 % of the plan"),
    pytest.param(planned(0, 0, 60, 100), None, 6, Q2, NOT_DUE, id="nothing planned, nothing reported"),
    pytest.param(planned(0, 0, 60, 100), "0", 6, Q2, NOT_DUE, id="nothing planned, reported zero"),
    pytest.param(planned(0, 0, 60, 100), "5", 6, Q2, NOT_DUE, id="nothing planned, already begun"),
    pytest.param(planned(0, 0, 60, 100), "100", 6, Q2, ACHIEVED, id="nothing planned, all done"),
    pytest.param(planned(0, 0, 60, 100), "20", 7, Q3, ON_PACE, id="a third of Q3's plan by July"),
    pytest.param(planned(-10, 0, 50, 100), "-20", 3, Q1, NOT_DUE, id="a plan that begins below zero, worse"),
    pytest.param(planned(-10, 0, 50, 100), "-2", 3, Q1, NOT_DUE, id="a plan that begins below zero, better"),
    pytest.param(
        planned(190, 150, 120, 100, kind=Kind.STOCK, baseline=200, operator=AT_MOST),
        "150",
        6,
        Q2,
        ON_PACE,
        id="falls as planned",
    ),
    pytest.param(
        planned(190, 150, 120, 100, kind=Kind.STOCK, baseline=200, operator=AT_MOST),
        "190",
        6,
        Q2,
        BEHIND,
        id="falls too slowly",
    ),
    pytest.param(planned(20, 50, 80, 110, value=100), "100", 12, Q4, ACHIEVED, id="the target, not the plan"),
]
LEVELS = [
    pytest.param(level(91, "%"), "91", 3, Q1, ON_PACE, id="held in Q1, it has to hold all year"),
    pytest.param(level(91, "%"), "91", 12, Q4, ACHIEVED, id="held to the end"),
    pytest.param(level(91, "%"), "90", 12, Q4, MISSED, id="not held at the end"),
    pytest.param(level(100), "95", 3, Q1, SLIGHTLY, id="exactly 95 % of the target"),
    pytest.param(level(100), "94.9999", 3, Q1, BEHIND, id="below 95 %"),
    pytest.param(level(100), "0", 3, Q1, BEHIND, id="reported zero"),
    pytest.param(
        level(14100, baseline=13500), "14000", 6, Q2, SLIGHTLY, id="value ÷ target, whatever the baseline"
    ),
    pytest.param(level(14100, baseline=13500), "13394", 6, Q2, BEHIND, id="below 95 % of the target"),
    pytest.param(
        level(100, operator=Operator.MORE_THAN), "100", 6, Q2, SLIGHTLY, id="超过: exactly is not enough"
    ),
    pytest.param(level("0.9", baseline="0.5"), "0.86", 6, Q2, SLIGHTLY, id="small amounts too"),
    pytest.param(level(3, operator=AT_MOST), "3", 6, Q2, ON_PACE, id="a limit, kept"),
    pytest.param(level(3, operator=AT_MOST), "3.1", 6, Q2, SLIGHTLY, id="a limit, passed by little"),
    pytest.param(level(3, operator=AT_MOST), "3.2", 6, Q2, BEHIND, id="a limit, passed by more than 5 %"),
    pytest.param(level(3, operator=AT_MOST), "6", 12, Q4, MISSED, id="a limit, passed at the end"),
    pytest.param(stock(9, path=Path.EVEN, baseline=5), "7", 6, Q2, ON_PACE, id="even from its baseline"),
    pytest.param(stock(9, path=Path.EVEN, baseline=5), "6", 6, Q2, BEHIND, id="even, half the pace"),
    pytest.param(
        stock(2, operator=AT_MOST, path=Path.EVEN),
        "2",
        6,
        Q2,
        BEHIND,
        id="a stock's limit used up at half-year",
    ),
    pytest.param(rate(0, baseline=5), "-1", 12, Q4, MISSED, id="growth of 0 or more after 5 %: a fall"),
    pytest.param(
        rate(0, baseline=5), "3", 12, Q4, ACHIEVED, id="growth of 0 or more after 5 %: slower growth"
    ),
    pytest.param(stock(9, baseline=10), "8", 12, Q4, MISSED, id="to stay at 9 or more, from 10: not kept"),
    pytest.param(stock(9, baseline=10), None, 12, Q4, NOT_REPORTED, id="to stay at 9 or more: missing"),
    pytest.param(level(0, baseline=5), "1", 6, Q2, BEHIND, id="to 0 from 5, four fifths of the way"),
    pytest.param(level(5, baseline=5), "5", 6, Q2, ON_PACE, id="kept at its baseline"),
    pytest.param(level(5, baseline=5), "4.9", 6, Q2, BEHIND, id="not kept at its baseline: no share of it"),
    pytest.param(level(5, baseline=5), None, 6, Q2, NOT_REPORTED, id="at its baseline, missing"),
    pytest.param(level(8, "分", is_reduction=True), "8", 6, Q2, ON_PACE, id="reduced as promised"),
    pytest.param(level(8, "分", is_reduction=True), "7.6", 6, Q2, SLIGHTLY, id="reduced by 95 %"),
    pytest.param(level(8, "分", is_reduction=True), "-1", 6, Q2, BEHIND, id="risen instead of reduced"),
]


@pytest.mark.parametrize(
    ("terms", "value", "month", "period", "status"), [*RUNNING_TOTALS, *YEAR_ENDS, *OWN_PLANS, *LEVELS]
)
def test_a_figure_is_judged_by_its_kind_and_path(
    terms: Terms, value: str | None, month: int, period: Period, status: Status
) -> None:
    assert judged(terms, value, month, period).status is status


@pytest.mark.parametrize("period", [Q1, Q2, Q3])
@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("value", ["-5", "0", "1", "99"])
@pytest.mark.parametrize("rules", [RULES, POINTS], ids=["ratio", "points"])
def test_a_year_end_target_is_never_red_before_the_fourth_quarter(
    period: Period, month: int, value: str, rules: object
) -> None:
    assert judged(YEAR_END, value, month, period, rules).status is NOT_DUE  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("period", "value", "status"),
    [
        pytest.param(Q1, None, NOT_DUE, id="before, silent"),
        pytest.param(Q2, "0", NOT_DUE, id="before, not done"),
        pytest.param(Q2, "1", ACHIEVED, id="before, done"),
        pytest.param(Q3, None, NOT_REPORTED, id="at its quarter, silent"),
        pytest.param(Q3, "0", BEHIND, id="at its quarter, not done"),
        pytest.param(Q3, "1", ACHIEVED, id="at its quarter, done"),
        pytest.param(Q4, None, NOT_REPORTED, id="after, silent"),
        pytest.param(Q4, "0", MISSED, id="after, not done: the year is over"),
        pytest.param(Q4, "1", ACHIEVED, id="after, done"),
    ],
)
def test_a_milestone_is_not_due_before_its_quarter(period: Period, value: str | None, status: Status) -> None:
    months = (period.last_month,) if status is MISSED else (period.last_month - 1, period.last_month)
    for month in months:
        assert judged(milestone(Q3), value, month, period).status is status


@pytest.mark.parametrize("terms", [total(), rate(), level(0), milestone(), YEAR_END, budget()])
def test_not_applicable_is_a_status_of_its_own(terms: Terms) -> None:
    for period in periods_of(2025):
        said = judge(terms, None, period.last_month, period, RULES, not_applicable=True)
        assert said == Judgement(Status.NOT_APPLICABLE)


def test_six_kinds_of_nothing_are_six_different_things() -> None:
    zero = judged(total(), 0, 3)
    missing, not_due = judged(total(), None, 3), judged(YEAR_END, None, 3)
    not_updated = judged(total(), 60, 3, Q2)
    not_applicable = judge(total(), None, 3, Q1, RULES, not_applicable=True)
    not_open = judge(total(), None, 3, Q1, RULES, is_open=False)
    nothing = (missing, not_due, not_updated, not_applicable, not_open)
    assert len({judgement.status for judgement in (zero, *nothing)}) == 6
    assert zero.completion == 0
    assert [judgement.completion for judgement in nothing] == [None] * 5


@pytest.mark.parametrize(
    ("terms", "value", "month", "completion", "gap"),
    [
        pytest.param(total(), "53.3", 9, "0.533", "-0.217", id="连云港: 53.3 % is 21.7 points below 75 %"),
        pytest.param(total(), "81.5", 9, "0.815", "0.065", id="6.5 points above 75 %"),
        pytest.param(total(), "150", 12, "1.5", "0.5", id="over-fulfilled"),
        pytest.param(YEAR_END, "40", 6, "0.4", None, id="nothing due, no gap"),
        pytest.param(planned(10, 30, 60, 100), "40", 8, "0.4", "-0.1", id="gap to the own plan"),
        pytest.param(stock(9), "6", 9, "2/3", None, id="a stock before it is due has no gap"),
        pytest.param(stock(9), "6", 12, "2/3", "-1/3", id="a stock at its due period"),
        pytest.param(total(5), "2", 6, "0.4", "0", id="2 of 5 at half-year: 2 whole ones are expected"),
    ],
)
def test_the_gap_to_pace_is_in_percentage_points_of_completion(
    terms: Terms, value: str, month: int, completion: str, gap: str | None
) -> None:
    said = judged(terms, value, month)
    assert said.completion == Fraction(completion)
    assert said.gap == (None if gap is None else Fraction(gap))


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        (BEHIND, ON_PACE, True),
        (SLIGHTLY, ON_PACE, True),
        (BEHIND, ACHIEVED, True),
        (BEHIND, SLIGHTLY, False),
        (ON_PACE, ON_PACE, False),
        (NOT_REPORTED, ON_PACE, False),
        (NOT_DUE, ON_PACE, False),
        (None, ON_PACE, False),
        (BEHIND, NOT_REPORTED, False),
        (BEHIND, Status.NOT_APPLICABLE, False),
    ],
)
def test_caught_up_is_behind_before_and_on_pace_now(
    before: Status | None, now: Status, expected: bool
) -> None:
    assert caught_up(before, now) is expected


def test_the_words_are_those_of_the_domain_page() -> None:
    words = ["已完成", "达时序", "稍慢", "滞后", "未完成", "未到节点", "未填报", "未更新", "待审核"]
    words += ["无法计算", "不适用", "未开放"]
    assert [status.word for status in Status] == words


@pytest.mark.parametrize("status", Status)
def test_each_status_has_a_word_a_shape_and_a_colour_in_light_and_dark(status: Status) -> None:
    assert status.word
    assert len(status.shape) == 1
    assert palette.LIGHT[status.value] != palette.DARK[status.value]


def test_no_two_statuses_share_a_word_or_a_shape() -> None:
    for marks in ([status.word for status in Status], [status.shape for status in Status]):
        assert len(set(marks)) == len(Status)


def test_a_verdict_shares_its_colour_with_no_other_status() -> None:
    """The kinds of nothing are grey together: their shapes are hollow, and tell them apart."""
    for theme in (palette.LIGHT, palette.DARK, palette.LIGHT_CONTRAST, palette.DARK_CONTRAST):
        colours = [theme[status] for status in Status]
        assert all(colours.count(theme[status]) == 1 for status in Status if status.is_verdict)


def test_a_judgement_is_made_of_exact_fractions() -> None:
    said = judge(total(3, "公里"), dec(1), 7, Q3, RULES)
    assert (said.completion, said.pace, said.gap) == (Fraction(1, 3), Fraction(7, 12), Fraction(-1, 4))
    assert said.ratio == Fraction(4, 7)
    assert Kind.RUNNING_TOTAL.word == "累计量"


def test_a_total_beyond_its_limit_never_counts_as_reached() -> None:
    judgement = judged(total(1, operator=AT_MOST, baseline=10), "7", 3)  # the path still admits 8
    assert (judgement.status, judgement.ratio) == (MISSED, Fraction(1, 7))


@pytest.mark.parametrize(("value", "status"), [("60", ON_PACE), ("100", MISSED)])
def test_a_limit_whose_path_is_the_years_end_is_missed_at_once_when_it_is_exceeded(
    value: str, status: Status
) -> None:
    assert judged(total(60, operator=AT_MOST, path=Path.YEAR_END), value, 3).status is status


@pytest.mark.parametrize(
    ("value", "month", "period", "status"),
    [("0", 6, Q2, NOT_DUE), ("0", 11, Q4, ON_PACE), ("0", 12, Q4, ACHIEVED), ("10", 12, Q4, MISSED)],
)
def test_what_a_limit_holds_is_done_only_with_the_years_last_data(
    value: str, month: int, period: Period, status: Status
) -> None:
    assert judged(stock(9, operator=AT_MOST), value, month, period).status is status
