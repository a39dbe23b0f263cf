"""进度表: the table that cities publish: 序号 | 主要工作任务 | 完成情况 | 责任单位, ★ before the lead."""

from collections.abc import Sequence
from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from tracker.domain.listing.cells import Column, Row, rows_of, widths
from tracker.domain.listing.columns import band
from tracker.domain.listing.tables import PROGRESS, PROGRESS_WITH_LEADERS
from tracker.domain.progress.palette import LIGHT
from tracker.export.sheets.cells import put_cell, text_of
from tracker.export.sheets.look import (
    A4,
    Book,
    height_of,
    lines_of,
    put_merged,
    put_text,
    safe_text,
    set_page,
)

# In characters; so much of a landscape A4 page is left at this scale.
_SCALE, _ACROSS = 68, 174
_HEADER, _HEADING = 2, 26
# A row can't be taller than a page, and Excel admits 409 points: longer texts go on in a next row.
_MOST_LINES = 22
# What of that page is left for rows, in points, with some slack.
_PAGE, _BAND = 640, 24


def write_progress(book: Book) -> None:
    card = book.frozen.card
    columns = PROGRESS_WITH_LEADERS if card.leaders else PROGRESS
    across = len(columns) - 1
    sheet = book.workbook.add_worksheet("进度表")
    set_page(book, sheet, A4)
    sheet.set_print_scale(_SCALE)
    sheet.repeat_rows(_HEADER)
    sheet.freeze_panes(_HEADER + 1, 2)
    for place, width in enumerate(widths(columns, _ACROSS)):
        sheet.set_column(place, place, width)
    title = book.titled(f"{card.plan.title}{card.period.span}进度表")
    style = book.text_style(font_size=16, bold=True, align="center", text_wrap=True)
    put_merged(sheet, 0, 0, across, title, style)
    sheet.set_row(0, 34 if len(title) < 56 else 56)
    about = f"{card.plan.document} · {card.period.label} · ★为牵头单位 · {book.label}"
    put_merged(sheet, 1, 0, across, about, book.text_style(font_color=LIGHT["muted"], align="center"))
    for place, column in enumerate(columns):
        put_text(sheet, _HEADER, place, column.head, book.header(font_size=11))
    sheet.set_row(1, 20)
    sheet.set_row(_HEADER, _HEADING)
    heights = _write_rows(book, sheet, columns)
    sheet.set_h_pagebreaks(_breaks(heights, _PAGE - 56))
    last = _HEADER + len(heights)
    sheet.print_area(0, 0, last, across)


def _write_rows(book: Book, sheet: Worksheet, columns: Sequence[Column]) -> list[float]:
    """Bands and targets; returns the height of each row written."""
    card = book.frozen.card
    heights: list[float] = []
    colours = {"bg_color": LIGHT["ground"], "font_color": LIGHT["accent"]}
    style = book.text_style(bold=True, font_size=11, indent=1, **colours)
    for title, rows in groupby(rows_of(book.frozen, (*card.targets, *card.budgets)), band):
        line = _HEADER + 1 + len(heights)
        put_merged(sheet, line, 0, len(columns) - 1, title, style)
        sheet.set_row(line, _BAND)
        heights.append(_BAND)
        for row in rows:
            heights += _write_row(book, sheet, columns, _HEADER + 1 + len(heights), row)
    return heights


def _write_row(book: Book, sheet: Worksheet, columns: Sequence[Column], line: int, row: Row) -> list[float]:
    """A target on as many rows as its longest text takes; its number stands in the first."""
    cells = [column.read(row) for column in columns]
    room = widths(columns, _ACROSS)
    texts = [_pages(safe_text(text_of(cell)), width) for cell, width in zip(cells, room, strict=True)]
    heights = []
    for step in range(max(map(len, texts))):
        parts = [pages[step] if step < len(pages) else "" for pages in texts]
        for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
            shown = cell if step == 0 and not isinstance(cell, str) else parts[place]
            # In place of the number: this row goes on from the one above.
            shown = "续" if step and isinstance(cell, int) else shown
            put_cell(book, sheet, line + step, place, column, shown, valign="top", indent=0)
        heights.append(height_of(*zip(parts, room, strict=True)))
        sheet.set_row(line + step, heights[-1])
    return heights


def _breaks(heights: list[float], room: float) -> list[int]:
    """Where pages begin: a band goes over with its first target, and no row is cut in two."""
    breaks: list[int] = []
    for step, height in enumerate(heights):
        follower = heights[step + 1] if height == _BAND and step + 1 < len(heights) else 0
        if height + follower > room:
            breaks.append(_HEADER + 1 + step)
            room = _PAGE - _HEADING
        room -= height
    return breaks


def _pages(text: str, width: float) -> list[str]:
    """A text in parts of at most ``_MOST_LINES`` lines; one part for all but the longest."""
    parts: list[str] = []
    while lines_of(text, width) > _MOST_LINES:
        cut = len(text)
        while lines_of(text[:cut], width) > _MOST_LINES:
            # In steps of a twentieth: one character at a time would measure a page of text a thousand times.
            cut -= max(1, cut // 20)
        parts.append(text[:cut])
        text = text[cut:].lstrip("\n")
    return [*parts, text]
