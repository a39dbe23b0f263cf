"""进度表: what a meeting reads row by row; numbers with their units as formats, ★ before the lead.

The budgets stand on a sheet of their own. Long texts are cut here, and stand whole in 全部数据.
"""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any

from xlsxwriter.worksheet import Worksheet

from tracker.domain.language.numerals import in_numerals
from tracker.domain.listing.cells import Column, Done, Row, rows_of, widths
from tracker.domain.listing.tables import PROGRESS, PROGRESS_WITH_LEADERS, in_rhythm
from tracker.domain.measure.target import Operator
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.status import Status, labelled
from tracker.domain.sentences import beside_due_text, share_text
from tracker.domain.sentences.data_months import months_and_reading
from tracker.domain.sentences.rows import aim_of, months_head
from tracker.export.sheets.cells import put_cell, text_of
from tracker.export.sheets.look import (
    A4,
    Book,
    height_of,
    put_amount,
    put_merged,
    put_text,
    safe_text,
    set_page,
)

# In characters; so much of a landscape A4 page is left at this scale, also where a program draws them wide.
_SCALE, _ACROSS = 78, 150
_HEADER, _HEADING, _BAND = 3, 26, 22
# What of that page is left for rows, in points, with some slack.
_PAGE = 640
# A row can't be taller than a page: what is longer stands whole in 全部数据.
LONGEST = 220
CUT = "…（全文见“全部数据”）"
_WRAPS = ("name", "told", "units", "leader")
_NOTE = (
    "注：比率、水平和节点没有完成率；表中为审核后的核定数，未审核的已注明。"
    "未填报、未更新、待审核的不作判定，也不计为完成。"
)
_EDGE = {"border": 1, "border_color": LIGHT["edge"]}


def write_progress(book: Book) -> None:
    card = book.frozen.card
    table = PROGRESS_WITH_LEADERS if card.leaders else PROGRESS
    columns = in_rhythm(table, card.plan.rhythm)
    across = len(columns) - 1
    sheet = book.workbook.add_worksheet("进度表")
    set_page(book, sheet, A4)
    sheet.set_print_scale(_SCALE)
    sheet.repeat_rows(_HEADER)
    sheet.freeze_panes(_HEADER + 1, 2)
    for place, width in enumerate(widths(columns, _ACROSS)):
        sheet.set_column(place, place, width)
    top = _write_top(book, sheet, across)
    for place, column in enumerate(columns):
        head = months_head(card.period) if column.key == "value" else column.head
        put_text(sheet, _HEADER, place, head, book.header(font_size=11, align="center", **_EDGE))
    sheet.set_row(_HEADER, _HEADING)
    heights = _write_rows(book, sheet, columns)
    sheet.set_h_pagebreaks(_breaks(heights, _PAGE - top - _HEADING))
    last = _HEADER + len(heights) + 1
    put_merged(sheet, last, 0, across, _NOTE, book.text_style(font_color=LIGHT["muted"], font_size=9))
    sheet.set_row(last, 20)
    sheet.print_area(0, 0, last, across)


def _write_top(book: Book, sheet: Worksheet, across: int) -> float:
    """The title, whence the figures are beside the one pace, the counts of the whole; how high they stand."""
    card = book.frozen.card
    title = book.titled(f"{card.plan.title}{card.period.span}进度表")
    big = book.text_style(font_size=16, bold=True, align="center", text_wrap=True)
    put_merged(sheet, 0, 0, across, title, big)
    half = across // 2
    quiet = book.text_style(font_color=LIGHT["muted"])
    data = f"{card.plan.document_words} · {months_and_reading(card, book.frozen.frozen_at)}"
    put_merged(sheet, 1, 0, half, data, quiet)
    right = book.text_style(font_color=LIGHT["muted"], align="right")
    label = f"★为牵头单位 · 时序进度{share_text(card.pace)} · {book.label}"
    put_merged(sheet, 1, half + 1, across, label, right)
    counted = f"全年目标{card.whole.total}项,{_counts(card.whole)}"
    beside = beside_due_text(card.whole)
    words = f"{counted};{beside}。" if beside else f"{counted}。"
    put_merged(sheet, 2, 0, across, words, book.text_style(bold=True, text_wrap=True))
    heights = (height_of((title, _ACROSS * 0.6)) * 1.5, 20, height_of((words, _ACROSS * 0.9)))
    for place, height in enumerate(heights):
        sheet.set_row(place, height)
    return sum(heights)


def _counts(rollup: Rollup) -> str:
    """应达66项:◆ 已完成8 ● 达时序26 …: the due ones by status, each with its shape."""
    parts = (f"{labelled(each)}{count}" for each, count in rollup.due_counts.items() if count)
    return f"应达{rollup.due}项:" + "  ".join(parts) if rollup.due else "没有应达目标"


def _write_rows(book: Book, sheet: Worksheet, columns: Sequence[Column]) -> list[float]:
    """Bands and targets; returns the height of each row written."""
    frozen = book.frozen
    heights: list[float] = []
    style = book.text_style(bold=True, font_size=11, indent=1, bg_color=LIGHT["ground"], **_EDGE)
    groups = {group.key: group for group in frozen.card.areas}
    # Areas in the notice's order, whatever order their targets have.
    scores = sorted(frozen.card.targets, key=lambda score: score.target.area.number)
    by_area = groupby(rows_of(frozen, scores), lambda row: row.target.area.number)
    for place, (number, rows) in enumerate(by_area, 1):
        line, group = _HEADER + 1 + len(heights), groups[number]
        verdict = frozen.card.verdict(group)
        told = f"    {verdict.word}" if verdict.is_told else ""
        title = f"{in_numerals(place)}、{group.name}    {_counts(group.rollup)}{told}"
        put_merged(sheet, line, 0, len(columns) - 1, title, style)
        sheet.set_row(line, _BAND)
        heights.append(_BAND)
        for row in rows:
            heights.append(_write_row(book, sheet, columns, _HEADER + 1 + len(heights), row))
    return heights


def _write_row(book: Book, sheet: Worksheet, columns: Sequence[Column], line: int, row: Row) -> float:
    """One target; returns the row's height, by the longest of its texts."""
    texts = []
    for place, (column, width) in enumerate(zip(columns, widths(columns, _ACROSS), strict=True)):
        look: dict[str, Any] = {"valign": "vcenter", **_EDGE}
        if column.key in ("aim_or_due", "value"):
            texts.append((_put_figure(book, sheet, line, place, column, row, look), width))
            continue
        cell = column.read(row)
        if column.key == "completion" and cell is None:
            cell = "—"
        shown = _short(cell) if isinstance(cell, str) and not isinstance(cell, Status) else cell
        put_cell(book, sheet, line, place, column, shown, **look, indent=int(column.key == "status"))
        if column.key in _WRAPS:
            texts.append((text_of(shown), width))
    height = height_of(*texts)
    sheet.set_row(line, height)
    return height


def _put_figure(
    book: Book, sheet: Worksheet, line: int, place: int, column: Column, row: Row, look: dict[str, Any]
) -> str:
    """A number whose unit is its format; a range, a milestone, nothing (—) as texts. Returns what shows."""
    cell, terms = column.read(row), row.terms
    is_aim = column.key == "aim_or_due"
    if isinstance(cell, Decimal) and not (is_aim and terms.upper is not None):
        words = _around(row) if is_aim else ("", terms.unit_of_measure)
        return put_amount(book, sheet, line, place, cell, words, **look)
    if is_aim:
        text = row.target.aim
        if terms.value is None:
            text = f"{aim_of(terms, row.card.period).amount}底前"
    else:
        text = cell.word if isinstance(cell, Done) else "—"
    put_text(sheet, line, place, text, book.text_cell(align="right", **look))
    return text


def _around(row: Row) -> tuple[str, str]:
    """超过|36|万标箱, |100|根以上, |500|个左右: the words around an aim, as its text has them."""
    terms = row.terms
    or_more = row.target.aim.endswith("以上") and terms.operator is Operator.AT_LEAST
    before = "".join(aim_of(terms, row.card.period).before)
    return before, terms.unit_of_measure + ("以上" if or_more else "")


def _short(text: str) -> str:
    kept = safe_text(text)
    return kept if len(kept) <= LONGEST else f"{kept[: LONGEST - len(CUT)]}{CUT}"


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
