"""Generated sentences as a table of cases; the house pattern is DOMAIN §5's."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from tests.export import made_up as m
from tracker.domain.measure.figure import Finality, ReportState, Texts
from tracker.domain.measure.pace import required_rate
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.rollup import Item, Rollup, roll_up
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences import (
    caught_up_text,
    change_text,
    counts,
    coverage,
    difference_text,
    gap_text,
    group_nothing,
    headline,
    mean_text,
    nothing_text,
    on_pace_text,
    operator_note,
    progress,
    required_rate_text,
    share_text,
    shares,
    target_text,
    value_text,
    why,
)
from tracker.domain.sentences.groups import behind_turned

HOUSES = m.terms(value="100", unit="家")
PORT = m.terms(operator=Operator.MORE_THAN)
OWN = m.terms(
    value="24",
    unit="亿元",
    path=Path.OWN_PLAN,
    plan_values=(Decimal(2), Decimal(6), Decimal(14), Decimal(24)),
)


def of(statuses: dict[Status, int], done: Fraction = Fraction(1, 2)) -> Rollup:
    """Running totals of a group: those with a verdict have ``done`` of what 3/4 is expected of."""
    return roll_up(
        Item(
            target_id=number,
            kind=Kind.RUNNING_TOTAL,
            judgement=Judgement(
                status,
                completion=done if status.is_verdict else None,
                pace=Fraction(3, 4),
                ratio=done / Fraction(3, 4) if status.is_verdict else None,
            ),
            is_reported=status.is_verdict,
            is_on_time=True if status.is_verdict else None,
        )
        for status, count in statuses.items()
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("asked", "value", "sentence"),
    [
        (
            m.terms(value="15", unit="家"),
            "8",
            "1—9月累计8家,完成年度目标的53.3%,低于时序进度20个百分点。",
        ),
        (m.terms(), "27", "1—9月累计完成27万标箱,完成年度目标的75.0%,与时序进度持平。"),
        (
            PORT,
            "36",
            "1—9月累计完成36万标箱,完成年度目标的100.0%,高于时序进度25个百分点。",
        ),
        (HOUSES, "0", "1—9月累计0家,完成年度目标的0.0%,低于时序进度75个百分点。"),
        (m.terms(Kind.RATE, "20", "%"), "18.2", "1—9月为18.2%,低于目标1.8个百分点。"),
        (m.terms(Kind.RATE, "20", "%"), "-1.5", "1—9月为−1.5%,低于目标21.5个百分点。"),
        (m.terms(Kind.LEVEL, "91", "%"), "90", "截至9月为90%,低于目标1个百分点。"),
        (m.terms(Kind.LEVEL, "14100", "元"), "14100", "截至9月为14,100元,与目标持平。"),
        (
            m.terms(Kind.BUDGET, "5.98", "亿元"),
            "2.99",
            "1—9月累计执行2.99亿元,年度预算5.98亿元,执行率50.0%,低于时序进度25个百分点。",
        ),
        (
            m.terms(Kind.LEVEL, "3", "分/千瓦时", is_reduction=True),
            "2",
            "截至9月下降2分/千瓦时,低于目标1分/千瓦时。",
        ),
        (m.terms(value="0", unit="起"), "0", "1—9月累计0起,与目标持平。"),
        (
            m.terms(Kind.LEVEL, "9", "个", baseline=Decimal(9)),
            "9",
            "截至9月为9个,与目标持平。",
        ),
        (m.terms(Kind.MILESTONE), "0", "截至9月尚未完成,应于2025年四季度底前完成,未到节点。"),
        (
            m.terms(Kind.MILESTONE, due=Period(2025, 2)),
            "0",
            "截至9月尚未完成,应于2025年二季度底前完成,已到节点。",
        ),
        (m.terms(Kind.MILESTONE), "1", "截至9月已完成。"),
    ],
)
def test_one_target_is_said_by_the_house_pattern(asked: Terms, value: str, sentence: str) -> None:
    assert progress(m.score(asked, value), m.Q3) == sentence


@pytest.mark.parametrize(
    ("asked", "reported", "words"),
    [
        (HOUSES, False, "未填报: 前三季度应报,尚无数据(不等于0)"),
        (m.terms(Kind.RATE, "20", "%"), False, "未填报: 前三季度应报,尚无数据(不等于0)"),
        (m.terms(Kind.LEVEL, "91", "%"), False, "未填报: 前三季度应报,尚无数据(不等于0)"),
        (m.terms(Kind.BUDGET, "5.98", "亿元"), False, "未填报: 前三季度应报,尚无数据(不等于0)"),
        (m.terms(Kind.MILESTONE), False, "未到节点: 应于2025年四季度底前完成"),
        (m.terms(path=Path.YEAR_END), False, "未到节点: 年底一次性完成,数据未报"),
        (HOUSES, True, "不适用: 上级指标取消"),
        (m.terms(Kind.MILESTONE), True, "不适用: 上级指标取消"),
    ],
)
def test_every_kind_of_nothing_has_its_own_words(asked: Terms, reported: bool, words: str) -> None:
    score = m.score(asked, None, reported=reported)
    note = "上级指标取消" if reported else ""
    assert nothing_text(score, m.Q3, note) == words
    assert progress(score, m.Q3, Texts(scope_note=note)) == f"{words}。"
    assert value_text(score) is None
    assert gap_text(score) is None
    assert why(score, m.Q3, m.RULES).lines == ()


def test_a_reported_zero_is_a_figure_not_a_kind_of_nothing() -> None:
    zero = m.score(HOUSES, "0")
    assert nothing_text(zero, m.Q3) is None
    assert value_text(zero) == "0家"


def test_counts_come_first_and_add_up() -> None:
    rollup = of({Status.ON_PACE: 40, Status.ACHIEVED: 4, Status.SLIGHTLY_BEHIND: 7, Status.BEHIND: 4})
    said = "目标55项,应达55项: 已完成4项、达时序40项,合计44项,占80.0%;稍慢7项,滞后4项。"
    assert counts(rollup) == said


def test_counts_take_the_share_of_the_due_and_name_the_rest() -> None:
    rollup = of({Status.ON_PACE: 3, Status.NOT_REPORTED: 2, Status.NOT_DUE: 5, Status.NOT_APPLICABLE: 1})
    said = "目标11项,应达5项: 达时序3项,占60.0%;未填报2项。另有未到节点5项、不适用1项。"
    assert counts(rollup) == said
    assert counts(of({Status.NOT_DUE: 2})) == "目标2项,没有应达目标。另有未到节点2项。"


def test_below_five_due_targets_there_are_counts_and_no_shares() -> None:
    rollup = of({Status.BEHIND: 3, Status.ON_PACE: 1})
    assert on_pace_text(rollup) == "4项中1项"
    assert shares(rollup) == ""
    assert "占" not in counts(rollup)


def test_shares_are_of_the_due_with_those_of_what_has_a_verdict_behind() -> None:
    rollup = of({Status.ON_PACE: 4, Status.NOT_REPORTED: 4}, Fraction(3, 4))
    assert coverage(rollup) == "应报8项,已报4项"
    assert shares(rollup) == "达时序率50.0%(有判定结果的100.0%),进度指数50.0%(有判定结果的100.0%)。"


def test_the_mean_of_running_totals_stands_beside_the_one_pace_from_three_of_them_on() -> None:
    assert mean_text(of({Status.BEHIND: 3}), Fraction(3, 4)) == (
        "累计量目标3项平均完成率50.0%,中位数50.0%,时序进度75%"
    )
    assert "不算平均" in mean_text(of({Status.BEHIND: 2}), Fraction(3, 4))


def test_the_required_rate_is_said_with_both_speeds() -> None:
    rate = required_rate(HOUSES, Decimal(62), 9)
    assert rate is not None
    assert required_rate_text(rate, "家") == "还差38家,剩3个月,平均每月约13家;至今平均每月6.9家"


def test_a_small_rate_is_not_rounded_to_nothing() -> None:
    rate = required_rate(m.terms(value="0.2", unit="亿元"), Decimal("0.08"), 9)
    assert rate is not None
    assert required_rate_text(rate, "亿元") == "还差0.12亿元,剩3个月,平均每月约0.04亿元;至今平均每月0.0089亿元"


def test_the_arithmetic_is_shown_with_its_numbers() -> None:
    assert why(m.score(m.terms(), "27"), m.Q3, m.RULES).lines == (
        "完成率 = (27 − 0) ÷ (36 − 0) = 75.0%",
        "应达按1—9月 9÷12,36万标箱×75% = 27万标箱,应达比例 = (27 − 0) ÷ (36 − 0) = 75.0%",
        "与时序差 = 75.0% − 75.0%,与时序进度持平",
        "实际÷应达 = 100.0%,按判定规则第1版(达时序≥100%,稍慢≥80%),判定为达时序",
    )
    own = why(m.score(OWN, "7", data_month=8), m.Q3, m.RULES)
    assert own.expected == "按自定季度计划,1—8月应达11.3333亿元,应达比例 = (11.3333 − 0) ÷ (24 − 0) = 47.2%"
    rate = why(m.score(m.terms(Kind.RATE, "20", "%"), "-1.5"), m.Q3, m.RULES)
    assert rate.gap == "与目标差 = (−1.5) − 20,低于目标21.5个百分点"


@pytest.mark.parametrize(
    ("asked", "text", "note"),
    [
        (PORT, ">36万标箱", "超过36万标箱: 须大于36万标箱,恰为36万标箱不算完成"),
        (HOUSES, "≥100家", "达到100家: 含100家"),
        (
            m.terms(operator=Operator.ABOUT, value="500", unit="个"),
            "≈500个",
            "500个左右: 达到475即为完成,超过525的注明超出左右幅度",
        ),
        (
            m.terms(Kind.LEVEL, "3", "%", baseline=Decimal(5), operator=Operator.LESS_THAN),
            "<3%",
            "低于3%: 须小于3%,恰为3%不算完成",
        ),
        (m.terms(value="16", unit="亿元", is_stretch=True), "力争≥16亿元", "达到16亿元: 含16亿元"),
        (m.terms(Kind.MILESTONE), "2025年四季度底前完成", ""),
    ],
)
def test_the_operator_is_put_into_words(asked: Terms, text: str, note: str) -> None:
    assert target_text(asked) == text
    assert operator_note(asked, m.RULES) == note


def test_estimates_and_unapproved_figures_are_marked_wherever_they_stand() -> None:
    more: dict[str, Any] = {
        "finality": Finality.ESTIMATE,
        "state": ReportState.SUBMITTED,
        "reported_value": Decimal(28),
    }
    score = m.score(m.terms(), "27", **more)
    assert value_text(score) == "27万标箱(预计,未审核,上报28)"
    assert "(预计,未审核,上报28)" in progress(score, m.Q3)


def test_the_change_is_a_reading_of_its_own() -> None:
    total, rate = (
        m.score(m.terms(), "27", previous="18"),
        m.score(m.terms(Kind.RATE, "20", "%"), "15", previous="16"),
    )
    assert change_text(total, m.Q3) == "7—9月新增9万标箱"
    assert change_text(rate, m.Q3) == "比6月降低1个百分点"
    assert change_text(m.score(m.terms(), "18", previous="18"), m.Q3) == "7—9月无新增"
    assert change_text(m.score(m.terms(), "18"), m.Q3) is None
    assert caught_up_text(m.score(m.terms(), "27", previous="10")) == "上季度未达时序,本季已补上"


def test_a_difference_too_small_to_print_is_not_called_level() -> None:
    assert difference_text(Fraction(-1, 10_000), "时序进度") == "低于时序进度不足0.1个百分点"
    assert difference_text(Fraction(0), "时序进度") == "与时序进度持平"
    assert share_text(Fraction(4, 5)) == "80.0%"


def test_the_headline_is_computed_from_the_scorecard() -> None:
    said = headline(m.card())
    assert said.startswith("前三季度落后较多: 应达66项,26项达时序,33项落后(稍慢9项、滞后24项),未填报7项")
    assert not any(word in said for word in ("快于", "慢于", "领先", "第一", "最后"))


def test_the_headline_of_an_empty_quarter_claims_nothing() -> None:
    nothing = tuple(m.score(HOUSES, None, number, reported=False) for number in range(1, 4))
    empty = Scorecard(m.PLAN, m.Q3, m.RULES, nothing)
    assert headline(empty) == "前三季度应达3项,未填报3项,暂不作总体判断;“推进教育科技人才一体发展”数据不足"
    assert headline(replace(empty, scores=())) == "前三季度没有应达目标"


def test_what_turned_adds_up_and_names_silence() -> None:
    before = dict(enumerate([Status.BEHIND] * 15 + [Status.ON_PACE] * 3))
    now = dict(
        enumerate(
            [Status.BEHIND] * 6
            + [Status.ON_PACE] * 2
            + [Status.SLIGHTLY_BEHIND] * 5
            + [Status.NOT_REPORTED] * 2
            + [Status.BEHIND] * 2
            + [Status.ON_PACE]
        )
    )
    assert behind_turned(before, now) == (
        "滞后由15项减到8项: 6项仍滞后、2项补上、5项转为稍慢、2项未填报、新增2项"
    )
    assert behind_turned({1: Status.ON_PACE}, {1: Status.SLIGHTLY_BEHIND}) == ""


def test_a_target_that_is_no_longer_listed_is_counted_among_what_left() -> None:
    assert behind_turned({1: Status.BEHIND, 2: Status.BEHIND}, {2: Status.MISSED}) == (
        "滞后由2项减到1项: 1项仍滞后、1项不再列入"
    )


def test_a_group_without_due_targets_says_which_nothing_it_is() -> None:
    said = {
        Status.NOT_DUE: "3项未到节点",
        Status.NOT_APPLICABLE: "3项不适用",
        Status.NOT_OPEN: "未开放",
    }
    for status, words in said.items():
        assert group_nothing(of({status: 3})) == words


def test_every_status_has_a_meaning() -> None:
    assert all(status.meaning for status in Status)
