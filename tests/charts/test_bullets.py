"""Bullet bars: completion against pace, nothing drawn as 0 that is not, words beside every colour."""

import plotly.graph_objects as go
import pytest

from tests.export import made_up as m
from tracker.charts import Chart, bullets
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.palette import DARK, LIGHT
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences import completion_share, completion_text


def drawn(*scores: Score) -> Chart:
    chart = bullets(scores, m.Q3)
    assert chart is not None
    return chart


def bars(chart: Chart) -> dict[str, list[object]]:
    """The bars, which lie over their tracks."""
    found: dict[str, list[object]] = [t for t in chart.figure["data"] if t["type"] == "bar"][-1]
    return found


def notes(chart: Chart) -> str:
    return "\n".join(text for trace in chart.figure["data"] for text in trace.get("text", ()))


def marks(chart: Chart) -> list[dict[str, list[object]]]:
    """The targets' marks, then the ticks of their pace."""
    return [trace for trace in chart.figure["data"] if trace.get("mode") == "markers"]


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_a_valid_figure_with_every_targets_status_and_share(theme: dict[str, str]) -> None:
    card = m.card()
    chart = bullets(card.targets, m.Q3, theme=theme)
    assert chart is not None
    go.Figure(chart.figure)
    for score in card.targets:
        share = completion_text(score)
        assert f"{score.target.name}：{score.status.word}" in chart.alt
        assert share is None or (completion_share(score.judgement) or "") in chart.alt
        assert f'<span style="color:{theme[score.status]}">{score.status.shape}</span>' in notes(chart)


def test_the_axis_of_budgets_is_the_share_that_was_executed() -> None:
    money = m.score(m.terms(Kind.BUDGET, "5.98", "亿元"), "3")
    assert "执行率" in drawn(money).figure["layout"]["xaxis"]["title"]["text"]
    assert "执行率" in drawn(money).alt
    mixed = drawn(money, m.score(m.terms(), "20", 2)).figure["layout"]["xaxis"]["title"]["text"]
    assert "完成率" in mixed


def test_a_bar_is_the_completion_and_the_tick_what_was_due() -> None:
    five = m.terms(value="5", unit="家")
    chart = drawn(m.score(m.terms(value="100", unit="家"), "60"), m.score(five, "2", 2, data_month=9))
    assert bars(chart)["x"] == [60.0, 40.0]
    assert bars(chart)["customdata"] == [["T01-01"], ["T02-01"]]
    target_marks, due_marks = marks(chart)
    assert target_marks["x"] == [100.0, 100.0]
    # Of 5家 three whole ones are due by September, not 3.75.
    assert due_marks["x"] == [75.0, 60.0]
    assert "完成率60.0%，至今应达75.0%" in chart.alt


IN_WORDS = [
    ("level", m.terms(Kind.LEVEL, "50", "个"), "45", "45个 / 50个，低于目标5个"),
    ("rate", m.terms(Kind.RATE, "20", "%"), "18", "18% / 20%，低于目标2个百分点"),
    ("limit kept", m.terms(Kind.LEVEL, "5", "%", operator=Operator.AT_MOST), "4", "4% / 不超过5%，达标"),
    (
        "limit passed",
        m.terms(Kind.LEVEL, "5", "%", operator=Operator.AT_MOST),
        "6",
        "6% / 不超过5%，超标1个百分点",
    ),
    ("milestone", m.terms(Kind.MILESTONE, due=m.Q3), "0", "尚未完成 / 2025年三季度底前完成"),
    ("met or not", m.terms(value="0", unit="起"), "0", "0起 / 0起"),
]


@pytest.mark.parametrize(("asked", "value", "words"), [c[1:] for c in IN_WORDS], ids=[c[0] for c in IN_WORDS])
def test_what_has_no_share_of_a_way_has_words_and_no_bar(asked: Terms, value: str, words: str) -> None:
    chart = drawn(m.score(asked, value))
    assert not any(trace["type"] == "bar" for trace in chart.figure["data"])
    assert words in notes(chart)
    assert words in chart.alt
    assert "%</b>" not in notes(chart)


def test_each_kind_of_nothing_has_words_and_no_bar() -> None:
    total = m.terms(value="100")
    chart = drawn(
        m.score(total, None, 1, reported=False),
        m.score(total, None, 2),
        m.score(m.terms(Kind.MILESTONE), None, 3, reported=False),
        m.score(total, "27", 4, data_month=6),
        m.score(total, "0", 5),
    )
    assert bars(chart)["customdata"] == [["T05-01"]]
    assert bars(chart)["x"] == [0.0]
    said = notes(chart)
    for words in (
        "未填报：前三季度应报，尚无数据（不等于0）",
        "不适用：牵头单位填报本季不适用",
        "未到节点：应于2025年四季度底前完成",
        "未更新：仍为1—6月数据27万标箱",
    ):
        assert words in said
        assert words in chart.alt
    assert "滞后 <b>0.0%</b>" in said


def test_what_is_met_before_it_is_due_says_so() -> None:
    chart = drawn(m.score(m.terms(value="10", unit="家", path=Path.YEAR_END), "10"))
    assert "提前完成 <b>100.0%</b>" in notes(chart)


def test_a_share_just_below_100_is_not_written_as_100() -> None:
    assert "<b>99.9%</b>" in notes(drawn(m.score(m.terms(value="10000", unit="亩"), "9999.9")))


def test_what_nothing_can_be_drawn_of_is_still_a_valid_chart() -> None:
    chart = drawn(m.score(m.terms(Kind.MILESTONE), "1"), m.score(m.terms(), None, 2, reported=False))
    go.Figure(chart.figure)
    assert "已完成" in notes(chart)
    assert not any(trace["type"] == "bar" for trace in chart.figure["data"])


def test_three_hundred_percent_ends_with_the_axis_and_keeps_its_number() -> None:
    chart = drawn(m.score(m.terms(value="10"), "30"), m.score(m.terms(value="100"), "-90", 2))
    assert bars(chart)["x"] == [125.0, -20.0]
    assert "<b>300.0%</b>" in notes(chart)
    assert "−90.0%" in notes(chart)


def test_a_target_without_a_pace_has_no_tick() -> None:
    score = m.score(m.terms(value="100", path=Path.YEAR_END), "10")
    assert score.status is Status.NOT_DUE
    assert marks(drawn(score))[-1]["x"] == []


def test_names_are_only_names_and_long_ones_are_cut() -> None:
    chart = drawn(
        m.score(m.terms(), "9", named="<a href='x'>甲</a>"), m.score(m.terms(), "9", 2, named="长" * 40)
    )
    assert "<a" not in notes(chart)
    assert "长" * 16 + "…" in notes(chart)
    assert "长" * 40 in chart.alt


def test_nothing_to_draw_is_no_chart() -> None:
    assert bullets((), m.Q3) is None
