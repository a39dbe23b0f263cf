"""What the sheets share: styles, safe cells, page set-up, and how tall a wrapped text stands.

Cells hold facts: numbers as numbers, texts as texts with the quote prefix, so that what a
department typed can't become a formula or a link, not even after F2 and Enter. What does not
exist is an empty cell; the word for it stands in the status column.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.domain.language import bracketed
from tracker.domain.language.punctuation import full_width
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.quantity import plain
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.palette import LIGHT
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.sentences.data_months import material_label

FONT = "微软雅黑"
PERCENT = "0.0%;−0.0%"
POINTS = "+0.0;−0.0;0.0"
COUNT = "0"
A3, A4 = 8, 9
TALLEST_ROW = 400
_LINE = 14.4
_LONGEST_CELL = 16_000
_EXACT_DIGITS = 15


def workbook_options() -> dict[str, Any]:
    """Nothing that was typed may become a formula, a link or a number by its looks.

    Made anew for each workbook: the writer changes the inner dict, and the next file's bytes with it.
    """
    return {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "default_format_properties": {"font_name": FONT, "font_size": 10},
    }


@dataclass(frozen=True)
class Styles:
    """The formats of a workbook being written, one for each set of properties."""

    workbook: Workbook
    _styles: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict, kw_only=True)

    def style(self, **properties: Any) -> Format:
        """One Format per set of properties; 0 < len(styles) < 100 keeps Excel's own limits far."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            base = {"font_name": FONT, "font_size": 10, "font_color": LIGHT["ink"], "valign": "vcenter"}
            self._styles[key] = self.workbook.add_format(base | properties)
        return self._styles[key]

    def text_style(self, **properties: Any) -> Format:
        return self.style(quote_prefix=True, **properties)

    def cell(self, **properties: Any) -> Format:
        """A cell of a table: a hair rule below, nothing else."""
        return self.style(bottom=1, bottom_color=LIGHT["line"], **properties)

    def text_cell(self, **properties: Any) -> Format:
        return self.cell(quote_prefix=True, **({"text_wrap": True} | properties))

    def header(self, **properties: Any) -> Format:
        given = {"bold": True, "font_color": LIGHT["paper"], "bg_color": LIGHT["accent"], "text_wrap": True}
        return self.text_style(**(given | {"align": "center"} | properties))


@dataclass(frozen=True)
class Book(Styles):
    """A workbook being written from a snapshot; ``number`` is the snapshot's, empty if it has none."""

    frozen: Frozen
    sha256: str
    number: str = ""

    def titled(self, title: str) -> str:
        return with_mark(title, self.frozen.card.plan)

    @property
    def label(self) -> str:
        """How paper traces back."""
        return material_label(self.number or self.frozen.card.period, self.sha256)

    @property
    def audit_label(self) -> str:
        """The audit chain's head beside it: 日志 7c1e…/1,204条; empty where there was none."""
        head, rows = self.frozen.audit_head[:12], self.frozen.audit_rows
        if not head:
            return ""
        return f" 日志链 {head}" + ("" if rows is None else f"/{rows}条")


def with_mark(title: str, plan: PlanRef) -> str:
    """A sheet's title, which says of made-up figures that they are."""
    return bracketed(title, plan.mark) if plan.mark else title


def put_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """A text and nothing but a text, whatever it looks like, with the marks of printed Chinese."""
    safe = full_width(safe_text(text))
    if safe:
        sheet.write_string(row, column, safe, style)
    else:
        sheet.write_blank(row, column, None, style)


def put_merged(sheet: Worksheet, row: int, first: int, last: int, text: str, style: Format) -> None:
    if last > first:
        # merge_range guesses what a value is; write_string, over it, doesn't.
        sheet.merge_range(row, first, row, last, "", style)
    put_text(sheet, row, first, text, style)


def put_ratio(sheet: Worksheet, row: int, column: int, ratio: Fraction | None, style: Format) -> None:
    if ratio is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, float(ratio), style)


def is_exact(value: Decimal) -> bool:
    """Whether Excel keeps every digit of it."""
    # Zeros at either end are no digits that a float could lose.
    return len(plain(value).strip("-0.").replace(".", "")) <= _EXACT_DIGITS


def amount_format(value: Decimal) -> str:
    """As many decimals as the value has, thousands separators, a true minus."""
    decimals = len(plain(value).partition(".")[2])
    shape = "#,##0" + ("." + "0" * decimals if decimals else "")
    return f"{shape};−{shape}"


def safe_text(text: str) -> str:
    """Cleaned once more: one bad character would make the whole file unreadable."""
    kept = clean_text(text, limit=len(text) + 1)
    return kept if len(kept) <= _LONGEST_CELL else f"{kept[:_LONGEST_CELL]}…（全文见系统）"


def lines_of(text: str, width: float) -> int:
    """How many lines a text takes in a column of ``width`` characters; a Chinese one counts twice."""
    # A hair more than 1 for the others: an estimate too small would hide a line, one too large only room.
    lengths = (sum(2 if ord(sign) > 0x2000 else 1.05 for sign in part) for part in text.split("\n"))
    return sum(max(1, ceil(length / (width - 1))) for length in lengths)


def height_of(*cells: tuple[str, float]) -> float:
    """The row height for wrapped texts, each with its column's width."""
    most = max(lines_of(text, width) for text, width in cells)
    return min(most * _LINE + 9, TALLEST_ROW)


def set_page(book: Book, sheet: Worksheet, paper: int, *, landscape: bool = True) -> None:
    """Paper, margins, and a footer by which a printed page traces back to its snapshot."""
    sheet.set_paper(paper)
    if landscape:
        sheet.set_landscape()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.65)
    sheet.center_horizontally()
    sheet.hide_gridlines(2)
    font = f'&"{FONT},Regular"&8'
    # & is a code in footers. The words before a name keep its digits from being read as a size.
    name = safe_text(book.frozen.name)[:40].replace("\n", " ").replace("&", "&&")
    label = full_width(safe_text(book.label + book.audit_label))[:90].replace("&", "&&")
    if book.frozen.card.plan.mark:
        sheet.set_header(f"&R{font}{book.frozen.card.plan.mark}", {"margin": 0.2})
    sheet.set_footer(f"&L{font}{label}&C{font}第 &P 页，共 &N 页&R{font}会议材料：{name}", {"margin": 0.3})


def local_time(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
