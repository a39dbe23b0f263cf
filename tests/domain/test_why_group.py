"""The arithmetic of a group's mean: which targets enter, capped at 100 %, and both denominators."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.build import POINTS, RULES
from tests.export import made_up as m
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.target import Kind, Path
from tracker.domain.progress.rollup import Entry, Rollup, roll_up
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences.why_group import entry_text, why_group

HUNDRED = m.terms(value="100", unit="家")


def of(*values: str | None) -> list[Score]:
    return [
        m.score(HUNDRED, value, number, reported=value is not None) for number, value in enumerate(values, 1)
    ]


def said(scores: list[Score], rules: RuleSet = RULES) -> tuple[str, ...]:
    return why_group(rolled(scores), [score.item for score in scores], rules)


def rolled(scores: list[Score]) -> Rollup:
    return roll_up(score.item for score in scores)


def test_the_mean_is_put_together_from_its_capped_parts_and_both_denominators() -> None:
    assert said(of("60", "75", "128", None)) == (
        "已报目标平均完成率 = (60.0% + 75.0% + 100.0%) ÷ 3项 = 78.3%,其中1项超过100%,按100%计",
        "未报计0的平均完成率 = 235.0% ÷ (3项 + 未报1项) = 58.8%",
        "同一批目标的时序进度 = (75.0% + 75.0% + 75.0%) ÷ 3项 = 75.0%",
        "与时序进度差 = 78.3% − 75.0%,高于时序进度3.3个百分点",
        "平均完成率÷时序进度 = 104.4%,按判定规则第1版,判定为达时序",
        "中位数 = 75.0%(按完成率排序居中的值)",
    )


def test_a_reported_zero_is_an_addend_and_a_missing_one_is_not() -> None:
    assert said(of("0", "50"))[0] == "已报目标平均完成率 = (0.0% + 50.0%) ÷ 2项 = 25.0%"
    assert said(of(None, "50"))[0] == "已报目标平均完成率 = (50.0%) ÷ 1项 = 50.0%"


def test_many_addends_are_given_as_their_sum() -> None:
    assert said(of(*["50"] * 20))[0] == "已报目标平均完成率 = 20项之和1,000.0% ÷ 20项 = 50.0%"


def test_by_points_no_ratio_is_put_in() -> None:
    assert said(of("60", "75"), POINTS)[3] == "按判定规则第2版,判定为达时序"


def test_a_group_without_a_mean_says_which_nothing_it_is() -> None:
    assert said(of(None, None)) == ("未填报(应报2项),没有平均完成率。",)


YEAR_END = m.terms(value="100", unit="家", path=Path.YEAR_END)
WAITING = replace(
    m.score(HUNDRED, None, 1, reported=False), judgement=Judgement(Status.UNDER_REVIEW), waiting_on_time=True
)
ENTRIES = [
    (of("66.7")[0], Entry.AVERAGED, "按66.7%计入"),
    (of("128")[0], Entry.AVERAGED, "按100.0%计入(实为128.0%)"),
    (of(None)[0], Entry.MISSING, "未填报: 只在“未报计0”中按0计入"),
    (m.score(YEAR_END, "40"), Entry.NOT_OWED, "不计入: 未到节点,本季度不要求数据"),
    (m.score(HUNDRED, None), Entry.NOT_OWED, "不计入: 不适用,本季度不要求数据"),
    (m.score(m.terms(value="0"), "3"), Entry.NO_SHARE, "不计入: 无法计算"),
    (
        m.score(m.terms(Kind.MILESTONE, due=m.Q3), "1"),
        Entry.NO_SHARE,
        "不计入: 节点类没有完成率,计入达时序和滞后的项数",
    ),
    (
        m.score(m.terms(Kind.MILESTONE, due=m.Q3), None, reported=False),
        Entry.NO_SHARE,
        "不计入: 节点类没有完成率,计入达时序和滞后的项数",
    ),
    (WAITING, Entry.NO_SHARE, "不计入: 待审核,审核通过后才有完成率"),
    (m.score(m.terms(Kind.BUDGET, "5.98", "亿元"), "4"), Entry.BUDGET, "不计入: 预算与目标分开"),
]


@pytest.mark.parametrize(("score", "entry", "words"), ENTRIES, ids=[each[2] for each in ENTRIES])
def test_how_a_target_enters_is_one_of_five_and_said(score: Score, entry: Entry, words: str) -> None:
    assert (score.item.entry, entry_text(score)) == (entry, words)


def test_what_the_entries_say_adds_up_to_the_rollup() -> None:
    scores = [score for score, _entry, _words in ENTRIES]
    group = rolled(scores)
    shares = [score.item.capped for score in scores if score.item.capped is not None]
    missing = sum(score.item.entry is Entry.MISSING for score in scores)
    assert group.mean_of_reported == sum(shares) / len(shares)
    assert group.mean_of_due == sum(shares) / (len(shares) + missing)


def test_an_unapproved_figure_that_is_included_counts_as_any_other() -> None:
    score = m.score(HUNDRED, "50", state=ReportState.SUBMITTED)
    assert score.figure is not None
    assert score.figure.value == Decimal(50)
    assert entry_text(score) == "按50.0%计入"
