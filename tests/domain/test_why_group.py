"""The arithmetic of a group: what is due, both denominators, index, mean, the verdict step by step."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.export import made_up as m
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.target import Kind, Path
from tracker.domain.progress.groups import Verdict
from tracker.domain.progress.rollup import Entry, Rollup, roll_up
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences.why_group import entry_text, why_group

HUNDRED = m.terms(value="100", unit="家")
YEAR_END = m.terms(value="100", unit="家", path=Path.YEAR_END)
DONE = m.score(m.terms(Kind.MILESTONE), "1", 9)
CARD = m.card()


def of(*values: str | None) -> list[Score]:
    return [
        m.score(HUNDRED, value, number, reported=value is not None) for number, value in enumerate(values, 1)
    ]


def rolled(scores: Sequence[Score]) -> Rollup:
    return roll_up(score.item for score in scores)


def said(scores: Sequence[Score], *, is_before_due: bool = False) -> tuple[str, ...]:
    card = replace(CARD, is_before_due=is_before_due)
    return why_group(rolled(scores), [score.item for score in scores], card)


def test_the_shares_and_the_verdict_are_put_together_from_their_parts() -> None:
    assert said([*of("60", "75", "128", None, "30"), DONE]) == (
        "应达5项 = 已完成1项 + 达时序1项 + 稍慢1项 + 滞后1项 + 未填报1项；另有提前完成1项，不计入应达",
        "达时序率 = （已完成1项 + 达时序1项） ÷ 应达5项 = 40.0%",
        "进度指数 = (80.0% + 100.0% + 100.0% + 40.0%) ÷ 应达5项 = 64.0%",
        "只看有判定结果的4项：达时序率 = 2 ÷ 4 = 50.0%，进度指数 = 320.0% ÷ 4 = 80.0%",
        "累计量目标平均完成率 = (60.0% + 75.0% + 100.0% + 30.0%) ÷ 4项 = 66.3%，中位数67.5%；"
        "时序进度 = 9÷12 = 75%",
        "落后较多：滞后、未完成1项 + 逾期未报、未更新1项 = 2项，占应达40.0%；"
        "要求至少2项、达到30%，其中有滞后或未完成：满足",
        "按判定规则第1版，判定为落后较多",
    )


def test_below_five_due_targets_there_are_counts_and_no_shares() -> None:
    lines = said(of("60", "80", "80"))
    assert lines[1] == "应达不足5项，只列项数：3项中2项达时序，不算达时序率和进度指数"
    assert not any("达时序率 =" in line for line in lines)


def test_fewer_than_three_running_totals_have_no_mean() -> None:
    assert said(of("60", "80"))[2] == "累计量目标有数据的2项，不足3项，不算平均"


def test_many_addends_are_given_as_their_sum() -> None:
    lines = said(of(*["75"] * 20))
    assert lines[2] == "进度指数 = 20项“实际÷应达”（单项最多按100%）之和2,000.0% ÷ 应达20项 = 100.0%"
    assert lines[3].startswith("累计量目标平均完成率 = 20项之和1,500.0% ÷ 20项 = 75.0%")


VERDICTS = [
    (of(*["80"] * 9, "60"), Verdict.SOME_BEHIND, 3),
    (of(*["80"] * 10), Verdict.ON_PACE, 3),
    (of(*["80"] * 7, None, None, None), Verdict.TOO_LITTLE, 2),
    (of(*["80"] * 7, "10", None, None), Verdict.MUCH_BEHIND, 1),
    (of(*["80"] * 7, "10", "10", "10"), Verdict.MUCH_BEHIND, 1),
]


@pytest.mark.parametrize(("scores", "verdict", "steps"), VERDICTS, ids=[str(c[1:]) for c in VERDICTS])
def test_the_thresholds_are_asked_in_their_order_up_to_the_one_that_holds(
    scores: list[Score], verdict: Verdict, steps: int
) -> None:
    lines = said(scores)
    asked = [line for line in lines if line.endswith(("满足", "不满足"))]
    assert len(asked) == steps
    assert all(line.endswith("不满足") for line in asked[:-1])
    assert asked[-1].endswith("不满足") == (verdict is Verdict.SOME_BEHIND)
    assert lines[-1] == f"按判定规则第1版，判定为{verdict.word}"
    assert CARD.verdict(rolled(scores)) is verdict


def test_before_the_due_date_silence_is_not_counted_and_that_is_said() -> None:
    (step,) = [line for line in said(of("80", "10", None, None), is_before_due=True) if "落后较多" in line]
    assert "逾期未报、未更新0项 = 1项" in step
    assert "还没有到填报截止时间，未报、未更新的2项不计" in step


def test_a_group_with_nothing_due_says_which_nothing_it_is() -> None:
    assert said([DONE]) == ("没有应达目标（1项提前完成），不算达时序率和进度指数",)
    closed = [replace(score, judgement=Judgement(Status.NOT_OPEN)) for score in of(None, None)]
    assert said(closed) == ("没有应达目标（未开放），不算达时序率和进度指数",)


WAITING = replace(
    m.score(HUNDRED, None, 1, reported=False), judgement=Judgement(Status.UNDER_REVIEW), waiting_on_time=True
)
OLD = m.score(HUNDRED, "40", data_month=6)
ENTRIES = [
    (of("60")[0], Entry.JUDGED, "计入应达，进度指数按80.0%；平均完成率按60.0%"),
    (of("128")[0], Entry.JUDGED, "计入应达，进度指数按100.0%；平均完成率按100.0%"),
    (m.score(m.terms(Kind.RATE, "20", "%"), "18"), Entry.JUDGED, "计入应达，进度指数按90.0%"),
    (of(None)[0], Entry.UNJUDGED, "计入应达：未填报，没有判定结果，进度指数按0"),
    (OLD, Entry.UNJUDGED, "计入应达：未更新，没有判定结果，进度指数按0"),
    (WAITING, Entry.UNJUDGED, "计入应达：待审核，没有判定结果，进度指数按0"),
    (m.score(YEAR_END, "40"), Entry.OUTSIDE, "不计入应达：未到节点；平均完成率按40.0%"),
    (m.score(HUNDRED, None), Entry.OUTSIDE, "不计入应达：不适用"),
    (DONE, Entry.EARLY, "不计入应达：提前完成"),
    (m.score(m.terms(Kind.MILESTONE, due=m.Q3), "0"), Entry.JUDGED, "计入应达，进度指数按0.0%"),
    (m.score(m.terms(Kind.BUDGET, "5.98", "亿元"), "4"), Entry.BUDGET, "不计入：预算与目标分开"),
]


@pytest.mark.parametrize(("score", "entry", "words"), ENTRIES, ids=[each[2] for each in ENTRIES])
def test_how_a_target_enters_is_one_of_five_and_said(score: Score, entry: Entry, words: str) -> None:
    assert (score.item.entry, entry_text(score)) == (entry, words)


def test_what_the_entries_say_adds_up_to_the_rollup() -> None:
    scores = [score for score, _entry, _words in ENTRIES]
    group = rolled(scores)
    due = [score.item for score in scores if score.item.entry in (Entry.JUDGED, Entry.UNJUDGED)]
    assert group.due == len(due)
    assert group.index == sum(item.indexed for item in due) / len(due)
    assert group.early == sum(score.item.entry is Entry.EARLY for score in scores)


def test_an_unapproved_figure_that_is_included_counts_as_any_other() -> None:
    score = m.score(HUNDRED, "60", state=ReportState.SUBMITTED)
    assert entry_text(score) == "计入应达，进度指数按80.0%；平均完成率按60.0%"
