"""The arithmetic of one target: every kind, whole units, limits, the year's end, old figures."""

from decimal import Decimal
from typing import Any

import pytest

from tests.domain.build import POINTS, Q2, Q3, Q4, RULES
from tests.export import made_up as m
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms
from tracker.domain.sentences import why

PORT = m.terms(operator=Operator.MORE_THAN)
HOUSES = m.terms(value="100", unit="家")
FIVE = m.terms(value="5", unit="家")
OWN = m.terms(value="24", path=Path.OWN_PLAN, plan_values=tuple(map(Decimal, (2, 6, 14, 24))))
SHARE = m.terms(Kind.RATE, "20", "%")
JOBLESS = m.terms(Kind.LEVEL, "5", "%", operator=Operator.AT_MOST)
ACCIDENTS = m.terms(value="12", unit="起", operator=Operator.AT_MOST)
FALLING = m.terms(value="0", unit="起", baseline=Decimal(10))
KEPT = m.terms(value="70", unit="家", baseline=Decimal(70))
LATER = m.terms(value="30", unit="公里", due=Period(2027, 4))
STOCK = m.terms(Kind.STOCK, "9", "个")
BY_RULE = "按判定规则第1版（不低于100%为达时序，不低于80%为稍慢），判定为"
KEPT_BY_RULE = "按判定规则第1版（不低于100%为达时序，不低于95%为稍慢），判定为"

CASES: list[tuple[str, Terms, str, Period, dict[str, Any], tuple[str, ...]]] = [
    (
        "a running total",
        HOUSES,
        "68",
        Q3,
        {},
        (
            "完成率 = (68 − 0) ÷ (100 − 0) = 68.0%",
            "应达按1—9月 9÷12，100家×75% = 75家，应达比例 = (75 − 0) ÷ (100 − 0) = 75.0%",
            "与时序差 = 68.0% − 75.0%，低于时序进度7个百分点",
            f"实际÷应达 = 90.7%，{BY_RULE}稍慢",
        ),
    ),
    (
        "72 of about 100",
        m.terms(value="100", unit="家", operator=Operator.ABOUT),
        "72",
        Q3,
        {},
        (
            "完成率 = (72 − 0) ÷ (100 − 0) = 72.0%",
            "应达按1—9月 9÷12，100家×75% = 75家，应达比例 = (75 − 0) ÷ (100 − 0) = 75.0%",
            "与时序差 = 72.0% − 75.0%，低于时序进度3个百分点（在左右幅度内）",
            "按判定规则第1版，“左右”达到应达数的95%即可，判定为达时序",
        ),
    ),
    (
        "5 a year with 2 at half-year",
        FIVE,
        "2",
        Q2,
        {"data_month": 6},
        (
            "完成率 = (2 − 0) ÷ (5 − 0) = 40.0%",
            "按1—6月 6÷12，5家×50% = 2.5家，按整数应达2家，应达比例 = (2 − 0) ÷ (5 − 0) = 40.0%",
            "与时序差 = 40.0% − 40.0%，与时序进度持平",
            f"实际÷应达 = 100.0%，{BY_RULE}达时序",
        ),
    ),
    (
        "1 a year with 0 in September",
        m.terms(value="1", unit="家"),
        "0",
        Q3,
        {},
        (
            "完成率 = (0 − 0) ÷ (1 − 0) = 0.0%",
            "按1—9月 9÷12，1家×75% = 0.75家，按整数应达0家，尚不作要求",
            "本期没有应达到的数量，判定为未到节点",
        ),
    ),
    (
        "an own plan, between its quarters",
        OWN,
        "7",
        Q3,
        {"data_month": 8},
        (
            "完成率 = (7 − 0) ÷ (24 − 0) = 29.2%",
            "按自定季度计划，1—8月应达11.3334万标箱，应达比例 = (11.3334 − 0) ÷ (24 − 0) = 47.2%",
            "与时序差 = 29.2% − 47.2%，低于时序进度18.1个百分点",
            f"实际÷应达 = 61.8%，{BY_RULE}滞后",
        ),
    ),
    (
        "an own plan of what is counted",
        m.terms(value="24", unit="家", path=Path.OWN_PLAN, plan_values=OWN.plan_values),
        "11",
        Q3,
        {"data_month": 8},
        (
            "完成率 = (11 − 0) ÷ (24 − 0) = 45.8%",
            "按自定季度计划，1—8月应达11家（按整数），应达比例 = (11 − 0) ÷ (24 − 0) = 45.8%",
            "与时序差 = 45.8% − 45.8%，与时序进度持平",
            f"实际÷应达 = 100.0%，{BY_RULE}达时序",
        ),
    ),
    (
        "a target due after the year",
        LATER,
        "9",
        Q3,
        {},
        (
            "完成率 = (9 − 0) ÷ (30 − 0) = 30.0%",
            "应达按1—9月 9÷36，30公里×25% = 7.5公里，应达比例 = (7.5 − 0) ÷ (30 − 0) = 25.0%",
            "与时序差 = 30.0% − 25.0%，高于时序进度5个百分点",
            f"实际÷应达 = 120.0%，{BY_RULE}达时序",
        ),
    ),
    (
        "what falls to 0 from a baseline",
        FALLING,
        "7",
        Q3,
        {},
        (
            "完成率 = (7 − 10) ÷ (0 − 10) = 30.0%",
            "按1—9月 9÷12，10 + (0 − 10)×75% = 2.5起，按整数应达3起，应达比例 = (3 − 10) ÷ (0 − 10) = 70.0%",
            "与时序差 = 30.0% − 70.0%，低于时序进度40个百分点",
            f"实际÷应达 = 42.9%，{BY_RULE}滞后",
        ),
    ),
    (
        "a stock before it is due",
        STOCK,
        "7",
        Q3,
        {},
        (
            "完成率 = (7 − 0) ÷ (9 − 0) = 77.8%",
            "年底一次性完成，9月不作要求",
            "本期没有应达到的数量，判定为未到节点",
        ),
    ),
    (
        "a stock reached before it is due",
        STOCK,
        "9",
        Q3,
        {},
        (
            "完成率 = (9 − 0) ÷ (9 − 0) = 100.0%",
            "年底一次性完成，9月不作要求",
            "目标9个已满足，判定为已完成（提前完成，不计入应达）",
        ),
    ),
    (
        "a rate has no share of a way and one gap",
        SHARE,
        "18",
        Q3,
        {},
        (
            "全年对照目标值20%，不按月分摊",
            "与目标差 = 18 − 20，低于目标2个百分点",
            f"实际÷应达 = 90.0%，{KEPT_BY_RULE}滞后",
        ),
    ),
    (
        "a limit that is kept",
        JOBLESS,
        "4",
        Q3,
        {},
        (
            "全年对照目标值不超过5%，不按月分摊",
            "与目标差 = 4 − 5，达标",
            f"实际÷应达 = 100.0%，{KEPT_BY_RULE}达时序",
        ),
    ),
    (
        "a total held against its allowance so far",
        ACCIDENTS,
        "10",
        Q3,
        {},
        (
            "限额按1—9月 9÷12，12起×75% = 9起",
            "超出至今的限额1起",
            f"实际÷应达 = 90.0%，{BY_RULE}稍慢",
        ),
    ),
    (
        "a total beyond the year's limit",
        ACCIDENTS,
        "13",
        Q3,
        {},
        ("限额按1—9月 9÷12，12起×75% = 9起", "超标4起", "已超出全年的限额，判定为未完成"),
    ),
    (
        "equal to its baseline: met or not",
        KEPT,
        "69",
        Q3,
        {},
        (
            "目标值与基数同为70家，没有完成率，只看是否达到",
            "与目标差 = 69 − 70，低于目标1家",
            f"{BY_RULE}滞后",
        ),
    ),
    (
        "the year's end, not reached",
        HOUSES,
        "80",
        Q4,
        {"data_month": 12},
        (
            "完成率 = (80 − 0) ÷ (100 − 0) = 80.0%",
            "应达按全年 12÷12，100家×100% = 100家，应达比例 = (100 − 0) ÷ (100 − 0) = 100.0%",
            "与目标差 = 80 − 100，比目标少20家",
            "全年数据已出，目标100家没有满足，判定为未完成",
        ),
    ),
    (
        ">36 at exactly 36",
        PORT,
        "36",
        Q4,
        {"data_month": 12},
        (
            "完成率 = (36 − 0) ÷ (36 − 0) = 100.0%",
            "应达按全年 12÷12，36万标箱×100% = 36万标箱，应达比例 = (36 − 0) ÷ (36 − 0) = 100.0%",
            "与目标差 = 36 − 36，恰为目标值，还须超过",
            "全年数据已出，目标超过36万标箱没有满足，判定为未完成",
        ),
    ),
    ("an old figure", HOUSES, "68", Q3, {"data_month": 6}, ("数据截至6月，早于本期，不作判定：未更新",)),
]


@pytest.mark.parametrize(
    ("asked", "value", "period", "more", "lines"), [c[1:] for c in CASES], ids=[c[0] for c in CASES]
)
def test_the_arithmetic_is_shown_with_its_numbers(
    asked: Terms, value: str, period: Period, more: dict[str, Any], lines: tuple[str, ...]
) -> None:
    assert why(m.score(asked, value, period=period, **more), period, RULES).lines == lines


def test_what_is_shown_never_contradicts_the_verdict() -> None:
    """5.84 of 7.79 by September: 74.97 %, 稍慢, not 75.0 % beside it; 79.97 % of what was due is 滞后."""
    shown = why(m.score(m.terms(value="7.79", unit="亿元"), "5.84"), Q3, RULES)
    assert shown.completion == "完成率 = (5.84 − 0) ÷ (7.79 − 0) = 74.9%"
    assert shown.gap == "与时序差 = 74.9% − 75.0%，低于时序进度不足0.1个百分点"
    assert shown.verdict == f"实际÷应达 = 99.9%，{BY_RULE}稍慢"
    late = why(m.score(m.terms(value="10000", unit="亩"), "5997.9"), Q3, RULES)
    assert late.verdict == f"实际÷应达 = 79.9%，{BY_RULE}滞后"


def test_by_points_the_thresholds_are_points() -> None:
    shown = why(m.score(HOUSES, "68"), Q3, POINTS)
    assert shown.verdict.startswith(
        "按判定规则第2版（低于应达不超过10个百分点为达时序，不超过30个百分点为稍慢）"
    )


MILESTONES = [
    (
        m.terms(Kind.MILESTONE, due=Q3),
        "0",
        "应于2025年三季度底前完成",
        "截至9月尚未完成，节点已到，判定为滞后",
    ),
    (
        m.terms(Kind.MILESTONE, due=Q3),
        "1",
        "应于2025年三季度底前完成",
        "截至9月已完成，节点已到，判定为已完成",
    ),
    (
        m.terms(Kind.MILESTONE, due=Q4),
        "1",
        "应于2025年四季度底前完成",
        "截至9月已完成，未到节点，判定为已完成（提前完成，不计入应达）",
    ),
    (
        m.terms(Kind.MILESTONE, due=Q4, steps=(Step("开工", Q2), Step("竣工", Q4))),
        "1",
        "各步骤期限：开工2025年二季度底前、竣工2025年四季度底前",
        "截至9月已完成1步（开工），节点已到，判定为达时序",
    ),
]


@pytest.mark.parametrize(
    ("asked", "value", "expected", "verdict"), MILESTONES, ids=[c[3] for c in MILESTONES]
)
def test_a_milestone_says_its_date_and_its_state(
    asked: Terms, value: str, expected: str, verdict: str
) -> None:
    shown = why(m.score(asked, value), Q3, RULES)
    assert (shown.completion, shown.expected, shown.gap, shown.verdict) == ("", expected, "", verdict)


def test_without_a_figure_there_is_no_arithmetic() -> None:
    assert why(m.score(HOUSES, None, reported=False), Q3, RULES).lines == ()
    assert why(m.score(HOUSES, None), Q3, RULES).lines == ()
