"""全表 as files: the columns and rows that the page shows, numbers as numbers, texts never as formulas."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO, StringIO
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tracker.domain.language import in_chinese
from tracker.domain.listing.cells import Column, Row
from tracker.domain.listing.tables import in_rhythm, marked_columns
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.sentences.data_months import data_months
from tracker.export.rows_csv import for_people, table_csv
from tracker.export.sheets.cells import put_cell, text_of
from tracker.export.sheets.look import (
    A3,
    Styles,
    height_of,
    lines_of,
    local_time,
    put_merged,
    put_text,
    with_mark,
    workbook_options,
)
from tracker.export.theme import theme_xml

_TABLE_TOP = 3
_NARROWEST, _SIGN, _INDENT = 11, 2.3, 1.3  # in characters; a head stands in two lines or one
# XlsxWriter would write the clock's; equal rows are to give equal bytes.
_NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  the writer takes naive ones only


@in_chinese()
def csv_of(columns: Sequence[Column], card: Scorecard, scores: Iterable[Score]) -> bytes:
    """UTF-8 with a BOM. Shares are decimals (0.533333), differences 百分点, moments Asia/Shanghai."""
    return table_csv(marked_columns(columns, card.plan), (Row(score, card) for score in scores), for_people)


@in_chinese()
def workbook_of(columns: Sequence[Column], card: Scorecard, scores: Sequence[Score]) -> bytes:
    """One sheet with a filter and repeated heads, for A3 across. The same rows give the same bytes."""
    target = BytesIO()
    workbook = Workbook(target, workbook_options())
    workbook.use_custom_theme(StringIO(theme_xml()))
    workbook.set_properties({"title": card.period.label, "created": _NO_MOMENT})
    sheet, styles = workbook.add_worksheet("全表"), Styles(workbook)
    columns = in_rhythm(columns, card.plan.rhythm)
    # At a width of 3 a Chinese character takes a line of its own: lines_of counts them.
    room = [max(each.width + _INDENT, _NARROWEST, _SIGN * lines_of(each.head, 3)) for each in columns]
    title = with_mark(f"{card.plan.title} {card.period.label}", card.plan.mark)
    _put_line(styles, sheet, 0, title, room, bold=True, font_size=14)
    _put_line(styles, sheet, 1, _about(card, len(scores)), room)
    sheet.set_row(_TABLE_TOP, 24)
    for place, column in enumerate(columns):
        put_text(sheet, _TABLE_TOP, place, column.head, styles.header())
        sheet.set_column(place, place, room[place])
    for line, score in enumerate(scores, _TABLE_TOP + 1):
        row, texts = Row(score, card), []
        for place, column in enumerate(columns):
            cell = column.read(row)
            put_cell(styles, sheet, line, place, column, cell)
            texts.append((text_of(cell), room[place] - _INDENT))
        sheet.set_row(line, height_of(*texts))
    last = _TABLE_TOP + len(scores)
    if scores:
        sheet.autofilter(_TABLE_TOP, 0, last, len(columns) - 1)
    sheet.print_area(0, 0, last, len(columns) - 1)
    sheet.freeze_panes(_TABLE_TOP + 1, 0)
    sheet.repeat_rows(_TABLE_TOP)
    sheet.set_paper(A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if card.plan.mark:
        sheet.set_header(f"&R{card.plan.mark}")
    sheet.set_footer("&C第 &P 页，共 &N 页")
    workbook.close()
    return target.getvalue()


def _put_line(
    styles: Styles, sheet: Worksheet, row: int, text: str, room: Sequence[float], **look: Any
) -> None:
    """A line over the whole table, in as many lines as it takes: beyond the table it would widen the page."""
    put_merged(sheet, row, 0, len(room) - 1, text, styles.text_style(text_wrap=True, **look))
    size = look.get("font_size", 10) / 10
    sheet.set_row(row, height_of((text, sum(room) / size)) * size)


def _about(card: Scorecard, count: int) -> str:
    """What the rows are: how many, whether unapproved ones count, and as known when."""
    counted = "含未审核数据" if card.include_unapproved else "只含已审核数据"
    past = "" if card.as_of is None else f"为{local_time(card.as_of)}系统中的情况;"
    return f"共{count}项;{data_months(card)};{counted};{past}{card.rules.sentence}"
