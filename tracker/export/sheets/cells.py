"""A cell of a table of figures in a workbook, by what it is: numbers stay numbers, texts stay texts."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from tracker.domain.listing.cells import Cell, Column, Points, Share, shown
from tracker.domain.progress.status import Status
from tracker.export.rows_csv import for_people
from tracker.export.sheets.look import COUNT, PERCENT, POINTS, Styles, amount_format, is_exact, put_text
from tracker.export.status_marks import mark_of


def put_cell(
    styles: Styles, sheet: Worksheet, row: int, place: int, column: Column, cell: Cell, **look: Any
) -> None:
    """``look``: properties of the format, over those that its kind of cell has."""
    match cell:
        case None:
            sheet.write_blank(row, place, None, styles.cell(**look))
        case Decimal() if is_exact(cell):
            style = styles.numeric(num_format=amount_format(cell), **look)
            sheet.write_number(row, place, float(cell), style)
        case Share():
            printed = float(cell.printed)
            sheet.write_number(row, place, printed, styles.numeric(num_format=PERCENT, **look))
        case Fraction():
            sheet.write_number(row, place, float(cell), styles.numeric(num_format=PERCENT, **look))
        case Points():
            points = float(cell.ratio * 100)
            sheet.write_number(row, place, points, styles.numeric(num_format=POINTS, **look))
        case int() if not isinstance(cell, bool):
            sheet.write_number(row, place, cell, styles.numeric(align=column.align, num_format=COUNT, **look))
        case Status():
            put_status(styles, sheet, row, place, cell, **look)
        case _:  # an amount too, beyond the digits that Excel keeps
            aligned = {"align": column.align} | ({"indent": 1} if column.align == "left" else {})
            put_text(sheet, row, place, text_of(cell), styles.text_cell(**(aligned | look)))


def put_status(styles: Styles, sheet: Worksheet, row: int, place: int, status: Status, **look: Any) -> None:
    """Filled where it is behind, so that grey print keeps it apart; else its shape in colour by its word."""
    mark = mark_of(status)
    fill = {"bg_color": mark.fill} if mark.fill else {}
    style = styles.text_cell(**({"bold": mark.bold, "font_color": mark.ink, "indent": 1} | fill | look))
    if mark.shape == mark.ink:
        put_text(sheet, row, place, shown(status), style)
        return
    shape = styles.style(font_color=mark.shape)
    sheet.write_rich_string(row, place, shape, status.shape, styles.style(), f" {status.word}", style)


def text_of(cell: Cell) -> str:
    """What stands in a cell as a text: a moment to the second, nothing for an empty text."""
    match cell:
        case str() if not isinstance(cell, Status):
            return cell
        case datetime():
            return for_people(cell)
    return shown(cell)
