"""Wordings that other places use: bounds, ranges, signs, numerals, years, steps."""

from decimal import Decimal

import pytest

from tracker.domain.measure.target import Kind, Operator
from tracker.notice.proposal import ProposedTarget, propose
from tracker.notice.readings import ReadingKind


def targets(words: str) -> list[ProposedTarget]:
    return [one for one in propose(f"2026年工作要点\n（一）任务。{words}。").targets if one.terms]


@pytest.mark.parametrize(
    ("words", "operator", "value", "unit"),
    [
        ("失业率控制在5%以内", Operator.AT_MOST, "5", "%"),
        ("价格涨幅不超过3%", Operator.AT_MOST, "3", "%"),
        ("PM2.5浓度≤33微克/立方米", Operator.AT_MOST, "33", "微克/立方米"),
        ("审批时限压缩至3个工作日", Operator.AT_MOST, "3", "个工作日"),
        ("死亡率低于4‰", Operator.LESS_THAN, "4", "‰"),
        ("经营主体突破3万户", Operator.MORE_THAN, "3", "万户"),
        ("新增停车位2000个以上", Operator.AT_LEAST, "2000", "个"),
        ("新增就业至少100人", Operator.AT_LEAST, "100", "人"),
        ("铺设管网约4.6公里", Operator.ABOUT, "4.6", "公里"),
        ("出口增速不低于−2%", Operator.AT_LEAST, "-2", "%"),
        ("引进项目100余个", Operator.AT_LEAST, "100", "个"),
        ("投资1,200万元", Operator.AT_LEAST, "1200", "万元"),
        ("新增 100 家企业", Operator.AT_LEAST, "100", "家"),
        ("造林三百亩", Operator.AT_LEAST, "300", "亩"),
        ("新建学校二十六所", Operator.AT_LEAST, "26", "所"),
        ("八成以上村庄达标", Operator.AT_LEAST, "80", "%"),
        ("能耗下降百分之二点五", Operator.AT_LEAST, "2.5", "%"),
        ("外贸出口翻一番", Operator.AT_LEAST, "100", "%"),
        ("外贸出口翻两番", Operator.AT_LEAST, "300", "%"),
        ("争取资金6亿8千万元", Operator.AT_LEAST, "680000000", "元"),
        ("改厕1万2千户", Operator.AT_LEAST, "12000", "户"),
        ("造林3千亩", Operator.AT_LEAST, "3000", "亩"),
        ("举办活动百余场", Operator.AT_LEAST, "100", "场"),
        ("失业率不得超过5%", Operator.AT_MOST, "5", "%"),
        ("满意度不得低于95%", Operator.AT_LEAST, "95", "%"),
    ],
)
def test_a_bound_and_its_amount(words: str, operator: Operator, value: str, unit: str) -> None:
    (target,) = targets(words)
    assert target.terms is not None
    got = (target.terms.operator, target.terms.value, target.terms.unit_of_measure)
    assert got == (operator, Decimal(value), unit)


@pytest.mark.parametrize(
    ("words", "lower", "upper", "unit"),
    [
        ("增长5%—6%", "5", "6", "%"),
        ("增长5至6个百分点", "5", "6", "个百分点"),
        ("新建3-5家", "3", "5", "家"),
        ("新建农田6万亩—8万亩", "6", "8", "万亩"),
        ("新建农田6—8万亩", "6", "8", "万亩"),
        ("新建示范村五至八个", "5", "8", "个"),
        ("产值增长百分之五到六", "5", "6", "%"),
    ],
)
def test_two_numbers_are_one_range(words: str, lower: str, upper: str, unit: str) -> None:
    (target,) = targets(words)
    assert target.terms is not None
    assert target.terms.operator is Operator.RANGE
    got = (target.terms.value, target.terms.upper, target.terms.unit_of_measure)
    assert got == (Decimal(lower), Decimal(upper), unit)


def test_what_a_change_starts_from_is_its_baseline() -> None:
    (target,) = targets("龙头企业由30家增加到50家")
    assert target.terms is not None
    assert (target.terms.value, target.terms.baseline) == (50, 30)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("到2028年，企业达到100家", "2028"),
        ("2027年底前完成100家", "2027"),
        ("2026年新增100家", None),
        ("年内新增100家", None),
        ("6月底前新增100家", "2026-06"),
        ("2027年6月底前新增100家", "2027-06"),
    ],
)
def test_by_when_a_target_is_due(words: str, due: str | None) -> None:
    (target,) = targets(words)
    assert (target.due.text if target.due else None) == due


def test_steps_belong_to_the_target_before_them() -> None:
    (target,) = targets("实施项目150个，一季度开工40个，上半年开工90个")
    assert [(one.terms.value, one.due.text if one.due else "") for one in target.interim] == [
        (40, "2026-03"),
        (90, "2026-06"),
    ]


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("地区生产总值增长6%", Kind.RATE),
        ("机械化率达到70%", Kind.LEVEL),
        ("新增企业100家", Kind.RUNNING_TOTAL),
        ("累计建成站点100个", Kind.STOCK),
        ("安排专项资金3000万元", Kind.BUDGET),
        ("科技资金4.62亿元", Kind.BUDGET),
    ],
)
def test_how_its_figures_behave(words: str, kind: Kind) -> None:
    (target,) = targets(words)
    assert target.terms is not None
    assert target.terms.kind is kind


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("对获批的企业，每家每年最高50万元，最长60个月", [ReadingKind.STANDARD] * 2),
        ("去年新增企业80家", [ReadingKind.REFERENCE]),
        ("2025年新增企业80家", [ReadingKind.DATE, ReadingKind.REFERENCE]),
        ("打造15分钟生活圈", [ReadingKind.NAME]),
        ("型号为17", [ReadingKind.UNDECIDED]),
        ("1.新增企业80家", [ReadingKind.TARGET]),
    ],
)
def test_what_is_no_target(words: str, kinds: list[ReadingKind]) -> None:
    title = 1  # 2026年
    assert [one.kind for one in propose(f"2026年工作要点\n（一）任务。{words}。").readings[title:]] == kinds
