"""全部数据: every target and budget, one row each, as numbers, to filter and to calculate with."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from tracker.domain.listing.cells import Column, Row, rows_of
from tracker.domain.listing.tables import DATA_SHEET, DATA_SHEET_FOLD, in_rhythm, led_columns
from tracker.domain.progress.palette import LIGHT
from tracker.export.sheets.cells import put_cell, text_of
from tracker.export.sheets.look import A3, Book, height_of, put_merged, put_text, set_page

_HEADER = 1
_SCALE = 58
# A column that is narrower holds words that fit into one line.
_WRAPS_FROM = 20


def write_data(book: Book) -> None:
    card = book.frozen.card
    columns = in_rhythm(led_columns(DATA_SHEET, card), card.plan.rhythm)
    sheet = book.workbook.add_worksheet("全部数据")
    set_page(book, sheet, A3)
    sheet.set_print_scale(_SCALE)
    sheet.set_v_pagebreaks([DATA_SHEET_FOLD])
    sheet.repeat_rows(_HEADER)
    sheet.repeat_columns(0, 1)
    sheet.freeze_panes(_HEADER + 1, 2)
    title = book.titled(f"{card.period.label}全部数据")
    # Over the repeated columns only, so that a second page across doesn't cut it; the rule stands beside it.
    put_merged(sheet, 0, 0, 1, title, book.text_style(font_size=13, bold=True, text_wrap=True))
    rule = book.text_style(font_color=LIGHT["muted"], text_wrap=True)
    put_merged(sheet, 0, 2, DATA_SHEET_FOLD - 1, card.rules.sentence, rule)
    beside = sum(column.width for column in columns[2:DATA_SHEET_FOLD])
    sheet.set_row(0, max(40, height_of((card.rules.sentence, beside))))
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        put_text(sheet, _HEADER, place, column.head, book.header())
    sheet.set_row(_HEADER, 34)
    for line, row in enumerate(rows_of(book.frozen, card.scores), _HEADER + 1):
        _write_row(book, sheet, columns, line, row)
    last, edge = _HEADER + len(card.scores), len(columns) - 1
    sheet.autofilter(_HEADER, 0, last, edge)
    sheet.print_area(0, 0, last, edge)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(edge)}{last + 1}"})


def _write_row(book: Book, sheet: Worksheet, columns: Sequence[Column], line: int, row: Row) -> None:
    wrapped = []
    for place, column in enumerate(columns):
        cell = column.read(row)
        put_cell(book, sheet, line, place, column, cell)
        if column.width >= _WRAPS_FROM:
            # The indent takes a character's width from what a line holds.
            wrapped.append((text_of(cell), column.width - 1.3))
    sheet.set_row(line, height_of(*wrapped))
