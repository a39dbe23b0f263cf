"""Reading a new rule set, and what it changes in words."""

import pytest

from tests.domain.build import POINTS, RULES, dec
from tracker.domain.language.errors import BadInput
from tracker.domain.progress.rule_sets import (
    Method,
    RuleSet,
    Threshold,
    read_rules,
    rule_differences,
    starting_point,
)

GROUPS = ("30%", "2项", "20", "90")
WUHAN = dict(zip(Threshold, ("80", "60%", "100", "９5", " 5 ", *GROUPS), strict=True))


def test_what_is_typed_is_read_exactly() -> None:
    rules = read_rules(4, "  武汉 做法 ", Method.RATIO, WUHAN)
    assert rules == RuleSet(4, "武汉 做法", Method.RATIO, dec(80), dec(60), dec(100), dec(95), dec(5))


REFUSED: dict[str, tuple[str, dict[Threshold, str], str]] = {
    "no name": (" ", {}, "请填写规则名称。"),
    "a name too long for its column": ("规" * 65, {}, "规则名称太长"),
    "no threshold": ("甲", {Threshold.FLAT_ON: ""}, "请填写“水平类、比率类：达时序界限”。"),
    "no number": ("甲", {Threshold.ABOUT: "五"}, "目标写“左右”时的幅度：“五”不是数字"),
    "below zero": ("甲", {Threshold.PACED_SLIGHT: "-1"}, "按进度的目标：稍慢界限：这项数据不会是负数"),
    "the wrong order": ("甲", {Threshold.PACED_SLIGHT: "81"}, "判定界限的顺序不对"),
    "everything on pace": (
        "甲",
        {Threshold.PACED_ON: "0", Threshold.PACED_SLIGHT: "0"},
        "按这样的界限，所有目标都会判为达时序。",
    ),
    "左右 of the whole target": ("甲", {Threshold.ABOUT: "100"}, "小于100%"),
    "a group far behind with none behind": ("甲", {Threshold.GROUP_BEHIND: "0"}, "应大于0"),
    "silence that could lift a group": ("甲", {Threshold.GROUP_UNJUDGED: "30"}, "小于“落后较多”的界限"),
    "half a target": ("甲", {Threshold.GROUP_BEHIND_LEAST: "1.5"}, "整数"),
}


@pytest.mark.parametrize(("name", "typed", "said"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_and_why(name: str, typed: dict[Threshold, str], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        read_rules(2, name, Method.RATIO, WUHAN | typed)


def test_points_that_nothing_can_fall_behind_by_are_refused() -> None:
    with pytest.raises(BadInput, match="所有目标"):
        read_rules(
            2, "甲", Method.POINTS, dict(zip(Threshold, ("100", "100", "1", "5", "5", *GROUPS), strict=True))
        )


def test_each_part_that_differs_is_said_with_its_unit() -> None:
    assert [each.text for each in rule_differences(RULES, POINTS)] == [
        "规则名称 默认规则 → 按百分点",
        "评价方法 按比例 → 按百分点",
        "按进度的目标：达时序界限 100% → 10个百分点",
        "按进度的目标：稍慢界限 80% → 30个百分点",
        "水平类、比率类：达时序界限 100% → 1个百分点",
        "水平类、比率类：稍慢界限 95% → 5个百分点",
    ]
    assert rule_differences(RULES, RuleSet(version=9)) == ()


@pytest.mark.parametrize("method", Method)
def test_another_method_starts_from_its_usual_thresholds(method: Method) -> None:
    strict = RuleSet(3, "严", Method.RATIO, dec(100), dec(90), about=dec(3))
    start = starting_point(strict, method)
    assert (start.method, start.about) == (method, 3)
    assert (start == strict) is (method is Method.RATIO)
