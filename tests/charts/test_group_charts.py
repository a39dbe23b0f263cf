"""Charts of groups: the mean of their running totals beside the one pace, nothing drawn as what it is not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from tests.export import made_up as m
from tracker.charts import Chart, completion_by
from tracker.charts.frame import ink_on
from tracker.domain.measure.target import Kind, Path
from tracker.domain.progress.palette import DARK, LIGHT
from tracker.domain.progress.rollup import roll_up
from tracker.domain.progress.scorecard import Group, Score
from tracker.domain.progress.status import Judgement, Status

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
HUNDRED = m.terms(value="100", unit="家")
YEAR_END = m.terms(value="100", unit="家", path=Path.YEAR_END)
CARD = m.card()


def of(*values: str | None) -> list[Score]:
    return [
        m.score(HUNDRED, value, number, reported=value is not None) for number, value in enumerate(values)
    ]


def group(key: int, scores: Sequence[Score], name: str = "市科技局") -> Group:
    return Group(name, key, tuple(scores), roll_up(score.item for score in scores))


def not_open(count: int) -> list[Score]:
    return [replace(score, judgement=Judgement(Status.NOT_OPEN)) for score in of(*[None] * count)]


def bars(chart: Chart) -> list[dict[str, Any]]:
    return [trace for trace in chart.figure["data"] if trace["type"] == "bar"]


def texts(chart: Chart) -> list[str]:
    return [note["text"] for note in chart.figure["layout"]["annotations"]]


def said(chart: Chart) -> list[str]:
    """What stands in rows without a bar of their own, or beside it."""
    return [text for t in chart.figure["data"] if t.get("mode") == "text" for text in t["text"]]


@THEMES
def test_group_charts_are_valid_figures_in_both_themes(theme: dict[str, str]) -> None:
    for groups in (CARD.areas, CARD.departments, CARD.departments_with_co_led, ()):
        go.Figure(completion_by(groups, CARD, theme=theme).figure)


DONE = m.score(m.terms(Kind.MILESTONE), "1")


def test_bars_keep_the_given_order_and_the_groups_keys() -> None:
    groups = [group(7, of("60", "60", "60"), "甲"), group(3, of("90", "90", "90"), "乙")]
    means = completion_by(groups, CARD)
    assert bars(means)[0]["customdata"] == [[7], [3]]
    assert bars(means)[0]["text"] == ["60.0%", "90.0%"]


def test_the_mean_is_of_running_totals_and_has_no_statuss_colour() -> None:
    level = m.score(m.terms(Kind.LEVEL, "91", "%"), "50", 9)
    chart = completion_by([group(1, [*of("60", "60", "150"), level])], CARD)
    assert bars(chart)[0]["x"] == [pytest.approx(220 / 3)]
    assert bars(chart)[0]["marker"]["color"] == LIGHT["bar"]
    assert "3项" in texts(chart)


def test_fewer_than_three_running_totals_have_words_and_no_bar() -> None:
    groups = [
        group(1, of("60", "60")),
        group(2, of("60", "60", "60")),
        group(3, [DONE]),
        group(4, not_open(3)),
    ]
    chart = completion_by(groups, CARD)
    assert bars(chart)[0]["y"] == [1]
    assert said(chart) == ["累计量不足3项", "1项提前完成", "未开放"]


def test_a_reported_zero_is_a_bar_of_0_with_its_number() -> None:
    chart = completion_by([group(1, of("0", "0", "0"))], CARD)
    assert bars(chart)[0]["x"] == [0.0]
    assert "0.0%" in texts(chart)


def test_one_line_is_drawn_and_it_is_the_periods_share_of_the_year() -> None:
    layout = completion_by(CARD.areas, CARD).figure["layout"]
    assert [(shape["x0"], shape["x1"], shape["line"]["dash"]) for shape in layout["shapes"]] == [
        (75.0, 75.0, "dash")
    ]
    assert "时序进度75%" in texts(completion_by(CARD.areas, CARD))


def test_a_mean_just_below_the_pace_is_not_written_as_the_pace() -> None:
    chart = completion_by([group(1, of("75", "75", "74.9"))], CARD)
    assert bars(chart)[0]["text"] == ["74.9%"]


def test_the_alternative_text_says_every_groups_mean() -> None:
    groups = [group(1, of("60", "60", "90"), "甲局"), group(2, [DONE], "乙局")]
    assert completion_by(groups, CARD, what="部门").alt == (
        "各部门累计量目标平均完成率横条图，共2个部门，时序进度75%。"
        "甲局：累计量目标3项平均完成率70.0%，中位数60.0%，时序进度75%。乙局：1项提前完成。"
    )
    for words in ("快于", "慢于", "领先", "最慢", "最快", "第一", "最后"):
        assert words not in completion_by(CARD.areas, CARD).alt


def test_the_charts_grow_with_their_rows() -> None:
    heights = [
        completion_by([group(n, of("60", "60", "60")) for n in range(rows)], CARD).figure["layout"]["height"]
        for rows in (8, 25)
    ]
    assert heights[1] - heights[0] == 17 * 36


def test_names_are_only_names() -> None:
    chart = completion_by([group(1, of("60"), "<a href='x'>甲</a>")], CARD)
    assert "<a" not in chart.figure["layout"]["yaxis"]["ticktext"][0]


def test_letters_on_amber_are_dark_and_on_red_white() -> None:
    assert ink_on(LIGHT["slightly_behind"]) != "#FFFFFF"
    assert ink_on(LIGHT["behind"]) == "#FFFFFF"
