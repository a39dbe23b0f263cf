"""全表 as files: the columns and rows that the page shows, numbers as numbers, texts never as formulas."""

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import BytesIO, StringIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.domain.language import in_chinese
from tracker.domain.measure.quantity import amount_text, rounded
from tracker.domain.meetings.listing import Cell, Column, Points
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status, labelled
from tracker.export.figures_csv import written
from tracker.export.rows_csv import BOM
from tracker.export.sheets.look import (
    A3,
    PERCENT,
    POINTS,
    amount_format,
    is_exact,
    lines_of,
    local_time,
    put_text,
    workbook_options,
)
from tracker.export.theme import theme_xml

_POINT_PLACES = 4
_WIDTHS = {"name": 36, "area": 24, "co": 28, "target": 20, "lead": 18, "submitted": 17, "marks": 16}
_TABLE_TOP = 3
# XlsxWriter would write the clock's; equal rows are to give equal bytes.
_NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001  the writer takes naive ones only


@in_chinese()
def csv_of(columns: Sequence[Column], scores: Iterable[Score]) -> bytes:
    """UTF-8 with a BOM. Shares are decimals (0.533333), differences 百分点, moments Asia/Shanghai."""
    target = StringIO()
    lines = csv.writer(target)
    lines.writerow(column.word() for column in columns)
    for score in scores:
        lines.writerow(_written(column.read(score)) for column in columns)
    return (BOM + target.getvalue()).encode()


def _written(cell: Cell) -> str:
    """As the snapshot's CSV writes it: nothing is empty, a number stays one, a text is no formula."""
    match cell:
        case Status():
            return written(cell.word)
        case Points():
            return written(rounded(cell.ratio * 100, _POINT_PLACES))
    return written(cell)


@in_chinese()
def workbook_of(columns: Sequence[Column], scores: Sequence[Score], card: Scorecard) -> bytes:
    """One sheet with a filter and repeated heads, for A3 across. The same rows give the same bytes."""
    target = BytesIO()
    workbook = Workbook(target, workbook_options())
    workbook.use_custom_theme(StringIO(theme_xml()))
    workbook.set_properties({"title": card.period.label, "created": _NO_MOMENT})
    sheet = workbook.add_worksheet("全表")
    plain_text = workbook.add_format({"quote_prefix": True})
    title = workbook.add_format({"quote_prefix": True, "bold": True, "font_size": 14})
    put_text(sheet, 0, 0, f"{card.plan.title} {card.period.label}", title)
    put_text(sheet, 1, 0, _about(card, len(scores)), plain_text)
    _write_heads(workbook, sheet, columns)
    styles = _Styles(workbook)
    for row, score in enumerate(scores, _TABLE_TOP + 1):
        for column, each in enumerate(columns):
            styles.put(sheet, row, column, each.read(score))
    if scores:
        sheet.autofilter(_TABLE_TOP, 0, _TABLE_TOP + len(scores), len(columns) - 1)
    sheet.freeze_panes(_TABLE_TOP + 1, 0)
    sheet.repeat_rows(_TABLE_TOP)
    sheet.set_paper(A3)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页,共 &N 页")
    workbook.close()
    return target.getvalue()


def _about(card: Scorecard, count: int) -> str:
    """What the rows are: how many, whether unapproved ones count, and as known when."""
    counted = "含未审核数据" if card.include_unapproved else "只含已审核数据"
    past = "" if card.as_of is None else f"系统中截至{local_time(card.as_of)}的情况;"
    return f"共{count}项;{counted};{past}{card.rules.sentence}"


def _write_heads(workbook: Workbook, sheet: Worksheet, columns: Sequence[Column]) -> None:
    head = workbook.add_format(
        {
            "bold": True,
            "font_color": LIGHT["paper"],
            "bg_color": LIGHT["accent"],
            "align": "center",
            "valign": "vcenter",
            "text_wrap": True,
            "quote_prefix": True,
        }
    )
    sheet.set_row(_TABLE_TOP, 24)
    for column, each in enumerate(columns):
        put_text(sheet, _TABLE_TOP, column, each.word(), head)
        sheet.set_column(column, column, _WIDTHS.get(each.key, max(11, 2.3 * lines_of(each.word(), 3))))


class _Styles:
    """One format for each kind of cell; amounts have one for each number of decimals."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[str, Format] = {}

    def _numbers(self, shape: str) -> Format:
        if shape not in self._made:
            given = {"num_format": shape, "bottom": 1, "bottom_color": LIGHT["line"], "valign": "vcenter"}
            self._made[shape] = self._workbook.add_format(given)
        return self._made[shape]

    def _texts(self) -> Format:
        if "" not in self._made:
            self._made[""] = self._workbook.add_format(
                {
                    "quote_prefix": True,
                    "text_wrap": True,
                    "bottom": 1,
                    "bottom_color": LIGHT["line"],
                    "valign": "vcenter",
                }
            )
        return self._made[""]

    def put(self, sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
        match cell:
            case None:
                sheet.write_blank(row, column, None, self._texts())
            case Status():
                put_text(sheet, row, column, labelled(cell), self._texts())
            case Decimal() if is_exact(cell):
                sheet.write_number(row, column, float(cell), self._numbers(amount_format(cell)))
            case Decimal():
                put_text(sheet, row, column, amount_text(cell), self._texts())
            case Fraction():
                sheet.write_number(row, column, float(cell), self._numbers(PERCENT))
            case Points():
                sheet.write_number(row, column, float(cell.ratio * 100), self._numbers(POINTS))
            case datetime():
                put_text(sheet, row, column, _written(cell), self._texts())
            case str():
                put_text(sheet, row, column, cell, self._texts())
