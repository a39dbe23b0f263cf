"""Rule sets are data: by ratio (武汉) or by points (银川), versioned, printed everywhere (DOMAIN §3)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.domain.build import POINTS, Q3, RULES, dec, judged, level, total
from tracker.domain.language.errors import BadInput
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.domain.progress.status import Status

WUHAN = RuleSet(3, "按比例", Method.RATIO, Decimal(80), Decimal(60))


@pytest.mark.parametrize(
    ("value", "default", "wuhan", "points"),
    [
        ("75", Status.ON_PACE, Status.ON_PACE, Status.ON_PACE),
        ("65", Status.SLIGHTLY_BEHIND, Status.ON_PACE, Status.ON_PACE),
        ("64.9999", Status.SLIGHTLY_BEHIND, Status.ON_PACE, Status.SLIGHTLY_BEHIND),
        ("60", Status.SLIGHTLY_BEHIND, Status.ON_PACE, Status.SLIGHTLY_BEHIND),
        ("59.9999", Status.BEHIND, Status.SLIGHTLY_BEHIND, Status.SLIGHTLY_BEHIND),
        ("45", Status.BEHIND, Status.SLIGHTLY_BEHIND, Status.SLIGHTLY_BEHIND),
        ("44.9999", Status.BEHIND, Status.BEHIND, Status.BEHIND),
        ("100", Status.ACHIEVED, Status.ACHIEVED, Status.ACHIEVED),
    ],
)
def test_the_same_figure_is_judged_by_the_rule_set_in_force(
    value: str, default: Status, wuhan: Status, points: Status
) -> None:
    said = [judged(total(), value, 9, Q3, rules).status for rules in (RULES, WUHAN, POINTS)]
    assert said == [default, wuhan, points]


@pytest.mark.parametrize(
    ("value", "status"),
    [
        ("99", Status.ON_PACE),
        ("98.9", Status.SLIGHTLY_BEHIND),
        ("95", Status.SLIGHTLY_BEHIND),
        ("94", Status.BEHIND),
    ],
)
def test_levels_have_thresholds_of_their_own(value: str, status: Status) -> None:
    assert judged(level(100), value, 6, rules=POINTS).status is status


@pytest.mark.parametrize("rules", [RULES, WUHAN, POINTS], ids=["default", "武汉", "银川"])
def test_a_rule_set_moves_the_status_and_nothing_else(rules: RuleSet) -> None:
    said, by_default = judged(total(), 60, 9, Q3, rules), judged(total(), 60, 9, Q3)
    assert (said.completion, said.pace, said.gap) == (by_default.completion, by_default.pace, by_default.gap)


@pytest.mark.parametrize(
    "rules",
    [
        pytest.param(RuleSet(paced_slight=dec(100), flat_slight=dec(100)), id="ratio with two colours"),
        pytest.param(
            RuleSet(1, "严", Method.POINTS, dec(0), dec(0), dec(0), dec(0), dec(0)), id="points: nothing less"
        ),
    ],
)
def test_a_rule_set_may_do_without_slightly_behind(rules: RuleSet) -> None:
    said = {judged(total(), value, 9, Q3, rules).status for value in ("0", "59", "60", "74.9999", "75")}
    assert said == {Status.BEHIND, Status.ON_PACE}


REFUSED: dict[str, dict[str, Any]] = {
    "ratio: on pace below slightly behind": {"paced_on": dec(70)},
    "ratio: the same for levels": {"flat_on": dec(90)},
    "points: on pace wider than slightly behind": {
        "method": Method.POINTS,
        "flat_on": dec(1),
        "flat_slight": dec(5),
    },
    "points with thresholds of a ratio for levels": {
        "method": Method.POINTS,
        "paced_on": dec(10),
        "paced_slight": dec(30),
    },
    "a negative threshold": {"paced_slight": dec(-1)},
    "a negative band": {"about": dec(-5)},
    "a group that is never far behind": {"group_behind": dec(0)},
    "too little data from where a group is far behind": {"group_unjudged": dec(30)},
    "a group that is always on pace": {"group_on_pace": dec(0)},
    "half a target": {"group_behind_least": dec("1.5")},
}


@pytest.mark.parametrize("changed", REFUSED.values(), ids=REFUSED.keys())
def test_a_rule_set_that_would_call_everything_on_pace_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(BadInput, match=r"界限|左右|项数"):
        RuleSet(**changed)


def test_the_rule_is_printed_in_words() -> None:
    assert RULES.sentence == (
        "判定规则第1版：累计量、存量和预算实际÷应达不低于100%为达时序，不低于80%为稍慢，其余为滞后；"
        "水平类、比率类对照目标值，界限为100%和95%；全年数据出来后只分完成和未完成；"
        "“左右”达到95%即为完成，年内达到应达数的95%即为达时序。"
        "领域和部门看应达目标：滞后、未完成和逾期未报、未更新的至少2项且达到30%（其中有滞后或未完成）为落后较多；"
        "没有判定结果的超过20%为数据不足；没有滞后、稍慢和缺报且达时序率不低于90%为总体达时序；其余为有落后。"
    )
    assert "低于应达不超过10个百分点为达时序，不超过30个百分点为稍慢" in POINTS.sentence


def test_the_ledgers_four_decimals_are_not_printed() -> None:
    kept = RuleSet(
        1, "默认规则", Method.RATIO, dec("100.0000"), dec("82.5000"), dec("100.0000"), dec("95.0000")
    )
    assert ".0000" not in kept.sentence
    assert "不低于82.5%为稍慢" in kept.sentence
