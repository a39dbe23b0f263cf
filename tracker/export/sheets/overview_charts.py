"""The native charts of the overview: editable in the office, drawn from the table's own cells."""

from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from tracker.domain.progress.groups import group_status
from tracker.domain.progress.palette import LIGHT, letters_on
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import group_line, share_text
from tracker.export.sheets.look import FONT, Book, safe_text

CHART_ROWS = 17
_HEIGHT = 320
_LABEL_LINE = 6
_NAME, _MEAN, _PACE, _FIRST_COUNT = 0, 4, 5, 10
_HELPER = _FIRST_COUNT + len(Status) + 1


def add_area_charts(book: Book, sheet: Worksheet, first: int, at: int) -> None:
    """Completion with pace at the left, statuses at the right, below the table that starts at ``first``."""
    last = first + len(book.frozen.card.areas) - 1
    completion = _completion(book, first, last)
    statuses = _statuses(book, first, last)
    sentences = " ".join(group_line(group) for group in book.frozen.card.areas)
    place: dict[str, Any] = {"object_position": 2, "x_offset": 2}
    alt = f"各领域平均完成率与时序进度。{sentences}"[:800]
    sheet.insert_chart(at, 0, completion, place | {"description": safe_text(alt)})
    sheet.insert_chart(at, 8, statuses, place | {"description": "各领域目标按状态的构成,数字见上表。"})


def _cells(first: int, last: int, column: int) -> list[Any]:
    return ["总览", first, column, last, column]


def in_lines(name: str) -> str:
    """A name in even short lines: under a column it would be turned and cut."""
    lines = -(-len(name) // _LABEL_LINE) or 1
    size = -(-len(name) // lines) or 1
    return "\n".join(name[start : start + size] for start in range(0, len(name), size))


def _font(colour: str = LIGHT["ink"], size: float = 9, *, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": colour, "bold": bold}


def _ink(status: Status) -> str:
    return LIGHT[letters_on(status)]


def _cached(ratios: list[Fraction | None]) -> list[float | None]:
    """The numbers that previewers draw from. The writer itself would cache an empty cell as 0."""
    return [None if ratio is None else float(ratio) for ratio in ratios]


def _completion(book: Book, first: int, last: int) -> Any:
    """Columns in the colour of each area's status, a tick at its pace, the plan's pace dashed."""
    card = book.frozen.card
    statuses = [group_status(group.rollup, card.rules) for group in card.areas]
    columns = book.workbook.add_chart({"type": "column"})
    columns.add_series(
        {
            "name": "平均完成率",
            "categories": _cells(first, last, _HELPER + 1),
            "values": _cells(first, last, _MEAN),
            "values_data": _cached([group.rollup.mean_of_reported for group in card.areas]),
            "points": [{"fill": {"color": LIGHT[status]}} for status in statuses],
            "gap": 45,
            "data_labels": {
                "value": True,
                "position": "inside_base",
                "num_format": "0.0%",
                "custom": [{"font": _font(_ink(status), bold=True)} for status in statuses],
            },
        }
    )
    columns.combine(_pace(book, first, last))
    pace = card.whole.mean_pace
    dashed = "" if pace is None else f"虚线: 总体时序{share_text(pace)}; "
    title = f"各领域平均完成率({dashed}━: 各自时序)"
    columns.set_title({"name": title, "name_font": _font(size=12, bold=True)})
    _frame(columns, width=742)
    line = {"color": LIGHT["line"]}
    columns.set_x_axis({"num_font": _font(size=8.5), "line": line, "major_tick_mark": "none"})
    grid = {"visible": True, "line": {"color": LIGHT["line"], "width": 0.75}}
    columns.set_y_axis(
        {
            "min": 0,
            "max": 1,
            "major_unit": 0.25,
            "num_format": "0%",
            "num_font": _font(LIGHT["muted"]),
            "line": {"none": True},
            "major_gridlines": grid,
        }
    )
    columns.set_legend({"none": True})
    return columns


def _pace(book: Book, first: int, last: int) -> Any:
    whole = book.frozen.card.whole
    lines = book.workbook.add_chart({"type": "line"})
    lines.add_series(
        {
            "name": "各自时序进度",
            "categories": _cells(first, last, _HELPER + 1),
            "values": _cells(first, last, _PACE),
            "values_data": _cached([group.rollup.mean_pace for group in book.frozen.card.areas]),
            "line": {"none": True},
            "marker": {
                "type": "long_dash",
                "size": 13,
                "fill": {"color": LIGHT["pace"]},
                "border": {"color": LIGHT["pace"]},
            },
        }
    )
    if whole.mean_pace is not None:
        lines.add_series(
            {
                "name": "总体时序",
                "categories": _cells(first, last, _HELPER + 1),
                "values": _cells(first, last, _HELPER),
                "line": {"color": LIGHT["pace"], "width": 1.25, "dash_type": "dash"},
                "marker": {"type": "none"},
            }
        )
    return lines


def _statuses(book: Book, first: int, last: int) -> Any:
    """Counts per status, stacked; a status that no area has is left out of bars and legend."""
    bars = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    whole = book.frozen.card.whole
    for column, status in enumerate(Status, _FIRST_COUNT):
        if whole.counts[status]:
            # The format hides the label of a zero: a number beside no bar would point nowhere.
            label = {"value": True, "num_format": "0;;;", "font": _font(_ink(status), bold=True)}
            bars.add_series(
                {
                    "name": labelled(status),
                    "categories": _cells(first, last, _NAME),
                    "values": _cells(first, last, column),
                    "fill": {"color": LIGHT[status]},
                    "gap": 40,
                    "data_labels": label,
                }
            )
    bars.set_title({"name": "各领域目标的状态构成(项)", "name_font": _font(size=12, bold=True)})
    _frame(bars, width=690)
    bars.set_y_axis({"reverse": True, "num_font": _font(), "line": {"none": True}, "major_tick_mark": "none"})
    bars.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    bars.set_legend({"position": "bottom", "font": _font()})
    return bars


def _frame(chart: Any, width: int) -> None:
    chart.set_size({"width": width, "height": _HEIGHT})
    chart.set_chartarea({"border": {"none": True}})
    # The charts' helper columns are hidden, and a program would leave hidden cells out.
    chart.show_hidden_data()
    chart.show_blanks_as("gap")
