"""Charts of groups: valid figures, nothing drawn as 0, words beside every colour."""

from fractions import Fraction

import plotly.graph_objects as go
import pytest

from tests.export import made_up as m
from tracker.charts import Chart, completion_by, status_strip
from tracker.charts.frame import ink_on
from tracker.domain.progress.palette import DARK, LIGHT
from tracker.domain.progress.rollup import roll_up
from tracker.domain.progress.scorecard import Group
from tracker.domain.progress.status import Status

THEMES = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def group(key: int, value: str | None, name: str = "市科技局") -> Group:
    scores = tuple(
        m.score(m.terms(value="100", unit="家"), value, number, reported=value is not None)
        for number in range(3)
    )
    return Group(name, key, scores, roll_up(score.item for score in scores))


def bars(chart: Chart) -> dict[str, list[object]]:
    found: dict[str, list[object]] = next(t for t in chart.figure["data"] if t["type"] == "bar")
    return found


@THEMES
def test_group_charts_are_valid_figures_in_both_themes(theme: dict[str, str]) -> None:
    card = m.card()
    for groups in (card.areas, card.departments, card.departments_with_co_led, ()):
        go.Figure(completion_by(groups, m.RULES, overall_pace=card.whole.mean_pace, theme=theme).figure)
    go.Figure(status_strip(card.whole, theme=theme).figure)
    go.Figure(status_strip(roll_up([]), theme=theme).figure)


def test_a_group_without_figures_has_words_and_no_bar() -> None:
    chart = completion_by([group(1, "60"), group(2, None, "市水利局")], m.RULES)
    assert bars(chart)["y"] == [0]
    words = next(t for t in chart.figure["data"] if t.get("mode") == "text")
    assert (words["text"], words["customdata"]) == (["□ 未填报(应报3项)"], [[2]])
    assert "没有完成率的: 市水利局" in chart.alt


def test_a_reported_zero_is_a_bar_of_0_with_its_number() -> None:
    chart = completion_by([group(1, "0")], m.RULES)
    assert bars(chart)["x"] == [0.0]
    assert "■ 0.0%" in [note["text"] for note in chart.figure["layout"]["annotations"]]


def test_bars_keep_the_given_order_and_the_groups_keys() -> None:
    chart = completion_by([group(7, "60", "甲"), group(3, "90", "乙")], m.RULES)
    assert bars(chart)["customdata"] == [[7], [3]]
    assert bars(chart)["text"] == ["▲ 60.0%", "● 90.0%"]


def test_the_alternative_text_names_the_worst_and_the_coverage() -> None:
    chart = completion_by([group(1, "60", "甲局"), group(2, "90", "乙局")], m.RULES, what="部门")
    assert "最慢的是甲局: 平均完成率60.0%,低于时序进度15个百分点;应报3项,已报3项" in chart.alt


def test_coverage_stands_beside_every_bar() -> None:
    card = m.card()
    notes = [note["text"] for note in completion_by(card.areas, m.RULES).figure["layout"]["annotations"]]
    shares = [f"{g.rollup.reported}/{g.rollup.due}" for g in card.areas if g.rollup.due]
    assert "已报/应报" in notes
    assert [text for text in notes if text in shares] == shares


def test_the_overall_pace_is_a_dashed_line_with_its_label() -> None:
    layout = completion_by([group(1, "60")], m.RULES, overall_pace=Fraction(3, 4)).figure["layout"]
    assert [(shape["x0"], shape["line"]["dash"]) for shape in layout["shapes"]] == [(75.0, "dash")]
    assert "总体时序 75.0%" in [note["text"] for note in layout["annotations"]]


def test_the_chart_grows_with_its_rows() -> None:
    heights = [
        completion_by([group(n, "60") for n in range(rows)], m.RULES).figure["layout"]["height"]
        for rows in (8, 25)
    ]
    assert heights[1] - heights[0] == 17 * 34


def test_names_are_only_names() -> None:
    chart = completion_by([group(1, "60", "<a href='x'>甲</a>")], m.RULES)
    assert "<a" not in chart.figure["layout"]["yaxis"]["ticktext"][0]


def test_the_strip_counts_every_status_in_words_and_shapes() -> None:
    card = m.card()
    chart = status_strip(card.whole)
    shown = [status for status in Status if card.whole.counts[status]]
    names = [trace["name"] for trace in chart.figure["data"]]
    assert names == [f"{s.shape} {s.word} {card.whole.counts[s]}项" for s in shown]
    assert [trace["customdata"] for trace in chart.figure["data"]] == [[[s.value]] for s in shown]
    assert sum(trace["x"][0] for trace in chart.figure["data"]) == card.whole.total


def test_letters_on_amber_are_dark_and_on_red_white() -> None:
    assert ink_on(LIGHT["slightly_behind"]) != "#FFFFFF"
    assert ink_on(LIGHT["behind"]) == "#FFFFFF"
