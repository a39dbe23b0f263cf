"""The two sentences at the head of a target's page: how it is judged, and what is left of the year."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.build import Q3
from tests.export import made_up as m
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences.standing import judgement_text, left_text

Q4 = Period(2025, 4)
POLES = m.terms(value="100", unit="根")


def score(terms: Terms, value: str | None, period: Period = Q3, **more: Any) -> Score:
    given = {"data_month": period.last_month} | more
    return m.score(terms, value, reported=value is not None, period=period, **given)


@pytest.mark.parametrize(
    ("terms", "value", "period", "said"),
    [
        (POLES, "48", Q3, ("滞后。", "1—9月应达75根，低于时序进度27个百分点")),
        (POLES, "75", Q3, ("达时序。", "1—9月应达75根，与时序进度持平")),
        (POLES, "92", Q4, ("未完成。", "完成年度目标的92.0%，比目标少8根")),
        (m.terms(Kind.LEVEL, "91", "%"), "91.3", Q3, ("达时序。", "截至9月，高于目标0.3个百分点")),
        (
            m.terms(value="12", unit="起", operator=Operator.AT_MOST),
            "8",
            Q3,
            ("达时序。", "1—9月限额9起，达标"),
        ),
        (
            m.terms(path=Path.YEAR_END, value="10", unit="家"),
            "3",
            Q3,
            ("未到节点。", "1—9月不作要求（年底一次性完成）"),
        ),
        (POLES, None, Q3, ("", "未填报：前三季度应报，尚无数据（不等于0）")),
    ],
)
def test_a_target_is_judged_in_one_sentence(
    terms: Terms, value: str | None, period: Period, said: tuple[str, str]
) -> None:
    assert judgement_text(score(terms, value, period), period) == said


def test_how_long_it_has_been_behind_is_counted_in_periods() -> None:
    late = replace(score(POLES, "48"), behind_for=3)
    assert late.status is Status.BEHIND
    assert judgement_text(late, Q3)[0] == "滞后，连续三期。"


@pytest.mark.parametrize(
    ("terms", "value", "said"),
    [
        (POLES, "48", "还差52根，剩3个月，平均每月约18根（至今每月约5根）"),
        (m.terms(value="12", unit="起", operator=Operator.AT_MOST), "8", "全年限额12起，还余4起"),
        (m.terms(Kind.LEVEL, "91", "%"), "90", ""),
        (m.terms(Kind.LEVEL, "91", "%"), "92", "已达到目标值，须保持到年底"),
        (m.terms(Kind.MILESTONE), "0", ""),
        (POLES, None, ""),
    ],
)
def test_what_is_left_is_said_where_it_is_not_said_yet(terms: Terms, value: str | None, said: str) -> None:
    assert left_text(score(terms, value), Q3, RuleSet()) == said


def test_the_departments_call_stands_behind_what_is_left() -> None:
    called = score(POLES, "48", call=YearEndCall.DIFFICULT, call_value=Decimal(80))
    assert left_text(called, Q3, RuleSet()).endswith("；牵头单位研判：有困难，预计全年80根")
