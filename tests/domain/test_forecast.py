"""The year end that the pace so far leads to; where there is none, why."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.build import Q4, QUICK, RULES, budget, dec, level, milestone, planned, rate, total
from tracker.domain.measure.pace import pace_share
from tracker.domain.measure.target import Operator, Path, Terms
from tracker.domain.progress.forecast import Basis, Forecast, NoForecast, forecast
from tracker.domain.sentences.outlook import forecast_amount, forecast_arithmetic, forecast_text

FORECASTS = [
    # terms, value, data month -> basis, year end, meets
    (total(100), "68", 9, Basis.YEAR_SHARE, "90.6667", False),
    (total(100), "75", 9, Basis.YEAR_SHARE, "100", True),
    (total(100), "0", 9, Basis.YEAR_SHARE, "0", False),
    (total(100), "-3", 6, Basis.YEAR_SHARE, "-6", False),
    (total(100), "200", 6, Basis.YEAR_SHARE, "400", True),
    (total(100), "60", 8, Basis.YEAR_SHARE, "90", False),  # by the data month, not by the quarter
    (total(100), "10", 1, Basis.YEAR_SHARE, "120", True),
    (total(100), "91.7", 11, Basis.YEAR_SHARE, "100.0364", True),
    (total(36, "万标箱", operator=Operator.MORE_THAN), "27", 9, Basis.YEAR_SHARE, "36", False),
    (total(100, operator=Operator.ABOUT), "72", 9, Basis.YEAR_SHARE, "96", True),
    (total(120, baseline=20), "70", 6, Basis.YEAR_SHARE, "120", True),
    (total(3, "%", is_reduction=True), "1.5", 6, Basis.YEAR_SHARE, "3", True),
    (budget(), "4.28", 9, Basis.YEAR_SHARE, "5.7067", False),
    (planned(20, 50, 80, 100), "40", 6, Basis.OWN_PLAN, "80", False),
    (planned(20, 50, 80, 100), "20", 3, Basis.OWN_PLAN, "100", True),
    (planned(20, 50, 80, 120, value=100), "40", 6, Basis.OWN_PLAN, "96", False),  # 40 of 50 planned
    (planned(20, 50, 80, 100), "65", 8, Basis.OWN_PLAN, "92.8571", False),  # 70 due by August
    (planned(0, 0, 0, 100), "25", 10, Basis.OWN_PLAN, "75", False),
    (level(14100), "14100", 9, Basis.HOLDS, "14100", True),
    (level(14100), "13000", 9, Basis.HOLDS, "13000", False),
    (rate(20), "19.9", 9, Basis.HOLDS, "19.9", False),
    (rate(20), "21", 9, Basis.HOLDS, "21", True),
]
NONE = [
    (total(100), None, 9, NoForecast.NO_FIGURE),
    (milestone(), "0", 9, NoForecast.MILESTONE),
    (milestone(), None, 9, NoForecast.MILESTONE),
    (total(100), "95", 12, NoForecast.YEAR_OVER),
    (rate(20), "95", 12, NoForecast.YEAR_OVER),
    (total(100, path=Path.YEAR_END), "10", 9, NoForecast.YEAR_END),
    (level(100, path=Path.EVEN), "50", 6, NoForecast.PATH_OF_A_LEVEL),
    (planned(5, 10, 15, 20, kind=rate().kind), "10", 6, NoForecast.PATH_OF_A_LEVEL),
    (planned(0, 0, 50, 100), "3", 6, NoForecast.NOTHING_PLANNED_YET),
]


@pytest.mark.parametrize(("terms", "value", "month", "basis", "ahead", "meets"), FORECASTS)
def test_the_year_end_from_the_pace_so_far(
    terms: Terms, value: str, month: int, basis: Basis, ahead: str, meets: bool
) -> None:
    found = forecast(terms, dec(value), month, RULES)
    assert isinstance(found, Forecast)
    assert (found.basis, found.value, found.meets) == (basis, dec(ahead), meets)


@pytest.mark.parametrize(("terms", "value", "month", "reason"), NONE)
def test_where_there_is_none_the_reason_is_given(
    terms: Terms, value: str | None, month: int, reason: NoForecast
) -> None:
    assert forecast(terms, None if value is None else dec(value), month, RULES) is reason


@QUICK
@given(st.decimals(0, 10_000, places=2), st.integers(1, 11))
def test_a_forecast_reaches_the_target_where_the_figure_is_on_pace(value: Decimal, month: int) -> None:
    terms = total(100, "亩")
    found = forecast(terms, value, month, RULES)
    assert isinstance(found, Forecast)
    pace = pace_share(terms, month, Q4)
    assert pace is not None
    is_on_pace = Fraction(value) / 100 >= pace
    # Four decimals are kept, so what misses the pace by less than half of the last one may read as met.
    assert found.meets == is_on_pace or abs(found.value - 100) < Decimal("0.0001")


def said(terms: Terms, value: str, month: int) -> str:
    found = forecast(terms, dec(value), month, RULES)
    assert isinstance(found, Forecast)
    return forecast_text(found, terms)


def test_the_words_name_the_months_and_the_target() -> None:
    assert said(total(100), "68", 9) == "按1—9月的进度推算，全年约90.7家，达不到目标100家。"
    assert said(total(100), "80", 8) == "按1—8月的进度推算，全年约120家，可达到目标100家。"
    assert said(level(14100), "13000", 9) == "如保持9月的13,000元不变，年底达不到目标14,100元。"


def test_the_arithmetic_can_be_checked_by_hand() -> None:
    terms = total(120, baseline=20)
    found = forecast(terms, dec(70), 6, RULES)
    assert isinstance(found, Forecast)
    assert forecast_arithmetic(found, terms, dec(70)) == "20 + (70 − 20) ÷ 50.0% = 120"


SHOWN = [
    ("99.9999", "99.9999家"),
    ("99.96", "99.96家"),
    ("99.94", "99.9家"),
    ("100", "100家"),
    ("0.04", "0.04家"),
]


@pytest.mark.parametrize(("value", "shown"), SHOWN)
def test_a_forecast_that_misses_the_target_never_reads_like_the_target(value: str, shown: str) -> None:
    terms = total(100)
    found = Forecast(Basis.YEAR_SHARE, dec(value), 9, Fraction(3, 4), False)
    assert forecast_amount(found, terms) == shown
