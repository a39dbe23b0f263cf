"""The native chart of the overview: editable in the office, drawn from the table's own cells."""

from typing import Any

from xlsxwriter.worksheet import Worksheet

from tracker.domain.progress.palette import LIGHT, letters_on
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import group_line
from tracker.export.sheets.look import FONT, Book, safe_text

CHART_ROWS = 17
_HEIGHT = 320
_NAME, _FIRST_COUNT = 0, 11


def add_area_chart(book: Book, sheet: Worksheet, first: int, at: int) -> None:
    """The areas' due targets by status, below the table that starts at ``first``."""
    card = book.frozen.card
    sentences = " ".join(group_line(group, card) for group in card.areas)
    alt = f"各领域应达目标按状态的项数。{sentences}"[:800]
    place: dict[str, Any] = {"object_position": 2, "x_offset": 2, "description": safe_text(alt)}
    sheet.insert_chart(at, 0, _statuses(book, first, first + len(card.areas) - 1), place)


def _cells(first: int, last: int, column: int) -> list[Any]:
    return ["总览", first, column, last, column]


def _font(colour: str = LIGHT["ink"], size: float = 9, *, bold: bool = False) -> dict[str, Any]:
    return {"name": FONT, "size": size, "color": colour, "bold": bold}


def _ink(status: Status) -> str:
    return LIGHT[letters_on(status)]


def _statuses(book: Book, first: int, last: int) -> Any:
    """Counts per status, stacked; a status that no area has is left out of bars and legend."""
    bars = book.workbook.add_chart({"type": "bar", "subtype": "stacked"})
    whole = book.frozen.card.whole
    for column, status in enumerate(Status, _FIRST_COUNT):
        if whole.drawn[status]:
            # Shape and number, for grey print; no label of a zero, which would point nowhere.
            form = f'"{status.shape}"0;;;'
            label = {"value": True, "num_format": form, "font": _font(_ink(status), bold=True)}
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
    bars.set_title({"name": "各领域应达目标的状态构成（项）", "name_font": _font(size=12, bold=True)})
    _frame(bars, width=1100)
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
