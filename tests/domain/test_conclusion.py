"""The words of 总览: the line above the counts, a row's value, gap and silence."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.domain.build import Q4, RULES, budget, dec, level, milestone, rate, total
from tests.domain.test_scorecard import EDUCATION, OPENING, PLAN, SCIENCE, card, figure, score
from tracker.domain.measure.figure import Finality, ReportState
from tracker.domain.measure.target import Operator
from tracker.domain.progress.judging import judge
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.conclusion import conclusion, gap_short, reached, shortfall, silence


def totals(*values: str | None, first: int = 1, area: object = EDUCATION) -> list[Score]:
    return [
        score(number, total(), value, area=area)  # type: ignore[arg-type]
        for number, value in enumerate(values, first)
    ]


def final(*values: str, month: int = 12) -> Scorecard:
    """The same targets with figures of the last period."""
    scores = [
        replace(
            each,
            figure=figure(value, month),
            judgement=judge(total(), dec(value), month, Q4, RULES),
        )
        for each, value in zip(totals(*values), values, strict=True)
    ]
    return Scorecard(PLAN, Q4, RULES, tuple(scores))


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (("80", "80", "80", "80", "80", "70"), "应达6项，5项达时序，1项落后"),
        (("80",) * 6, "应达6项，6项达时序，没有落后"),
        (("80",) * 9 + (None,), "应达10项，9项达时序，1项尚无判定"),
        (("10",) * 3, "应达3项，3项落后；滞后的3项中3项在“教育科技人才”"),
        ((None,) * 3, "前三季度应达3项，未填报3项，暂不作总体判断"),
        ((), "前三季度没有应达目标"),
    ],
)
def test_the_conclusion_is_made_of_counts(values: tuple[str | None, ...], text: str) -> None:
    assert conclusion(card(*totals(*values))) == text


def test_the_place_of_the_trouble_is_named_where_one_area_has_more_of_it_than_any_other() -> None:
    here, there = totals("80", "10", "10"), totals("80", "80", "10", first=4, area=OPENING)
    assert conclusion(card(*here, *there)).endswith("；滞后的3项中2项在“教育科技人才”")
    even = totals("80", "10", "10", first=4, area=OPENING)
    assert "在“" not in conclusion(card(*here, *even))


def test_at_the_years_end_what_is_counted_is_what_is_done() -> None:
    assert conclusion(final("100", "100", "100", "60")) == "应达4项，3项完成，1项未完成"
    assert conclusion(final("100", "100", "100", "90", month=11)).startswith("应达4项，3项完成，1项")


def test_a_value_stands_beside_what_it_is_held_against() -> None:
    assert reached(score(1, total(2, "家"), "0")) == ("0", "/2家")
    assert reached(score(1, total("1.5", "万亩"), "0.8")) == ("0.8", "/1.5万亩")
    ranged = rate(5, operator=Operator.RANGE, upper=dec(6))
    assert reached(score(1, ranged, "4")) == ("4%", " / 5—6%")
    assert reached(score(1, milestone(Q4), "0")) == ("尚未完成", "")
    assert reached(score(1, total(), None)) == ("", "")


def test_the_gap_is_the_one_gap_with_one_decimal() -> None:
    behind = score(1, total(), "25")
    assert gap_short(behind) == "−50.0"
    assert gap_short(score(1, rate(20), "14")) == "−6.0"
    assert gap_short(score(1, level(100), "97")) == "−3元"
    assert gap_short(score(1, total(), "80")) == "+5.0"
    assert gap_short(score(1, total(), "75")) == "0.0"
    tiny = replace(behind, judgement=replace(behind.judgement, gap=Fraction(-1, 10_000)))
    assert gap_short(tiny) == "不足0.1"
    assert gap_short(score(1, total(), None)) == ""


def test_what_is_lacking_at_the_years_end_is_an_amount() -> None:
    assert shortfall(final("60").scores[0]) == "40家"
    assert shortfall(score(1, rate(20), "14")) == "6个百分点"
    limit = rate(3, operator=Operator.AT_MOST)
    assert shortfall(score(1, limit, "3.5")) == "超标0.5个百分点"
    assert shortfall(score(1, milestone(Q4), "0")) == ""
    assert shortfall(score(1, total(), None)) == ""


def test_of_a_target_without_a_verdict_is_said_what_is_known() -> None:
    silent = score(1, total(), None)
    assert silence(silent, None) == "此前也没有数据"
    assert silence(replace(silent, previous=figure("2", 6)), None) == "此前2家（1—6月）"
    waiting = figure("17", state=ReportState.SUBMITTED)
    under_review = replace(silent, judgement=replace(silent.judgement, status=Status.UNDER_REVIEW))
    assert silence(under_review, waiting) == "已报17家，10月9日提交"
    old = judge(total(), dec("27"), 6, card().period, RULES)
    stale = replace(silent, figure=figure("27", 6, finality=Finality.ESTIMATE), judgement=old)
    assert silence(stale, None) == "仍为1—6月数据27家（预计）"


def test_budgets_have_their_own_tree_and_no_place_in_the_conclusion() -> None:
    assert conclusion(card(*totals("80", "80"), score(9, budget("5.98"), "1", SCIENCE))) == (
        "应达2项，2项达时序，没有落后"
    )
