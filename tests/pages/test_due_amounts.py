"""What is expected by a month is one number on every page and paper, and never gainsays the status."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import Q1, Q3, QUICK, beside, budget, dec, judged, total
from tests.export import made_up as m
from tracker.charts.path import target_path
from tracker.domain.listing.cells import Row, shown
from tracker.domain.listing.columns import BY_KEY, expected_text
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences import bulletin
from tracker.domain.sentences.conclusion import gap_short
from tracker.domain.sentences.scores import gap_text
from tracker.domain.sentences.standing import judgement_text
from tracker.domain.sentences.versions import lacking_now
from tracker.domain.sentences.why import why
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.entry.plausibility import slip_asked, suspected_slip
from tracker.domain.workflow.stated_path import differences, expected_by_period
from tracker.export.rows_csv import for_programs
from tracker.ui.paths import parts as paths
from tracker.ui.review.beside import _year_html

YEAR = Q3.of_year
LIMIT = total("25", "亿元", operator=Operator.AT_MOST)


@pytest.mark.parametrize(
    ("expected", "rising", "falling"),
    [
        pytest.param("27.5325", "27.5325", "27.5325", id="a share of the year's exactly"),
        pytest.param("4.485", "4.485", "4.485", id="of a budget"),
        pytest.param("-27.535", "-27.535", "-27.535", id="below nothing"),
        pytest.param("75", "75", "75", id="whole"),
        pytest.param("0", "0", "0", id="nothing yet"),
        pytest.param("25/3", "8.3334", "8.3333", id="a third"),
        pytest.param("-25/3", "-8.3333", "-8.3334", id="a third below nothing"),
        pytest.param("11/12", "0.9167", "0.9166", id="below 1"),
        pytest.param("0.99999", "1", "0.9999", id="just below 1"),
        pytest.param("0.00001", "0.0001", "0", id="next to nothing"),
    ],
)
def test_an_expected_amount_is_exact_or_cut_to_the_safe_side(
    expected: str, rising: str, falling: str
) -> None:
    assert due_amount(total("25", "亿元"), Fraction(expected)) == dec(rising)
    assert due_amount(LIMIT, Fraction(expected)) == dec(falling)


@pytest.mark.parametrize(
    ("aim", "printed"), [("36.71", "27.5325"), ("5.98", "4.485"), ("1.2221", "0.9166"), ("100", "75")]
)
def test_every_place_says_the_same_number(aim: str, printed: str) -> None:
    terms = m.terms(value=aim, unit="亿元")
    assert says_everywhere(m.score(terms, "0.5"), Fraction(aim) * 9 / 12) == {printed}
    slip = suspected_slip(30 * dec(aim), 9, Q3, terms, beside(Q3))
    assert slip is not None
    assert f"时序应达值 {printed}亿元" in slip_asked(Field.VALUE, slip, terms).message


@pytest.mark.parametrize(("month", "printed"), [(7, "14.5834"), (8, "16.6667")])
def test_every_place_says_the_same_number_where_it_was_cut(month: int, printed: str) -> None:
    score = m.score(m.terms(value="25", unit="亿元"), "0.5", data_month=month)
    assert says_everywhere(score, Fraction(25 * month, 12)) == {printed}


def says_everywhere(score: Score, expected: Fraction) -> set[str]:
    """The expected amount as pages, tables, sentences, the chart and the file for programs say it."""
    row = Row(score, m.card(scores=(score,)))
    path, figure, terms = target_path([(Q3, score)]), score.figure, score.target.terms
    assert path is not None
    assert figure is not None
    printed = bulletin.expected(score, Q3)
    reckoned = why(score, Q3, m.card().rules)
    assert f"应达{printed}亿元" in judgement_text(score, Q3)[1]
    assert f"({printed} − 0)" in reckoned.expected
    assert f"<td>{printed}</td>" in _year_html([Q3], [score])
    line = path.figure["data"][0]
    return {
        printed,
        shown(BY_KEY["expected"].read(row)),
        expected_text(row),
        for_programs(BY_KEY["expected"].read(row)),
        paths.amount(due_amount(terms, expected)),
        dict(zip(line["x"], line["text"], strict=True))[figure.data_month],
    }


@pytest.mark.parametrize(
    ("terms", "value", "month", "printed", "status"),
    [
        pytest.param(total("36.71", "亿元"), "27.53", 9, "27.5325", Status.SLIGHTLY_BEHIND, id="short by 25"),
        pytest.param(total("36.71", "亿元"), "27.5325", 9, "27.5325", Status.ON_PACE, id="there"),
        pytest.param(budget("5.98"), "4.485", 9, "4.485", Status.ON_PACE, id="a budget that is there"),
        pytest.param(budget("5.98"), "4.48", 9, "4.485", Status.SLIGHTLY_BEHIND, id="a budget short of it"),
        pytest.param(total("1.5", "亿元"), "1.125", 9, "1.125", Status.ON_PACE, id="three decimals"),
        pytest.param(total("25", "亿元"), "8.3333", 4, "8.3334", Status.SLIGHTLY_BEHIND, id="below a third"),
        pytest.param(total("25", "亿元"), "8.3334", 4, "8.3334", Status.ON_PACE, id="above a third"),
        pytest.param(LIMIT, "8.3333", 4, "8.3333", Status.ON_PACE, id="within a third"),
        pytest.param(LIMIT, "8.3334", 4, "8.3333", Status.SLIGHTLY_BEHIND, id="beyond a third"),
    ],
)
def test_what_is_printed_says_what_the_status_says(
    terms: Terms, value: str, month: int, printed: str, status: Status
) -> None:
    period = Period(2025, (month + 2) // 3)
    expected = expected_value(terms, month, period)
    assert expected is not None
    assert due_amount(terms, expected) == dec(printed)
    assert judged(terms, value, month).status is status


AMOUNTS = st.decimals("0.01", 10**6, places=2)
MONTHS = st.integers(1, 12)


def terms_of(aim: Decimal, operator: Operator, baseline: Decimal) -> Terms:
    return Terms(Kind.RUNNING_TOTAL, operator, aim, "亿元", Path.EVEN, baseline=baseline)


@QUICK
@given(AMOUNTS, st.sampled_from(list(Period(2025, 1).of_year)), st.integers(0, 2), AMOUNTS, st.booleans())
def test_a_figure_lies_to_what_is_printed_as_to_what_is_expected_exactly(
    aim: Decimal, period: Period, months_short: int, other: Decimal, is_limit: bool
) -> None:
    terms = terms_of(aim, Operator.AT_MOST if is_limit else Operator.AT_LEAST, Decimal(0))
    expected = expected_value(terms, period.last_month - months_short, period)
    assert expected is not None
    printed = due_amount(terms, expected)
    near = printed.quantize(Decimal("0.01"))
    for value in (other, near, near + Decimal("0.01"), near - Decimal("0.01")):
        assert order(Fraction(value), Fraction(printed)) == order(Fraction(value), expected)


@QUICK
@given(st.decimals("0.0001", 10**6, places=4), MONTHS, st.sampled_from([-2, -1, 0, 1, 2]), st.booleans())
def test_not_even_the_finest_figure_is_printed_as_reached_or_kept_that_is_not(
    aim: Decimal, month: int, steps: int, is_limit: bool
) -> None:
    """Nor the reverse: next to what is printed, where a figure of four decimals can be."""
    terms = terms_of(aim, Operator.AT_MOST if is_limit else Operator.AT_LEAST, Decimal(0))
    expected = expected_value(terms, month, Period(2025, (month + 2) // 3))
    assert expected is not None
    printed = due_amount(terms, expected)
    value = printed + steps * Decimal("0.0001")
    if is_limit:
        assert (value <= printed) == (Fraction(value) <= expected)
    else:
        assert (value >= printed) == (Fraction(value) >= expected)


def order(value: Fraction, other: Fraction) -> int:
    return (value > other) - (value < other)


@pytest.mark.parametrize(
    ("operator", "value", "printed", "short", "said"),
    [
        (Operator.AT_LEAST, "16", "16.6667", "差0.6667亿元", "低于时序进度2.7个百分点"),
        (Operator.AT_LEAST, "14", "16.6667", "差2.6667亿元", "低于时序进度10.7个百分点"),
        (Operator.AT_MOST, "17", "16.6666", "超0.3334亿元", "超出至今的限额0.3334亿元"),
        (Operator.AT_MOST, "16.6667", "16.6666", "超0.0001亿元", "超出至今的限额0.0001亿元"),
    ],
)
def test_what_is_missing_or_beyond_adds_up_with_what_is_printed(
    operator: Operator, value: str, printed: str, short: str, said: str
) -> None:
    terms = m.terms(value="25", unit="亿元", operator=operator)
    score = m.score(terms, value, data_month=8)
    assert bulletin.expected(score, Q3) == printed
    assert lacking_now(score, Q3) == short
    assert gap_text(score) == said
    if operator is Operator.AT_MOST:
        assert gap_short(score) == f"+{short[1:]}"


@pytest.mark.parametrize(
    ("aim", "plan", "printed"),
    [
        ("5.98", ("1", "3", "4.5", "5.98"), ("1.495", "1", "−0.495")),
        ("1.0001", ("0.25", "0.5", "0.75", "1.0001"), ("0.2501", "0.25", "−0.0001")),
    ],
)
def test_a_stated_path_and_todays_add_up_as_printed(
    aim: str, plan: tuple[str, ...], printed: tuple[str, ...]
) -> None:
    today = total(aim, "亿元")
    stated = replace(today, path=Path.OWN_PLAN, plan_values=tuple(map(dec, plan)))
    (now, *_), (later, *_) = expected_by_period(today, YEAR), expected_by_period(stated, YEAR)
    (apart, *_) = differences(today, stated, YEAR)
    assert (paths.amount(now), paths.amount(later), paths.difference(apart)) == printed
    assert Q1.last_month == 3


@QUICK
@given(
    st.decimals("0.0001", 10**6, places=4), st.lists(st.decimals(0, 10**6, places=4), min_size=3, max_size=3)
)
def test_stated_less_todays_is_what_stands_printed_below_both(aim: Decimal, before: list[Decimal]) -> None:
    today = total(str(aim), "亿元")
    stated = replace(today, path=Path.OWN_PLAN, plan_values=(*sorted(min(each, aim) for each in before), aim))
    rows = expected_by_period(today, YEAR), expected_by_period(stated, YEAR), differences(today, stated, YEAR)
    for now, later, apart in zip(*rows, strict=True):
        assert None not in (now, later, apart)
        assert now + apart == later  # type: ignore[operator]
