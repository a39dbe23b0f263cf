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
from tracker.domain.progress.groups import group_status
from tracker.domain.progress.rollup import Item, Rollup, roll_up
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences import (
    averages,
    caught_up_text,
    change_text,
    counts,
    coverage,
    difference_text,
    gap_text,
    group_nothing,
    headline,
    inner_marks,
    marks,
    nothing_text,
    operator_note,
    progress,
    required_rate_text,
    share_text,
    target_text,
    value_text,
    verified_text,
    why,
)

HOUSES = m.terms(value="100", unit="家")
PORT = m.terms(operator=Operator.MORE_THAN)
OWN = m.terms(
    value="24",
    unit="亿元",
    path=Path.OWN_PLAN,
    plan_values=(Decimal(2), Decimal(6), Decimal(14), Decimal(24)),
)


def of(statuses: dict[Status, int], done: Fraction | None = Fraction(1, 2)) -> Rollup:
    nothing = (Status.NOT_REPORTED, Status.NOT_DUE, Status.NOT_APPLICABLE, Status.NOT_COMPUTABLE)
    reported = (Status.NOT_COMPUTABLE, Status.NOT_APPLICABLE)
    return roll_up(
        Item(
            number,
            Kind.RUNNING_TOTAL,
            status,
            None if status in nothing else done,
            Fraction(3, 4),
            status not in nothing or status in reported,
            True,
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
            "1—9月累计完成8家,完成年度目标的53.3%,低于时序进度21.7个百分点。",
        ),
        (m.terms(), "27", "1—9月累计完成27万标箱,完成年度目标的75.0%,与时序进度持平。"),
        (
            PORT,
            "36",
            "1—9月累计完成36万标箱,完成年度目标的100.0%,高于时序进度25个百分点,目标须大于36,尚未完成。",
        ),
        (HOUSES, "0", "1—9月累计完成0家,已填报为0,完成年度目标的0.0%,低于时序进度75个百分点。"),
        (m.terms(Kind.RATE, "20", "%"), "18.2", "1—9月为18.2%,低于目标1.8个百分点。"),
        (m.terms(Kind.RATE, "20", "%"), "-1.5", "1—9月为−1.5%,低于目标21.5个百分点。"),
        (m.terms(Kind.LEVEL, "91", "%"), "90", "截至9月为90%,达到年度目标的98.9%,低于目标1个百分点。"),
        (m.terms(Kind.LEVEL, "14100", "元"), "14100", "截至9月为14,100元,达到年度目标的100.0%,与目标持平。"),
        (
            m.terms(Kind.BUDGET, "5.98", "亿元"),
            "2.99",
            "1—9月累计执行2.99亿元,完成年度目标的50.0%,低于时序进度25个百分点。",
        ),
        (
            m.terms(Kind.LEVEL, "3", "分/千瓦时", is_reduction=True),
            "2",
            "截至9月下降2分/千瓦时,达到年度目标的66.7%,低于目标1分/千瓦时。",
        ),
        (m.terms(value="0", unit="起"), "0", "1—9月累计完成0起,已填报为0,无法计算: 目标值为0,没有完成率。"),
        (
            m.terms(Kind.LEVEL, "9", "个", baseline=Decimal(9)),
            "9",
            "截至9月为9个,无法计算: 目标值与基数同为9,没有完成率。",
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
        (m.terms(Kind.MILESTONE), False, "未到节点: 应于2025年四季度底前完成,前三季度不作要求"),
        (m.terms(path=Path.YEAR_END), False, "未到节点: 年底一次性完成,前三季度不作要求"),
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
    assert why(score, m.RULES) == ()


def test_a_reported_zero_is_a_figure_not_a_kind_of_nothing() -> None:
    zero = m.score(HOUSES, "0")
    assert nothing_text(zero, m.Q3) is None
    assert value_text(zero) == "0家"


def test_counts_follow_the_bulletin_when_all_are_due() -> None:
    rollup = of({Status.ON_PACE: 40, Status.ACHIEVED: 4, Status.SLIGHTLY_BEHIND: 7, Status.BEHIND: 4})
    assert counts(rollup) == "量化目标55项,达到时序进度44项,占80.0%;未达到11项(稍慢7项,滞后4项)。"


def test_counts_take_the_share_of_the_due_and_name_the_rest() -> None:
    rollup = of({Status.ON_PACE: 3, Status.NOT_REPORTED: 1, Status.NOT_DUE: 5, Status.NOT_APPLICABLE: 1})
    said = "量化目标10项,其中应报4项,达到时序进度3项,占75.0%;未填报1项;未到节点5项;不适用1项。"
    assert counts(rollup) == said
    assert counts(of({Status.NOT_DUE: 2})) == "量化目标2项,本季度均不要求数据。"


def test_coverage_stands_beside_both_averages() -> None:
    rollup = of({Status.BEHIND: 4, Status.NOT_REPORTED: 1})
    assert coverage(rollup) == "应报5项,已报4项"
    assert averages(rollup) == "已报目标平均完成率50.0%(未报计0为40.0%);应报5项,已报4项。"


def test_the_required_rate_is_said_with_both_speeds() -> None:
    rate = required_rate(HOUSES, Decimal(62), 9)
    assert rate is not None
    assert required_rate_text(rate, "家") == "还差38家,剩3个月,需每月12.7家;至今每月6.9家"


def test_a_small_rate_is_not_rounded_to_nothing() -> None:
    rate = required_rate(m.terms(value="0.2", unit="亿元"), Decimal("0.08"), 9)
    assert rate is not None
    assert required_rate_text(rate, "亿元") == "还差0.12亿元,剩3个月,需每月0.04亿元;至今每月0.0089亿元"


def test_the_arithmetic_is_shown_with_its_numbers() -> None:
    assert why(m.score(m.terms(), "27"), m.RULES) == (
        "完成率 = (27 − 0) ÷ (36 − 0) = 75.0%",
        "时序进度按1—9月 9÷12 = 75.0%",
        "与时序进度差 = 75.0% − 75.0%,与时序进度持平",
        "完成率÷时序进度 = 100.0%,按判定规则第1版,判定为达时序",
    )
    own = why(m.score(OWN, "7", data_month=8), m.RULES)
    assert own[1] == "时序进度按自定季度计划,1—8月应达11.3333: (11.3333 − 0) ÷ (24 − 0) = 47.2%"
    assert why(m.score(m.terms(Kind.RATE, "20", "%"), "-1.5"), m.RULES)[2] == (
        "与目标比 = (−1.5) − 20,低于目标21.5个百分点"
    )


@pytest.mark.parametrize(
    ("asked", "text", "note"),
    [
        (PORT, ">36万标箱", "超过36万标箱: 须大于36万标箱,恰为36万标箱不算完成"),
        (HOUSES, "≥100家", "达到100家: 含100家"),
        (
            m.terms(operator=Operator.ABOUT, value="500", unit="个"),
            "≈500个",
            "500个左右: 按±5%掌握,475至525之间即为完成",
        ),
        (
            m.terms(Kind.LEVEL, "3", "%", baseline=Decimal(5), operator=Operator.MORE_THAN),
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
    assert value_text(score) == "27万标箱(预计,未审核)"
    assert "(预计,未审核)" in progress(score, m.Q3)


def test_what_was_reported_otherwise_is_said_inside_the_system_only() -> None:
    score = m.score(m.terms(), "27", reported_value=Decimal(28))
    assert score.figure is not None
    assert inner_marks(score.figure) == ("上报28",)
    assert marks(score.figure) == ()
    assert "28" not in progress(score, m.Q3)
    assert verified_text(score) == "牵头单位上报28万标箱,审核值为27万标箱;会议材料只用审核值"
    assert verified_text(m.score(m.terms(), "27")) == ""


def test_the_change_is_a_reading_of_its_own() -> None:
    total, rate = (
        m.score(m.terms(), "27", previous="18"),
        m.score(m.terms(Kind.RATE, "20", "%"), "15", previous="16"),
    )
    assert change_text(total, m.Q3) == "三季度新增9万标箱"
    assert change_text(rate, m.Q3) == "比上季度降低1个百分点"
    assert change_text(m.score(m.terms(), "18", previous="18"), m.Q3) == "与上季度持平"
    assert change_text(m.score(m.terms(), "18"), m.Q3) is None
    assert caught_up_text(m.score(m.terms(), "27", previous="10")) == "上季度未达时序,本季已补上"


def test_a_difference_too_small_to_print_is_not_called_level() -> None:
    assert difference_text(Fraction(-1, 10_000), "时序进度") == "低于时序进度不足0.1个百分点"
    assert difference_text(Fraction(0), "时序进度") == "与时序进度持平"
    assert share_text(Fraction(4, 5)) == "80.0%"


def test_the_headline_is_computed_from_the_scorecard() -> None:
    said = headline(m.card())
    assert said.startswith("前三季度总体慢于时序进度6个百分点,24项滞后,7项未填报")
    assert "“推进服务业高质量发展”慢于时序进度12.9个百分点" in said


def test_the_headline_of_an_empty_quarter_claims_nothing() -> None:
    nothing = tuple(m.score(HOUSES, None, number, reported=False) for number in range(1, 4))
    empty = Scorecard(m.PLAN, m.Q3, m.RULES, nothing)
    assert headline(empty) == "前三季度未填报(应报3项)"
    assert headline(replace(empty, scores=())) == "前三季度本季度无应报目标"


def test_a_group_is_judged_by_its_mean_against_its_pace() -> None:
    points = RuleSet(
        method=Method.POINTS,
        paced_on=Decimal(10),
        paced_slight=Decimal(30),
        flat_on=Decimal(0),
        flat_slight=Decimal(5),
    )
    assert group_status(of({Status.BEHIND: 3}), m.RULES) is Status.BEHIND
    assert group_status(of({Status.BEHIND: 3}), points) is (Status.SLIGHTLY_BEHIND)
    assert group_status(of({Status.ON_PACE: 3}, Fraction(3, 4)), m.RULES) is Status.ON_PACE


def test_a_group_without_a_mean_says_which_nothing_it_is() -> None:
    said = {
        Status.NOT_REPORTED: "未填报(应报3项)",
        Status.NOT_DUE: "本季度无应报目标",
        Status.NOT_APPLICABLE: "本季度无应报目标",
        Status.NOT_COMPUTABLE: "已报3项,均无完成率可算",
    }
    for status, words in said.items():
        assert group_status(of({status: 3}), m.RULES) is status
        assert group_nothing(of({status: 3})) == words


def test_every_status_has_a_meaning() -> None:
    assert all(status.meaning for status in Status)
