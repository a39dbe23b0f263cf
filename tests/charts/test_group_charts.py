"""Charts of groups: a cell a target, what is not judged hollow, nothing drawn as what it is not."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import plotly.graph_objects as go
import pytest

from tests.export import made_up as m
from tracker.charts import Chart, completion_by, counts_by, status_strip
from tracker.charts.counts import cells_of
from tracker.charts.frame import ink_on
from tracker.domain.listing.wanted import EARLY
from tracker.domain.measure.target import Kind, Path
from tracker.domain.progress.palette import DARK, LIGHT
from tracker.domain.progress.rollup import roll_up
from tracker.domain.progress.scorecard import Group, Score, Scorecard
from tracker.domain.progress.status import Judgement, Status
from tracker.domain.sentences import counts, group_line

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


def drawn(chart: Chart) -> list[tuple[str, int, float, float]]:
    """The cells of all rows: name, row, from where, how many."""
    return [
        (trace["name"], row, base, x)
        for trace in bars(chart)
        for row, base, x in zip(trace["y"], trace["base"], trace["x"], strict=True)
    ]


def texts(chart: Chart) -> list[str]:
    return [note["text"] for note in chart.figure["layout"]["annotations"]]


def said(chart: Chart) -> list[str]:
    """What stands in rows without a bar of their own, or beside it."""
    return [text for t in chart.figure["data"] if t.get("mode") == "text" for text in t["text"]]


@THEMES
def test_group_charts_are_valid_figures_in_both_themes(theme: dict[str, str]) -> None:
    for groups in (CARD.areas, CARD.departments, CARD.departments_with_co_led, ()):
        go.Figure(counts_by(groups, CARD, theme=theme).figure)
        go.Figure(completion_by(groups, CARD, theme=theme).figure)
    go.Figure(status_strip(CARD.whole, theme=theme).figure)
    go.Figure(status_strip(roll_up([]), theme=theme).figure)


def test_a_bar_has_a_cell_for_each_target_and_all_cells_are_equally_wide() -> None:
    chart = counts_by(CARD.areas, CARD)
    for row, area in enumerate(CARD.areas):
        assert sum(x for _name, at, _base, x in drawn(chart) if at == row) == area.rollup.total
    assert {trace["width"] for trace in bars(chart)} == {0.72}
    # A chart beside it that has a larger group: both axes span as many cells.
    alone, beside = (counts_by([group(1, of("80"))], CARD, cells=cells) for cells in (0, 20))
    assert alone.figure["layout"]["xaxis"]["range"] == [0, 1.2]
    assert beside.figure["layout"]["xaxis"]["range"] == [0, 20.7]


DONE = m.score(m.terms(Kind.MILESTONE), "1")
ODD_GROUPS = [
    ("due in the order of the statuses", of("10", "60", "80", None, "128"), "◆1 ●1 ▲1 ■1 □1", ""),
    ("what is not due stands apart", [*of("80"), m.score(YEAR_END, "40")], "●1 | ○1", ""),
    ("a finished department is no ×", [DONE], "◆1", "1项提前完成"),
    ("early beside due", [*of("80"), DONE, m.score(YEAR_END, None, reported=False)], "●1 | ◆1 ○1", ""),
    ("nothing due yet", [m.score(YEAR_END, None, reported=False)] * 2, "○2", "2项未到节点"),
    ("not applicable", [m.score(HUNDRED, None)], "－1", "1项不适用"),
    ("a period that is not open", not_open(3), "▽3", "未开放"),
    ("no target at all", [], "", "没有目标"),
]


@pytest.mark.parametrize(
    ("scores", "bar", "words"), [c[1:] for c in ODD_GROUPS], ids=[c[0] for c in ODD_GROUPS]
)
def test_odd_groups_are_drawn_as_what_they_are(scores: list[Score], bar: str, words: str) -> None:
    one = group(1, scores)
    parts, end = [], 0.0
    for cells in cells_of(one.rollup):
        parts += ["|"] * (cells.start > end)
        parts.append(f"{cells.status.shape}{cells.count}")
        end = cells.start + cells.count
    assert " ".join(parts) == bar
    chart = counts_by([one], CARD)
    go.Figure(chart.figure)
    assert said(chart) == ([words] if words else [])
    assert chart.alt.endswith(group_line(one, CARD))


def test_what_has_no_verdict_is_hollow_and_a_group_with_too_little_data_altogether() -> None:
    known, silent = group(1, of("80", "80", "80", "80", None)), group(2, of("80", None, None))
    colours = {
        (trace["name"], row): colour
        for trace in bars(counts_by([known, silent], CARD))
        for row, colour in zip(trace["y"], trace["marker"]["color"], strict=True)
    }
    assert colours == {
        ("● 达时序", 0): LIGHT["on_pace"],
        ("□ 未填报", 0): LIGHT["paper"],
        ("● 达时序", 1): LIGHT["paper"],
        ("□ 未填报", 1): LIGHT["paper"],
    }


ENDS = [
    ("few", of("80", "80", "10"), ["3项中2项", "3/3"], ""),
    ("share", of("80", "80", "80", "60", "60"), ["60.0%", "5/5"], ""),
    ("much behind", of("10", "10", "80"), ["3项中1项", "3/3"], "落后较多"),
    ("too little", of("80", None, None), ["3项中1项", "1/3"], "数据不足"),
    ("on pace", of("80"), ["1项中1项", "1/1"], "总体达时序"),
    ("nothing due", [DONE], [], ""),
    ("not open", not_open(2), [], ""),
]


@pytest.mark.parametrize(("scores", "shown", "verdict"), [c[1:] for c in ENDS], ids=[c[0] for c in ENDS])
def test_a_rows_end_says_share_reports_and_verdict(
    scores: list[Score], shown: list[str], verdict: str
) -> None:
    notes = texts(counts_by([group(1, scores)], CARD))
    for text in shown:
        assert any(text in note for note in notes)
    # 有落后 is not printed: most groups are there.
    assert [note for note in notes if note in ("落后较多", "数据不足", "总体达时序", "有落后", "未开放")] == (
        [verdict] if verdict else []
    )
    assert ("达时序率<br>已报/应报" in notes) == bool(shown)


def test_shapes_and_words_of_what_is_drawn_stand_below_and_in_the_cells() -> None:
    chart = counts_by([group(1, [*of("80", "80", None), DONE])], CARD)
    legend = texts(chart)[-1]
    assert [word for word in ("达时序", "未填报", "提前完成", "滞后") if word in legend] == [
        "达时序",
        "未填报",
        "提前完成",
    ]
    assert [trace["text"] for trace in bars(chart)] == [["● 2"], ["□"], ["◆"]]


def test_bars_keep_the_given_order_and_the_groups_keys() -> None:
    groups = [group(7, of("60", "60", "60"), "甲"), group(3, of("90", "90", "90"), "乙")]
    means = completion_by(groups, CARD)
    assert bars(means)[0]["customdata"] == [[7], [3]]
    assert bars(means)[0]["text"] == ["60.0%", "90.0%"]
    keys = {
        (row, key)
        for t in bars(counts_by(groups, CARD))
        for row, [key] in zip(t["y"], t["customdata"], strict=True)
    }
    assert keys == {(0, 7), (1, 3)}


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
    assert "shapes" not in counts_by(CARD.areas, CARD).figure["layout"]


def test_a_mean_just_below_the_pace_is_not_written_as_the_pace() -> None:
    chart = completion_by([group(1, of("75", "75", "74.9"))], CARD)
    assert bars(chart)[0]["text"] == ["74.9%"]


def test_the_alternative_texts_say_every_groups_counts_and_mean() -> None:
    groups = [group(1, of("60", "60", "90"), "甲局"), group(2, [DONE], "乙局")]
    assert counts_by(groups, CARD, what="部门").alt == (
        "各部门目标按状态计数的条形图，一格一项，共2个部门。"
        "甲局：应达3项：达时序1项；稍慢2项。乙局：1项提前完成。"
    )
    assert completion_by(groups, CARD, what="部门").alt == (
        "各部门累计量目标平均完成率横条图，共2个部门，时序进度75%。"
        "甲局：累计量目标3项平均完成率70.0%，中位数60.0%，时序进度75%。乙局：1项提前完成。"
    )
    for words in ("快于", "慢于", "领先", "最慢", "最快", "第一", "最后"):
        assert words not in counts_by(CARD.areas, CARD).alt + completion_by(CARD.areas, CARD).alt


def test_the_charts_grow_with_their_rows() -> None:
    for draw in (counts_by, completion_by):
        heights = [
            draw([group(n, of("60", "60", "60")) for n in range(rows)], CARD).figure["layout"]["height"]
            for rows in (8, 25)
        ]
        assert heights[1] - heights[0] == 17 * 36


def test_names_are_only_names() -> None:
    for draw in (counts_by, completion_by):
        chart = draw([group(1, of("60"), "<a href='x'>甲</a>")], CARD)
        assert "<a" not in chart.figure["layout"]["yaxis"]["ticktext"][0]


def test_the_strip_counts_every_target_once_in_words_and_shapes() -> None:
    card: Scorecard = replace(CARD, scores=(*CARD.scores, replace(DONE, target=replace(DONE.target, id=99))))
    chart = status_strip(card.whole)
    whole = card.whole
    assert sum(trace["x"][0] for trace in chart.figure["data"]) == whole.total
    assert {trace["customdata"][0][0]: trace["x"][0] for trace in chart.figure["data"]} == {
        **{status.value: n for status, n in whole.due_counts.items() if n},
        **{
            status.value: whole.counts[status]
            for status in Status
            if status.is_outside and whole.counts[status]
        },
        EARLY: whole.early,
    }
    assert f"◆ 提前完成 {whole.early}项" in [trace["name"] for trace in chart.figure["data"]]
    assert counts(whole, "目标任务") in chart.alt


def test_letters_on_amber_are_dark_and_on_red_white() -> None:
    assert ink_on(LIGHT["slightly_behind"]) != "#FFFFFF"
    assert ink_on(LIGHT["behind"]) == "#FFFFFF"
