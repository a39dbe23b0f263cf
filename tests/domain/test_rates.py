"""Rates and growth: compared with the full target all year, the gap is value − target (DOMAIN §2, §3)."""

from fractions import Fraction

import pytest

from tests.domain.build import POINTS, Q1, Q3, Q4, judged, planned, rate
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.status import Status

RATE = Kind.RATE


@pytest.mark.parametrize(
    ("terms", "value", "gap"),
    [
        pytest.param(rate(75), "53.3", "-21.7", id="75 % promised, 53.3 % reached"),
        pytest.param(rate(75), "75", "0", id="exactly"),
        pytest.param(rate(20), "26.5", "6.5", id="above"),
        pytest.param(rate(20), "-5", "-25", id="growth became a fall"),
        pytest.param(rate(20, baseline=15), "18", "-2", id="a baseline does not matter"),
        pytest.param(rate(20, "％"), "18", "-2", id="full-width sign"),
        pytest.param(rate(3, "个百分点"), "2", "-1", id="in 个百分点"),
        pytest.param(rate(5, "‰"), "3", "-0.2", id="per mille: 2‰ are 0.2 points"),
        pytest.param(rate(8, is_reduction=True), "6", "-2", id="reduction short by 2 points"),
        pytest.param(rate(8, is_reduction=True), "10", "2", id="reduction beyond its goal"),
        pytest.param(rate(4, operator=Operator.AT_MOST), "4.5", "0.5", id="above a limit"),
        pytest.param(rate(4, operator=Operator.AT_MOST), "3.5", "-0.5", id="below a limit"),
        pytest.param(rate(20, path=Path.YEAR_END), "12", "-8", id="also before anything is due"),
        pytest.param(planned(10, 12, 15, 20, kind=RATE), "12", "-8", id="also with an own plan"),
    ],
)
@pytest.mark.parametrize("month", [1, 6, 8, 9])
def test_the_gap_of_a_rate_is_value_minus_target_in_points(
    terms: Terms, value: str, gap: str, month: int
) -> None:
    assert judged(terms, value, month).gap == Fraction(gap) / 100


def test_a_rate_in_another_unit_has_no_points_and_shows_its_completion() -> None:
    said = judged(rate(2, "倍"), "1.5", 6)
    assert (said.completion, said.gap, said.difference) == (Fraction(3, 4), None, Fraction(-1, 2))


CASES = [
    pytest.param(rate(20), "20", 3, Q1, Status.ON_PACE, id="reached in March is on pace, it can fall again"),
    pytest.param(rate(20), "20", 11, Q4, Status.ON_PACE, id="reached in November"),
    pytest.param(rate(20), "20", 12, Q4, Status.ACHIEVED, id="reached in December is achieved"),
    pytest.param(rate(20), "20", 12, Q1, Status.ON_PACE, id="a month-12 figure in Q1 ends no year"),
    pytest.param(rate(20), "19", 3, Q1, Status.SLIGHTLY_BEHIND, id="exactly 95 % of the target"),
    pytest.param(rate(20), "18.9999", 3, Q1, Status.BEHIND, id="below 95 %, in Q1 as in December"),
    pytest.param(rate(20), "5", 3, Q1, Status.BEHIND, id="a quarter of the target is no pace in Q1"),
    pytest.param(rate(20), "0", 3, Q1, Status.BEHIND, id="reported zero"),
    pytest.param(rate(20), None, 3, Q1, Status.NOT_REPORTED, id="missing"),
    pytest.param(rate(0), "0", 3, Q1, Status.ON_PACE, id="zero growth, kept"),
    pytest.param(rate(0), "-0.1", 3, Q1, Status.BEHIND, id="zero growth, not kept"),
    pytest.param(rate(0), "3", 12, Q4, Status.ACHIEVED, id="zero growth and more"),
    pytest.param(
        rate(20, operator=Operator.ABOUT), "19.5", 6, None, Status.ON_PACE, id="左右: within the band"
    ),
    pytest.param(
        rate(20, operator=Operator.ABOUT), "19.5", 12, Q4, Status.ACHIEVED, id="左右: at the year's end"
    ),
    pytest.param(rate(20, operator=Operator.MORE_THAN), "20", 12, Q4, Status.MISSED, id="超过20: exactly 20"),
    pytest.param(
        rate(20, baseline=15), "19.5", 6, None, Status.SLIGHTLY_BEHIND, id="value ÷ target, not the growth"
    ),
    pytest.param(
        rate(-2, baseline=-5), "-3", 6, None, Status.BEHIND, id="of a negative target, two thirds of the way"
    ),
    pytest.param(rate(-2, baseline=-5), "-2", 6, None, Status.ON_PACE, id="of a negative target, reached"),
    pytest.param(rate(5, operator=Operator.AT_MOST), "4", 6, None, Status.ON_PACE, id="≤5 % with 4 %"),
    pytest.param(rate(5, operator=Operator.AT_MOST), "5.5", 6, None, Status.BEHIND, id="≤5 % with 5.5 %"),
    pytest.param(rate(-2), "-1", 6, None, Status.ON_PACE, id="target −2 % with −1 %"),
    pytest.param(rate(-2), "-3", 6, None, Status.BEHIND, id="target −2 % with −3 %"),
    pytest.param(
        rate(5, operator=Operator.RANGE, upper=6), "5.5", 6, None, Status.ON_PACE, id="5%—6%: inside"
    ),
    pytest.param(rate(5, operator=Operator.RANGE, upper=6), "6.5", 12, Q4, Status.MISSED, id="5%—6%: above"),
    pytest.param(rate(8, is_reduction=True), "7.6", 6, None, Status.SLIGHTLY_BEHIND, id="reduced by 95 %"),
    pytest.param(rate(20, path=Path.YEAR_END), "1", 9, Q3, Status.NOT_DUE, id="year end, not due in Q3"),
    pytest.param(
        planned(10, 12, 15, 20, kind=RATE), "10", 1, Q1, Status.ON_PACE, id="own plan, January against Q1"
    ),
    pytest.param(
        planned(10, 12, 15, 20, kind=RATE), "7.9", 1, Q1, Status.BEHIND, id="own plan, January below"
    ),
    pytest.param(planned(10, 12, 15, 20, kind=RATE), "14", 8, Q3, Status.ON_PACE, id="own plan, August"),
    pytest.param(
        planned(30, 25, 22, 20, kind=RATE), "21", 3, Q1, Status.BEHIND, id="own plan above its target"
    ),
]


@pytest.mark.parametrize(("terms", "value", "month", "period", "status"), CASES)
def test_a_rate_is_never_shared_by_months(
    terms: Terms, value: str | None, month: int, period: Period | None, status: Status
) -> None:
    assert judged(terms, value, month, period).status is status


@pytest.mark.parametrize(
    ("terms", "value", "status"),
    [
        pytest.param(rate(20), "19", Status.ON_PACE, id="1 point short"),
        pytest.param(rate(20), "18.9999", Status.SLIGHTLY_BEHIND, id="more than 1 point short"),
        pytest.param(rate(20), "15", Status.SLIGHTLY_BEHIND, id="5 points short"),
        pytest.param(rate(20), "14.9999", Status.BEHIND, id="more than 5 points short"),
        pytest.param(
            rate(4, operator=Operator.AT_MOST), "4.5", Status.ON_PACE, id="half a point above a limit"
        ),
        pytest.param(rate(5, "‰"), "4", Status.ON_PACE, id="per mille: a tenth of a point short"),
        pytest.param(
            planned(10, 12, 15, 20, kind=RATE), "14", Status.ON_PACE, id="1 point below its own plan"
        ),
    ],
)
def test_by_points_a_rate_is_judged_by_the_gap_that_is_shown(
    terms: Terms, value: str, status: Status
) -> None:
    assert judged(terms, value, 9, Q3, POINTS).status is status


def test_the_gap_says_below_zero_exactly_when_the_target_is_missed() -> None:
    for terms in (rate(20), rate(8, is_reduction=True), rate(-2, baseline=-5)):
        for tenths in range(-100, 300, 3):
            said = judged(terms, f"{tenths / 10:.1f}", 6, rules=RuleSet())
            assert said.gap is not None
            assert (said.gap >= 0) == (said.status is Status.ON_PACE)
