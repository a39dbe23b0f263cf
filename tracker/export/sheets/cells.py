"""A cell of a table of figures in a workbook, by what it is: numbers stay numbers, texts stay texts."""

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from xlsxwriter.worksheet import Worksheet

from tracker.domain.listing.cells import Cell, Column, Points, Share, shown
from tracker.domain.progress.palette import LIGHT, text_colour
from tracker.domain.progress.status import Status
from tracker.export.rows_csv import for_people
from tracker.export.sheets.look import COUNT, PERCENT, POINTS, Styles, amount_format, is_exact, put_text


def put_cell(
    styles: Styles, sheet: Worksheet, row: int, place: int, column: Column, cell: Cell, **look: Any
) -> None:
    """``look``: properties of the format, over those that its kind of cell has."""
    match cell:
        case None:
            sheet.write_blank(row, place, None, styles.cell(**look))
        case Decimal() if is_exact(cell):
            sheet.write_number(row, place, float(cell), styles.cell(num_format=amount_format(cell), **look))
        case Share():
            printed = float(cell.printed)
            sheet.write_number(row, place, printed, styles.cell(num_format=PERCENT, **look))
        case Fraction():
            sheet.write_number(row, place, float(cell), styles.cell(num_format=PERCENT, **look))
        case Points():
            points = float(cell.ratio * 100)
            sheet.write_number(row, place, points, styles.cell(num_format=POINTS, **look))
        case int() if not isinstance(cell, bool):
            sheet.write_number(row, place, cell, styles.cell(align=column.align, num_format=COUNT, **look))
        case Status():
            colour = text_colour(cell) if cell.is_behind else LIGHT["ink"]
            ink = {"bold": True, "font_color": colour, "indent": 1}
            put_text(sheet, row, place, shown(cell), styles.text_cell(**(ink | look)))
        case _:  # an amount too, beyond the digits that Excel keeps
            aligned = {"align": column.align} | ({"indent": 1} if column.align == "left" else {})
            put_text(sheet, row, place, text_of(cell), styles.text_cell(**(aligned | look)))


def text_of(cell: Cell) -> str:
    """What stands in a cell as a text: a moment to the second, nothing for an empty text."""
    match cell:
        case str() if not isinstance(cell, Status):
            return cell
        case datetime():
            return for_people(cell)
    return shown(cell)
