"""A target over the year: gaps where nothing was reported, marks for what is not final."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import plotly.graph_objects as go
import pytest

from tests.export import made_up as m
from tracker.charts import Beside, Chart, target_path
from tracker.domain.measure.figure import Finality, ReportState
from tracker.domain.measure.period import Period, periods_of
from tracker.domain.measure.target import Kind, Operator, Path, Terms
from tracker.domain.progress.forecast import Forecast, forecast
from tracker.domain.progress.palette import DARK, LIGHT
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status

OWN = (Decimal(2), Decimal(6), Decimal(14), Decimal(24))
KINDS = [
    m.terms(operator=Operator.MORE_THAN),
    m.terms(value="24", path=Path.OWN_PLAN, plan_values=OWN),
    m.terms(path=Path.YEAR_END),
    m.terms(value="0"),
    m.terms(Kind.LEVEL, "14100", "元"),
    m.terms(Kind.RATE, "20", "%"),
    m.terms(Kind.LEVEL, "3", "%", baseline=Decimal(5)),
    m.terms(Kind.BUDGET, "5.98", "亿元"),
    m.terms(Kind.STOCK, "9", "个"),
    m.terms(Kind.LEVEL, "5", "%", operator=Operator.AT_MOST),
    m.terms(value="12", unit="起", operator=Operator.AT_MOST),
    m.terms(value="3", unit="家", operator=Operator.RANGE, upper=Decimal(5)),
    m.terms(value="30", unit="家", due=Period(2027, 4)),
]


def series(asked: Terms, *values: str | None, **more: Any) -> list[tuple[Period, Score]]:
    return [
        (
            at,
            m.score(
                asked,
                value,
                at.number,
                reported=value is not None,
                period=at,
                **({"data_month": at.last_month} | more),
            ),
        )
        for at, value in zip(periods_of(2025), values, strict=False)
    ]


def drawn(asked: Terms, *values: str | None, **more: Any) -> Chart:
    chart = target_path(series(asked, *values, **more))
    assert chart is not None
    return chart


def line(chart: Chart) -> dict[str, Any]:
    return next(each for each in chart.figure["data"] if "connectgaps" in each)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("asked", KINDS, ids=lambda asked: f"{asked.kind}-{asked.operator.name}-{asked.path}")
@pytest.mark.parametrize("values", [("3", None, "9"), (None,), ("0", "-1", "2", "4")])
def test_every_kind_is_a_valid_figure(
    asked: Terms, values: tuple[str | None, ...], theme: dict[str, str]
) -> None:
    chart = target_path(series(asked, *values), theme=theme)
    assert chart is not None
    go.Figure(chart.figure)
    assert [y is None for y in line(chart)["y"]] == [value is None for value in values]


def test_a_missing_quarter_breaks_the_line_and_is_said_in_the_alternative_text() -> None:
    chart = drawn(m.terms(value="100", unit="家"), "20", None, "68")
    assert line(chart)["y"] == [20.0, None, 68.0]
    assert line(chart)["connectgaps"] is False
    assert "上半年：未填报" in chart.alt


def test_not_applicable_is_no_point_either() -> None:
    score = m.score(m.terms(), None)
    chart = target_path([(m.Q3, score)])
    assert chart is not None
    assert line(chart)["y"] == [None]


def test_a_verified_value_shows_the_reported_one_beside_it() -> None:
    chart = drawn(m.terms(), "9", reported_value=Decimal(11))
    crosses = next(t for t in chart.figure["data"] if t.get("marker", {}).get("symbol") == "x-thin")
    assert (crosses["x"], crosses["y"]) == ([3], [11.0])


def test_figures_stand_at_their_data_month() -> None:
    assert line(drawn(m.terms(), "9", data_month=2))["x"] == [2]


def test_the_expected_path_runs_from_the_baseline_to_the_target() -> None:
    expected = drawn(m.terms(), "9").figure["data"][0]
    assert (expected["x"][0], expected["y"][0]) == (0, 0.0)
    assert (expected["x"][-1], expected["y"][-1]) == (12, 36.0)


def test_the_target_line_is_named_and_a_former_target_stays_beside_it() -> None:
    old, new = series(m.terms(value="40"), "9")[0], series(m.terms(), "9", "18")[1]
    chart = target_path([old, new])
    assert chart is not None
    texts = [note["text"] for note in chart.figure["layout"]["annotations"]]
    assert "<b>目标36</b>" in texts
    assert "原目标 40" in texts


def test_an_empty_series_is_no_chart() -> None:
    assert target_path([]) is None


def annotations(chart: Chart) -> list[str]:
    return [note["text"] for note in chart.figure["layout"]["annotations"]]


def test_the_target_line_steps_where_the_adjusted_terms_take_effect() -> None:
    old, new = m.terms(value="230", unit="台"), m.terms(value="150", unit="台")
    goals = tuple(zip(periods_of(2025), (old, old, new, new), strict=True))
    chart = target_path(series(old, "60", "110"), beside=Beside(goals=goals))
    assert chart is not None
    lines = [s for s in chart.figure["layout"]["shapes"] if s["y0"] == s["y1"]]
    assert [(line["x1"], line["y0"]) for line in lines] == [(6, 230.0), (12, 150.0)]
    assert lines[1]["x0"] == 6
    (step,) = [s for s in chart.figure["layout"]["shapes"] if s["x0"] == s["x1"]]
    assert step["x0"] == 6
    assert "▼ 三季度起目标调整 230→150" in annotations(chart)
    assert "三季度起目标调整 230→150" in chart.alt
    # The expected path is that of the terms by which each quarter is judged.
    expected = chart.figure["data"][0]
    points = list(zip(expected["x"], expected["y"], strict=True))
    broken = points.index((7, None))
    assert points[broken - 1 : broken + 2] == [(6, 115.0), (7, None), (6, 75.0)]
    assert points[-1] == (12, 150.0)


def test_a_forecast_is_dotted_and_open_and_no_part_of_the_reported_line() -> None:
    asked = m.terms(value="100", unit="家")
    ahead = forecast(asked, Decimal(68), 9, RuleSet())
    assert isinstance(ahead, Forecast)
    beside = Beside(ahead, Decimal(68), Decimal(95))
    chart = target_path(series(asked, "20", "45", "68"), beside=beside)
    assert chart is not None
    go.Figure(chart.figure)
    dotted = next(t for t in chart.figure["data"] if t.get("line", {}).get("dash") == "2px,4px")
    assert (dotted["x"], dotted["y"]) == ([9, 12], [68.0, 90.6667])
    assert dotted["marker"]["color"] == LIGHT["paper"]
    assert line(chart)["y"] == [20.0, 45.0, 68.0]
    ends = {note["text"]: note["y"] for note in chart.figure["layout"]["annotations"]}
    assert ends["单位研判95"] > ends["照此推算90.7"]
    assert ends["<b>目标100</b>"] - ends["单位研判95"] >= 9
    assert "全年约90.7家" in chart.alt
    assert "牵头单位预计全年95" in chart.alt


def test_a_correction_names_the_value_that_it_replaced_and_crosses_its_place() -> None:
    asked = m.terms(value="100", unit="家")
    points = series(asked, "20", "45", is_correction=True)
    figure = points[1][1].figure
    assert figure is not None
    chart = target_path(points, beside=Beside(replaced={figure.report_id: Decimal(54)}))
    assert chart is not None
    assert any("更正，原54" in text for text in annotations(chart))
    cross = next(t for t in chart.figure["data"] if t.get("marker", {}).get("symbol") == "x-thin")
    assert (cross["x"], cross["y"]) == ([6], [54.0])


def test_what_only_holds_is_drawn_level_without_a_second_label() -> None:
    asked = m.terms(Kind.LEVEL, "91", "%")
    ahead = forecast(asked, Decimal("91.3"), 9, RuleSet())
    assert isinstance(ahead, Forecast)
    chart = target_path(series(asked, "89", "90.4", "91.3"), beside=Beside(ahead, Decimal("91.3")))
    assert chart is not None
    dotted = next(t for t in chart.figure["data"] if t.get("line", {}).get("dash") == "2px,4px")
    assert dotted["y"] == [91.3, 91.3]
    assert not any("推算" in text for text in annotations(chart))


def test_what_is_counted_falls_due_in_whole_units_and_what_is_measured_evenly() -> None:
    expected = drawn(m.terms(value="5", unit="家"), "1").figure["data"][0]
    points = dict(zip(expected["x"], expected["y"], strict=True))
    assert [points[month] for month in (0, 2, 3, 6, 9, 12)] == [0, 0, 1, 2, 3, 5]
    assert expected["line"]["shape"] == "hv"
    road = drawn(m.terms(value="6", unit="公里"), "1").figure["data"][0]
    assert (dict(zip(road["x"], road["y"], strict=True))[5], road["line"]["shape"]) == (2.5, "linear")


def test_a_limit_is_named_as_one_and_never_as_what_is_to_be_reached() -> None:
    chart = drawn(m.terms(value="12", unit="起", operator=Operator.AT_MOST), "2")
    assert "限额" in annotations(chart)
    assert "应达" not in annotations(chart)
    assert "限额" in chart.figure["data"][0]["hovertemplate"]
    assert "<b>目标不超过12</b>" in annotations(chart)


def test_a_range_is_a_band_with_its_name_in_the_middle() -> None:
    asked = m.terms(Kind.RATE, "5", "%", operator=Operator.RANGE, upper=Decimal(6))
    layout = drawn(asked, "5.5").figure["layout"]
    (band,) = [shape for shape in layout["shapes"] if shape["type"] == "rect"]
    assert (band["y0"], band["y1"], band["x1"]) == (5.0, 6.0, 12)
    goal = next(note for note in layout["annotations"] if "目标" in note["text"])
    assert (goal["text"], goal["y"]) == ("<b>目标5—6</b>", 5.5)
    assert layout["yaxis"]["range"][1] > 6


def test_a_level_has_one_line_and_a_stock_without_a_path_none_before_it_is_due() -> None:
    for asked in (m.terms(Kind.LEVEL, "14100", "元"), m.terms(Kind.STOCK, "9", "个")):
        chart = drawn(asked, "8")
        assert not any(trace.get("line", {}).get("dash") == "5px,4px" for trace in chart.figure["data"])
        assert [shape["y0"] for shape in chart.figure["layout"]["shapes"]] == [float(asked.value or 0)]


def test_an_old_months_figure_stands_at_its_month_and_its_sentence_says_so() -> None:
    asked = m.terms(value="36", unit="万标箱")
    points = [*series(asked, "9", "18"), *series(asked, None, None, "18", data_month=6)[2:]]
    chart = target_path(points)
    assert chart is not None
    assert line(chart)["x"] == [3, 6, 6]
    assert "前三季度：未更新：仍为1—6月数据18万标箱" in chart.alt


def test_a_mark_has_the_shape_of_its_status_hollow_where_nobody_has_approved_it() -> None:
    asked = m.terms(value="100", unit="家")
    assert line(drawn(asked, "30", "45", "20"))["marker"]["symbol"] == ["circle", "triangle-up", "square"]
    waiting = drawn(asked, "20", state=ReportState.SUBMITTED, finality=Finality.ESTIMATE)
    assert line(waiting)["marker"]["symbol"] == ["triangle-up-open"]
    assert any("预计，未审核" in text for text in annotations(waiting))


@pytest.mark.parametrize("status", Status)
def test_every_status_has_a_mark(status: Status) -> None:
    score = series(m.terms(), "9")[0][1]
    chart = target_path(
        [(Period(2025, 1), replace(score, judgement=replace(score.judgement, status=status)))]
    )
    assert chart is not None
    go.Figure(chart.figure)


@pytest.mark.parametrize(
    ("asked", "value", "text"),
    [
        (m.terms(value="100", unit="根"), "48", "<b>少27根</b>"),
        (m.terms(Kind.RATE, "20", "%"), "15", "<b>少5个百分点</b>"),
        (m.terms(Kind.LEVEL, "5", "%", operator=Operator.AT_MOST), "6", "<b>多1个百分点</b>"),
        (m.terms(Kind.RATE, "5", "%", operator=Operator.RANGE, upper=Decimal(6)), "8", "<b>多2个百分点</b>"),
    ],
)
def test_what_is_missing_to_the_path_is_drawn_in_the_statuss_colour(
    asked: Terms, value: str, text: str
) -> None:
    points = series(asked, None, None, value)
    chart = target_path(points)
    assert chart is not None
    colour = LIGHT[points[-1][1].status]
    said = next(note for note in chart.figure["layout"]["annotations"] if note["text"] == text)
    assert said["font"]["color"] == colour
    (gap,) = [t for t in chart.figure["data"] if t["mode"] == "lines" and t["line"]["color"] == colour]
    assert gap["x"] == [9, 9]


def test_what_is_on_its_way_lacks_nothing() -> None:
    chart = drawn(m.terms(value="100", unit="家"), "25", "50", "75")
    assert not any("少" in text or "多" in text for text in annotations(chart))


def test_a_milestone_has_no_axis_of_amounts_and_no_chart() -> None:
    assert target_path(series(m.terms(Kind.MILESTONE, due=m.Q3), "0", None, "1")) is None
