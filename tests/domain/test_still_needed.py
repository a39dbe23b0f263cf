"""What the rest of the year must still bring, counted in the quarters that are left to report."""

from fractions import Fraction

import pytest

from tests.domain.build import Q1, Q2, Q3, Q4, budget, dec, level, milestone, rate, stock, total
from tests.export import made_up as m
from tracker.domain.measure.pace import still_needed
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.sentences.needed import needed_text

ABOUT = dec("0.05")


@pytest.mark.parametrize(
    ("terms", "value", "period", "remaining", "left", "per_period", "so_far"),
    [
        pytest.param(total(100), "68", Q3, "32", 1, "32", "68/3", id="a total"),
        pytest.param(total(100), "0", Q2, "100", 2, "50", "0", id="reported zero"),
        pytest.param(total(100), "-4", Q1, "104", 3, "35", "-4", id="below zero"),
        pytest.param(total(110, baseline=10), "40", Q2, "70", 2, "35", "15", id="from a baseline"),
        pytest.param(total(100, path=Path.YEAR_END), "10", Q1, "90", 3, "30", "10", id="year end"),
        pytest.param(stock(0, baseline=110), "70", Q2, "70", 2, "35", None, id="falling to 0"),
        pytest.param(total(12, is_reduction=True), "3", Q2, "9", 2, "5", "3/2", id="reduction"),
        pytest.param(budget("5.98"), "2.98", Q2, "3", 2, "3/2", "149/100", id="budget"),
        pytest.param(level(91, "%"), "89", Q2, "2", 2, "1", None, id="a level"),
        pytest.param(total(3), "2", Q1, "1", 3, None, "2", id="1 in three quarters is not one in each"),
        pytest.param(rate(5, operator=Operator.AT_MOST), "6", Q3, "-1", 1, None, None, id="past a limit"),
        pytest.param(rate(20), "17.5", Q2, "2.5", 2, None, None, id="a rate is not summed"),
        pytest.param(total(100), "99", Q4, "1", 0, None, None, id="no quarter left"),
        pytest.param(total(36, operator=Operator.MORE_THAN), "36", Q3, "0", 1, None, None, id="exactly 超过"),
        pytest.param(
            total(3, operator=Operator.RANGE, upper=5), "6", Q3, "-1", 1, None, None, id="past a range"
        ),
    ],
)
def test_the_rest_is_shared_by_the_quarters_left(
    terms: Terms,
    value: str,
    period: Period,
    remaining: str,
    left: int,
    per_period: str | None,
    so_far: str | None,
) -> None:
    found = still_needed(terms, dec(value), period, ABOUT)
    assert found is not None
    assert (found.remaining, found.periods_left) == (dec(remaining), left)
    assert found.per_period == (None if per_period is None else Fraction(per_period))
    assert found.so_far == (None if so_far is None else Fraction(so_far))


@pytest.mark.parametrize(
    ("terms", "value"),
    [
        pytest.param(total(100), "100", id="reached"),
        pytest.param(total(36, operator=Operator.MORE_THAN), "36.1", id="more than"),
        pytest.param(level(100, operator=Operator.ABOUT), "96", id="about"),
        pytest.param(level(100, operator=Operator.ABOUT), "120", id="about, and more"),
        pytest.param(rate(5, operator=Operator.AT_MOST), "4", id="within a limit"),
        pytest.param(milestone(), "0", id="a milestone"),
    ],
)
def test_nothing_is_needed_once_met_nor_of_a_milestone(terms: Terms, value: str) -> None:
    assert still_needed(terms, dec(value), Q3, ABOUT) is None


@pytest.mark.parametrize(
    ("terms", "value", "reported", "said"),
    [
        (m.terms(value="100", unit="家"), "68", True, "还差32家，剩1个季度，每季需32家；至今季均22.7家"),
        (
            m.terms(value="1", unit="亿元"),
            "0.96",
            True,
            "还差0.04亿元，剩1个季度，每季需0.04亿元；至今季均0.32亿元",
        ),
        (m.terms(Kind.LEVEL, "91", "%"), "89", True, "还差2个百分点，剩1个季度，每季需提高2个百分点"),
        (m.terms(Kind.RATE, "20", "%"), "17.5", True, "还差2.5个百分点，剩1个季度"),
        (m.terms(value="36", operator=Operator.MORE_THAN), "36", True, "恰为目标值，还须超过"),
        (m.terms(value="100", operator=Operator.ABOUT), "120", True, "已达到目标值"),
        (m.terms(Kind.RATE, "5", "%", operator=Operator.AT_MOST), "6", True, "超标1个百分点"),
        (m.terms(value="100"), "101", True, "已达到目标值"),
        (m.terms(Kind.RATE, "20", "%"), "21", True, "已达到目标值，须保持到年底"),
        (m.terms(Kind.MILESTONE), "0", True, "尚未完成，应于2025年四季度底前完成"),
        (m.terms(Kind.MILESTONE), "1", True, "已完成"),
        (m.terms(value="100"), None, True, "不适用：牵头单位填报本季不适用"),
        (m.terms(value="100"), None, False, "未填报：前三季度应报，尚无数据（不等于0）"),
        (m.terms(Kind.MILESTONE), None, False, "未到节点：应于2025年四季度底前完成"),
        (m.terms(value="100", unit="家"), "0", True, "还差100家，剩1个季度，每季需100家；至今季均0家"),
    ],
)
def test_what_is_needed_is_said_and_each_nothing_in_its_own_words(
    terms: Terms, value: str | None, reported: bool, said: str
) -> None:
    assert needed_text(m.score(terms, value, reported=reported), m.Q3, m.RULES) == said
