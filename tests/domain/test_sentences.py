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
from tracker.domain.meetings.turns import turns_of
from tracker.domain.progress.rollup import Item, Rollup, roll_up
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences import (
    behind_for_text,
    caught_up_text,
    change_of_behind,
    change_text,
    completion_text,
    counts,
    coverage,
    difference_text,
    gap_text,
    group_line,
    group_nothing,
    headline,
    inner_marks,
    marks,
    mean_text,
    nothing_text,
    operator_note,
    progress,
    required_rate_text,
    share_text,
    shares,
    target_text,
    value_text,
    verified_text,
)

HOUSES = m.terms(value="100", unit="家")
PORT = m.terms(operator=Operator.MORE_THAN)
OWN = m.terms(
    value="24",
    unit="亿元",
    path=Path.OWN_PLAN,
    plan_values=(Decimal(2), Decimal(6), Decimal(14), Decimal(24)),
)


def of(statuses: dict[Status, int], early: int = 0) -> Rollup:
    """A group with so many of each status, and so many met before they are due."""
    items = [
        Item(number, Kind.MILESTONE, Judgement(status), status not in SILENT, True)
        for status, count in statuses.items()
        for number in range(count)
    ]
    items += [Item(0, Kind.MILESTONE, Judgement(Status.ACHIEVED, is_early=True), True, True)] * early
    return roll_up(items)


SILENT = (Status.NOT_REPORTED, Status.NOT_UPDATED, Status.NOT_DUE, Status.NOT_OPEN)


@pytest.mark.parametrize(
    ("asked", "value", "sentence"),
    [
        (
            m.terms(value="15", unit="亿元"),
            "8",
            "1—9月累计完成8亿元，完成年度目标的53.3%，低于时序进度21.7个百分点。",
        ),
        (m.terms(value="15", unit="家"), "11", "1—9月累计11家，完成年度目标的73.3%，与时序进度持平。"),
        (m.terms(), "27", "1—9月累计完成27万标箱，完成年度目标的75.0%，与时序进度持平。"),
        (
            PORT,
            "36",
            "1—9月累计完成36万标箱，完成年度目标的100.0%，高于时序进度25个百分点，恰为目标值，还须超过。",
        ),
        (HOUSES, "0", "1—9月累计0家，完成年度目标的0.0%，低于时序进度75个百分点。"),
        (
            m.terms(value="7.79", unit="亿元"),
            "5.84",
            "1—9月累计完成5.84亿元，完成年度目标的74.9%，低于时序进度不足0.1个百分点。",
        ),
        (m.terms(Kind.RATE, "20", "%"), "18.2", "1—9月为18.2%，低于目标1.8个百分点。"),
        (m.terms(Kind.RATE, "20", "%"), "-1.5", "1—9月为−1.5%，低于目标21.5个百分点。"),
        (m.terms(Kind.RATE, "5", "%", operator=Operator.AT_MOST), "4", "1—9月为4%，达标。"),
        (m.terms(Kind.RATE, "5", "%", operator=Operator.AT_MOST), "5.5", "1—9月为5.5%，超标0.5个百分点。"),
        (m.terms(Kind.LEVEL, "91", "%"), "90", "截至9月为90%，低于目标1个百分点。"),
        (m.terms(Kind.LEVEL, "14100", "元"), "14100", "截至9月为14,100元，与目标持平。"),
        (m.terms(Kind.LEVEL, "14100", "元"), "14000", "截至9月为14,000元，低于目标100元。"),
        (
            m.terms(Kind.BUDGET, "5.98", "亿元"),
            "2.99",
            "1—9月累计执行2.99亿元，年度预算5.98亿元，执行率50.0%，低于时序进度25个百分点。",
        ),
        (
            m.terms(Kind.STOCK, "3", "分/千瓦时", path=Path.YEAR_END, is_reduction=True),
            "2",
            "截至9月下降2分/千瓦时，完成年度目标的66.7%，未到节点（年底一次性完成）。",
        ),
        (m.terms(value="0", unit="起"), "0", "1—9月累计0起，与目标持平。"),
        (m.terms(Kind.LEVEL, "9", "个", baseline=Decimal(9)), "9", "截至9月为9个，与目标持平。"),
        (
            m.terms(operator=Operator.ABOUT, value="500", unit="个"),
            "560",
            "1—9月累计560个（超出左右幅度），完成年度目标的112.0%，高于时序进度37个百分点。",
        ),
        (
            m.terms(operator=Operator.ABOUT, value="500", unit="个"),
            "360",
            "1—9月累计360个，完成年度目标的72.0%，低于时序进度3个百分点（在左右幅度内）。",
        ),
        (
            m.terms(operator=Operator.ABOUT, value="500", unit="个"),
            "356",
            "1—9月累计356个，完成年度目标的71.2%，低于时序进度3.8个百分点。",
        ),
        (
            m.terms(Kind.RATE, "20", "%", operator=Operator.ABOUT),
            "19.5",
            "1—9月为19.5%，低于目标0.5个百分点（在左右幅度内）。",
        ),
        (m.terms(Kind.MILESTONE), "0", "截至9月尚未完成，应于2025年四季度底前完成，未到节点。"),
        (
            m.terms(Kind.MILESTONE, due=Period(2025, 2)),
            "0",
            "截至9月尚未完成，应于2025年二季度底前完成，已到节点。",
        ),
        (m.terms(Kind.MILESTONE), "1", "截至9月已完成。"),
    ],
)
def test_one_target_is_said_by_the_house_pattern(asked: Terms, value: str, sentence: str) -> None:
    assert progress(m.score(asked, value), m.Q3) == sentence


@pytest.mark.parametrize(
    ("asked", "reported", "words"),
    [
        (HOUSES, False, "未填报：前三季度应报，尚无数据（不等于0）"),
        (m.terms(Kind.RATE, "20", "%"), False, "未填报：前三季度应报，尚无数据（不等于0）"),
        (m.terms(Kind.LEVEL, "91", "%"), False, "未填报：前三季度应报，尚无数据（不等于0）"),
        (m.terms(Kind.BUDGET, "5.98", "亿元"), False, "未填报：前三季度应报，尚无数据（不等于0）"),
        (m.terms(Kind.MILESTONE), False, "未到节点：应于2025年四季度底前完成"),
        (m.terms(path=Path.YEAR_END), False, "未到节点：年底一次性完成，数据未报"),
        (HOUSES, True, "不适用：上级指标取消"),
        (m.terms(Kind.MILESTONE), True, "不适用：上级指标取消"),
    ],
)
def test_every_kind_of_nothing_has_its_own_words(asked: Terms, reported: bool, words: str) -> None:
    score = m.score(asked, None, reported=reported)
    note = "上级指标取消" if reported else ""
    assert nothing_text(score, m.Q3, note) == words
    assert progress(score, m.Q3, Texts(scope_note=note)) == f"{words}。"
    assert value_text(score) is None
    assert gap_text(score) is None


def test_a_reported_zero_is_a_figure_not_a_kind_of_nothing() -> None:
    zero = m.score(HOUSES, "0")
    assert nothing_text(zero, m.Q3) is None
    assert value_text(zero) == "0家"


def test_counts_come_first_and_the_share_behind_them() -> None:
    rollup = of({Status.ON_PACE: 40, Status.ACHIEVED: 4, Status.SLIGHTLY_BEHIND: 7, Status.BEHIND: 4})
    assert (
        counts(rollup) == "目标55项，应达55项：已完成4项、达时序40项，合计44项，占80.0%；稍慢7项，滞后4项。"
    )


def test_counts_name_what_has_no_verdict_and_what_is_not_due() -> None:
    rollup = of(
        {Status.ON_PACE: 3, Status.NOT_REPORTED: 1, Status.NOT_UPDATED: 1, Status.NOT_DUE: 5}, early=2
    )
    assert counts(rollup) == (
        "目标12项，应达5项：达时序3项，占60.0%；未填报1项，未更新1项。另有提前完成2项、未到节点5项。"
    )


def test_below_five_due_targets_there_is_no_share() -> None:
    rollup = of({Status.ON_PACE: 2, Status.BEHIND: 2})
    assert counts(rollup) == "目标4项，应达4项：达时序2项；滞后2项。"
    assert shares(rollup) == ""


@pytest.mark.parametrize(
    ("statuses", "early", "text"),
    [
        ({Status.NOT_DUE: 2}, 0, "目标2项，没有应达目标。另有未到节点2项。"),
        ({}, 1, "目标1项，没有应达目标。另有提前完成1项。"),
        ({Status.NOT_OPEN: 84}, 0, "目标84项，本期尚未开放填报。"),
    ],
)
def test_a_group_without_due_targets_says_why(statuses: dict[Status, int], early: int, text: str) -> None:
    assert counts(of(statuses, early)) == text


def test_coverage_is_of_the_owed_and_shares_name_both_denominators() -> None:
    rollup = of({Status.ON_PACE: 4, Status.NOT_REPORTED: 1})
    assert coverage(rollup) == "应报5项，已报4项"
    assert shares(rollup) == "达时序率80.0%（有判定结果的100.0%），进度指数80.0%（有判定结果的100.0%）。"


def test_a_mean_stands_beside_the_one_pace_and_two_totals_have_none() -> None:
    totals = [
        m.score(m.terms(value="100"), value, number).item for number, value in enumerate(("70", "80", "90"))
    ]
    assert (
        mean_text(roll_up(totals), Fraction(3, 4)) == "累计量目标3项平均完成率80.0%，中位数80.0%，时序进度75%"
    )
    assert mean_text(roll_up(totals[:2]), Fraction(3, 4)) == "累计量目标有数据的2项，不足3项，不算平均"


def test_the_required_rate_is_said_with_both_speeds() -> None:
    rate = required_rate(HOUSES, Decimal(62), 9)
    assert rate is not None
    assert required_rate_text(rate, "家") == "还差38家，剩3个月，平均每月约13家（至今每月约7家）"


def test_a_small_rate_is_not_rounded_to_nothing() -> None:
    rate = required_rate(m.terms(value="0.2", unit="亿元"), Decimal("0.08"), 9)
    assert rate is not None
    assert (
        required_rate_text(rate, "亿元")
        == "还差0.12亿元，剩3个月，平均每月约0.04亿元（至今每月约0.0089亿元）"
    )


@pytest.mark.parametrize(
    ("asked", "text", "note"),
    [
        (PORT, "超过36万标箱", "超过36万标箱为完成（不含本数）"),
        (HOUSES, "100家", "达到100家即完成（含本数）"),
        (
            m.terms(operator=Operator.ABOUT, value="500", unit="个"),
            "500个左右",
            "500个左右：达到475即为完成，超过525的注明超出左右幅度",
        ),
        (
            m.terms(Kind.LEVEL, "3", "%", operator=Operator.LESS_THAN),
            "低于3%",
            "低于3%为完成（不含本数）",
        ),
        (m.terms(value="16", unit="亿元", is_stretch=True), "力争16亿元", "达到16亿元即完成（含本数）"),
        (m.terms(Kind.RATE, "5", "%", operator=Operator.AT_MOST), "不超过5%", "不超过5%为达标（含本数）"),
        (
            m.terms(Kind.RATE, "5", "%", operator=Operator.RANGE, upper=Decimal(6)),
            "5%—6%",
            "5%—6%：在区间内（含两端）为完成",
        ),
        (
            m.terms(operator=Operator.RANGE, value="3", unit="家", upper=Decimal(5)),
            "3—5家",
            "3—5家：在区间内（含两端）为完成",
        ),
        (m.terms(value="0", unit="起", baseline=Decimal(10)), "0起", "由10起降到0"),
        (m.terms(Kind.BUDGET, "5.98", "亿元"), "年度预算5.98亿元", "达到5.98亿元即完成（含本数）"),
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
    assert value_text(score) == "27万标箱（预计，未审核）"
    assert "（预计，未审核）" in progress(score, m.Q3)


def test_what_was_reported_otherwise_is_said_inside_the_system_only() -> None:
    score = m.score(m.terms(), "27", reported_value=Decimal(28))
    assert score.figure is not None
    assert inner_marks(score.figure) == ("上报28",)
    assert marks(score.figure) == ()
    assert "28" not in progress(score, m.Q3)
    assert verified_text(score) == "牵头单位上报28万标箱，审核值为27万标箱；会议材料只用审核值"
    assert verified_text(m.score(m.terms(), "27")) == ""


def test_the_change_is_a_reading_of_its_own() -> None:
    total, rate = (
        m.score(m.terms(), "27", previous="18"),
        m.score(m.terms(Kind.RATE, "20", "%"), "15", previous="16"),
    )
    assert change_text(total, m.Q3) == "7—9月新增9万标箱"
    assert change_text(rate, m.Q3) == "比6月降低1个百分点"
    assert change_text(m.score(m.terms(), "18", previous="18"), m.Q3) == "7—9月无新增"
    assert change_text(m.score(m.terms(), "18"), m.Q3) is None
    assert caught_up_text(m.score(m.terms(), "27", previous="10")) == "上季度未达时序，本季已补上"


def test_a_difference_too_small_to_print_is_not_called_level() -> None:
    assert difference_text(Fraction(-1, 10_000), "时序进度") == "低于时序进度不足0.1个百分点"
    assert difference_text(Fraction(0), "时序进度") == "与时序进度持平"
    assert share_text(Fraction(4, 5)) == "80.0%"


def test_what_is_short_of_a_limit_is_not_printed_as_the_limit() -> None:
    assert share_text(Fraction(9997, 10_000)) == "99.9%"
    assert share_text(Fraction(7497, 10_000), Fraction(3, 4)) == "74.9%"
    assert share_text(Fraction(3, 4), Fraction(3, 4)) == "75.0%"
    assert completion_text(m.score(m.terms(value="36"), "35.99", data_month=9)) == "完成年度目标的99.9%"


def test_how_long_something_has_been_behind_is_said_from_the_second_time_on() -> None:
    score = m.score(m.terms(), "10")
    assert behind_for_text(replace(score, behind_for=1)) == ""
    assert behind_for_text(replace(score, behind_for=3)) == "连续3个季度滞后"


def card_of(*values: str | None, **more: Any) -> Scorecard:
    scores = tuple(
        m.score(HOUSES, value, number, reported=value is not None) for number, value in enumerate(values, 1)
    )
    return Scorecard(m.PLAN, more.pop("period", m.Q3), m.RULES, scores, **more)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        (("80",) * 6, "前三季度总体达时序：应达6项，6项达时序，没有落后"),
        (("80",) * 5 + ("10",), "前三季度应达6项，5项达时序，滞后1项"),
        (
            ("80",) * 3 + ("70", "10", "10"),
            "前三季度落后较多：应达6项，3项达时序，3项落后（稍慢1项、滞后2项）",
        ),
        (("80",) + (None,) * 9, "前三季度应达10项，未填报9项，暂不作总体判断；已判定的1项中没有落后"),
        ((None,) * 3, "前三季度应达3项，未填报3项，暂不作总体判断"),
        ((), "前三季度没有应达目标"),
    ],
)
def test_the_headline_is_made_of_counts(values: tuple[str | None, ...], text: str) -> None:
    assert headline(card_of(*values)).partition("；“")[0] == text


def test_the_headline_of_a_full_plan_names_the_areas_that_need_a_word() -> None:
    words = headline(m.card())
    assert words.startswith("前三季度")
    assert "落后较多" in words
    assert not any(word in words for word in ("快于", "慢于", "领先"))


def test_a_group_says_its_verdict_only_where_it_stands_out() -> None:
    card = card_of("80", "80", "80", "10", "80")
    (area,) = card.areas
    assert group_line(area, card).endswith("应达5项：达时序4项，占80.0%；滞后1项。")
    card = card_of("80", "80", "10", "10", "80")
    assert group_line(card.areas[0], card).endswith("滞后2项。落后较多。")


@pytest.mark.parametrize(
    ("statuses", "early", "words"),
    [
        ({Status.NOT_DUE: 3}, 0, "3项未到节点"),
        ({Status.NOT_APPLICABLE: 1}, 0, "1项不适用"),
        ({}, 1, "1项提前完成"),
        ({Status.NOT_OPEN: 3}, 0, "未开放"),
        ({Status.NOT_REPORTED: 3}, 0, ""),
    ],
)
def test_a_group_without_due_targets_says_which_nothing_it_is(
    statuses: dict[Status, int], early: int, words: str
) -> None:
    assert group_nothing(of(statuses, early)) == words


def test_what_became_of_those_that_were_behind_adds_up_and_names_silence() -> None:
    before = card_of("10", "10", "10", "10", "80")
    now = card_of("80", "70", None, "10", "10")
    assert change_of_behind(turns_of(before, now)) == (
        "滞后由4项减到2项：1项仍滞后、1项补上、1项转为稍慢、1项未填报、新增1项"
    )


def test_every_status_has_a_meaning() -> None:
    assert all(status.meaning for status in Status)
