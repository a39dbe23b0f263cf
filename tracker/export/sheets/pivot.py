"""透视数据: one row for each figure, of this period and of the one before, with typed columns from row 1 on.

A pivot table is made of it as it stands: no title above, nothing merged, no words among the numbers. A
milestone's figure is how many of its steps are done. Of the period before stands what the snapshot keeps.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain

from tracker.domain.listing.cells import Cell, Column, Done, Row
from tracker.domain.listing.tables import PIVOT, marked_columns
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Judgement
from tracker.export.sheets.cells import put_cell, text_of
from tracker.export.sheets.look import A3, Book, height_of, put_text, set_page

_NAME = "透视数据"
# Of the figure before no more is known than these; the others are of the target itself.
_JUDGED = ("share", "expected", "lag", "call")
_INDENT = 1.3


def write_pivot(book: Book) -> None:
    card = book.frozen.card
    columns = marked_columns(PIVOT, card.plan)
    sheet = book.workbook.add_worksheet(_NAME)
    set_page(book, sheet, A3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.freeze_panes(1, 0)
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
        put_text(sheet, 0, place, column.head, book.header(text_wrap=False))
    sheet.set_row(0, 22)
    last = 0
    figures = chain.from_iterable(_figures(score, book, columns) for score in card.scores)
    for last, cells in enumerate(figures, 1):
        for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            if cell is not None and cell != "":  # a large plan has a hundred thousand of them
                put_cell(book, sheet, last, place, column, cell)
        texts = [(text_of(cell), each.width - _INDENT) for each, cell in zip(columns, cells, strict=True)]
        sheet.set_row(last, height_of(*texts))
    if last:
        sheet.autofilter(0, 0, last, len(columns) - 1)
    sheet.print_area(0, 0, last, len(columns) - 1)


def _figures(score: Score, book: Book, columns: tuple[Column, ...]) -> Iterator[list[Cell]]:
    """The cells of the period before, where anything is known of it, then those of this one."""
    card = book.frozen.card
    before, status = card.period.previous, score.previous_status
    if before is not None and (score.previous is not None or status is not None):
        then = Row(_then(score), replace(card, period=before))
        yield [
            None
            if column.key in _JUDGED or (column.key == "status" and status is None)
            else _typed(column, then)
            for column in columns
        ]
    now = Row(score, card)
    yield [_typed(column, now) for column in columns]


def _then(score: Score) -> Score:
    judgement = Judgement(score.previous_status or score.status)
    return Score(score.target, score.previous, judgement, rhythm=score.rhythm)


def _typed(column: Column, row: Row) -> Cell:
    cell = column.read(row)
    return cell.value if isinstance(cell, Done) else cell
