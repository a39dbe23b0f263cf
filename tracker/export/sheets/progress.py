"""进度表: the table that cities publish: 序号 | 主要工作任务 | 完成情况 | 责任单位, ★ before the lead."""

from itertools import groupby

from xlsxwriter.worksheet import Worksheet

from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.scorecard import Score, Target
from tracker.domain.sentences import progress, target_text
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

_WIDTHS = (6, 42, 96, 30)
_HEADER, _HEADING = 2, 26
# A row can't be taller than a page, and Excel admits 409 points: longer texts go on in a next row.
_MOST_LINES = 22
# What of a landscape A4 page is left for rows at this scale, in points, with some slack.
_SCALE, _PAGE, _BAND = 68, 640, 24


def write_progress(book: Book) -> None:
    card = book.frozen.card
    sheet = book.workbook.add_worksheet("进度表")
    set_page(book, sheet, A4)
    sheet.set_print_scale(_SCALE)
    sheet.repeat_rows(_HEADER)
    sheet.freeze_panes(_HEADER + 1, 2)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    title = f"{card.plan.title}{card.period.span}进度表"
    style = book.text_style(font_size=16, bold=True, align="center", text_wrap=True)
    put_merged(sheet, 0, 0, 3, title, style)
    sheet.set_row(0, 34 if len(title) < 56 else 56)
    about = f"{card.plan.document} · {card.period.label} · ★为牵头单位 · {book.label}"
    put_merged(sheet, 1, 0, 3, about, book.text_style(font_color=LIGHT["muted"], align="center"))
    for column, name in enumerate(("序号", "主要工作任务", "完成情况", "责任单位")):
        put_text(sheet, _HEADER, column, name, book.header(font_size=11))
    sheet.set_row(1, 20)
    sheet.set_row(_HEADER, _HEADING)
    heights = _write_rows(book, sheet)
    sheet.set_h_pagebreaks(_breaks(heights, _PAGE - 56))
    last = _HEADER + len(heights)
    sheet.print_area(0, 0, last, 3)


def _write_rows(book: Book, sheet: Worksheet) -> list[float]:
    """Bands and targets; returns the height of each row written."""
    card, number = book.frozen.card, 0
    heights: list[float] = []
    colours = {"bg_color": LIGHT["card"], "font_color": LIGHT["accent"]}
    band = book.text_style(bold=True, font_size=11, indent=1, **colours)
    parts = [(area.title, list(found)) for area, found in groupby(card.targets, lambda s: s.target.area)]
    if card.budgets:
        parts.append(("市级财政预算执行", list(card.budgets)))
    for title, scores in parts:
        row = _HEADER + 1 + len(heights)
        put_merged(sheet, row, 0, 3, title, band)
        sheet.set_row(row, _BAND)
        heights.append(_BAND)
        for score in scores:
            number += 1
            heights += _write_score(book, sheet, _HEADER + 1 + len(heights), number, score)
    return heights


def _write_score(book: Book, sheet: Worksheet, row: int, number: int, score: Score) -> list[float]:
    texts = book.frozen.texts_of(None if score.figure is None else score.figure.report_id)
    task = f"{score.target.name}\n目标: {target_text(score.target.terms)}"
    said = safe_text("\n".join((progress(score, book.frozen.card.period, texts), texts.progress)))
    words = book.text_cell(valign="top")
    units, heights = units_text(score.target), []
    for step, part in enumerate(_pages(said)):
        sheet.write_number(row + step, 0, number, book.cell(valign="top", align="center", num_format="0"))
        if step:
            put_text(sheet, row + step, 0, "续", book.text_cell(valign="top", align="center"))
        beside = ("", "") if step else (task, units)
        for column, text in zip((1, 2, 3), (beside[0], part, beside[1]), strict=True):
            put_text(sheet, row + step, column, text, words)
        height = height_of((beside[0], _WIDTHS[1]), (part, _WIDTHS[2]), (beside[1], _WIDTHS[3]))
        sheet.set_row(row + step, height)
        heights.append(height)
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


def units_text(target: Target) -> str:
    """★市科技局、市财政局: the lead first, marked."""
    return "、".join([f"★{target.lead.name}", *(unit.name for unit in target.co_units)])


def _pages(text: str) -> list[str]:
    """A text in parts of at most ``_MOST_LINES`` lines; one part for all but the longest."""
    parts: list[str] = []
    while lines_of(text, _WIDTHS[2]) > _MOST_LINES:
        cut = len(text)
        while lines_of(text[:cut], _WIDTHS[2]) > _MOST_LINES:
            cut -= max(1, cut // 20)
        parts.append(text[:cut])
        text = text[cut:].lstrip("\n")
    return [*parts, text]
