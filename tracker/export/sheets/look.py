"""What the sheets share: styles, safe cells, page set-up, and how tall a wrapped text stands.

Cells hold facts: numbers as numbers, texts as texts with the quote prefix, so that what a
department typed can't become a formula or a link, not even after F2 and Enter. What does not
exist is an empty cell; the word for it stands in the status column.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tracker.domain.language import bracketed
from tracker.domain.language.punctuation import full_width
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.quantity import amount_text, plain
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.palette import LIGHT
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
_LONGEST_LITERAL = 40  # a format has 255 characters, and holds the words twice


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

    def numeric(self, **properties: Any) -> Format:
        """A number's cell: one that is too wide for its column gets smaller letters instead of ####."""
        return self.cell(shrink=True, **properties)

    def text_cell(self, **properties: Any) -> Format:
        return self.cell(quote_prefix=True, **({"text_wrap": True} | properties))

    def header(self, **properties: Any) -> Format:
        """Grey, so that the statuses alone have colour."""
        given = {"bold": True, "bg_color": LIGHT["track"], "text_wrap": True}
        given |= {"bottom": 1, "bottom_color": LIGHT["edge"], "top": 1, "top_color": LIGHT["edge"]}
        return self.text_style(**(given | {"align": "center"} | properties))


@dataclass(frozen=True)
class Book(Styles):
    """A workbook being written from a snapshot; ``number`` is the snapshot's, empty if it has none."""

    frozen: Frozen
    sha256: str
    number: str = ""
    is_preview: bool = False

    @property
    def mark(self) -> str:
        """What every sheet says: that it is a preview, that its figures are made up; mostly nothing."""
        return " ".join(filter(None, ("预览" if self.is_preview else "", self.frozen.card.plan.mark)))

    def titled(self, title: str) -> str:
        return with_mark(title, self.mark)

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


def with_mark(title: str, mark: str) -> str:
    """A sheet's title, which says of made-up figures that they are."""
    return bracketed(title, mark) if mark else title


def put_text(sheet: Worksheet, row: int, column: int, text: str, style: Format) -> None:
    """A text and nothing but a text, whatever it looks like, with the marks of printed Chinese."""
    safe = _printed(text)
    if safe:
        sheet.write_string(row, column, safe, style)
    else:
        sheet.write_blank(row, column, None, style)


@lru_cache(4096)  # names of areas, units and statuses stand in every row
def _printed(text: str) -> str:
    return full_width(safe_text(text))


def put_merged(sheet: Worksheet, row: int, first: int, last: int, text: str, style: Format) -> None:
    if last > first:
        # merge_range guesses what a value is; write_string, over it, doesn't.
        sheet.merge_range(row, first, row, last, "", style)
    put_text(sheet, row, first, text, style)


def put_amount(
    styles: Styles,
    sheet: Worksheet,
    row: int,
    column: int,
    value: Decimal,
    words: tuple[str, str],
    **look: Any,
) -> str:
    """A number with the words around it as its format; returns what shows. A text beyond Excel's digits."""
    before, behind = words
    shown = f"{before}{amount_text(value)}{behind}"
    if is_exact(value):
        form = amount_format(value, before, behind)
        style = styles.numeric(num_format=form, align="right", **look)
        sheet.write_number(row, column, float(value), style)
    else:
        put_text(sheet, row, column, shown, styles.text_cell(align="right", **look))
    return shown


def put_ratio(sheet: Worksheet, row: int, column: int, ratio: Fraction | None, style: Format) -> None:
    if ratio is None:
        sheet.write_blank(row, column, None, style)
    else:
        sheet.write_number(row, column, float(ratio), style)


def is_exact(value: Decimal) -> bool:
    """Whether Excel keeps every digit of it."""
    # Zeros at either end are no digits that a float could lose.
    return len(plain(value).strip("-0.").replace(".", "")) <= _EXACT_DIGITS


def amount_format(value: Decimal, before: str = "", behind: str = "") -> str:
    """As many decimals as the value has, thousands separators, a true minus; words stand around it.

    So 超过36万标箱 is a number to calculate with, 36, and its format the rest.
    """
    decimals = len(plain(value).partition(".")[2])
    shape = "#,##0" + ("." + "0" * decimals if decimals else "")
    first, last = _literal(before), _literal(behind)
    return f"{first}{shape}{last};{first}−{shape}{last}"


def _literal(words: str) -> str:
    """Words of a number format: in quotes nothing of them is a code; a quote of their own would end them."""
    kept = full_width(safe_text(words)).replace('"', "”").replace("\n", " ")[:_LONGEST_LITERAL]
    return f'"{kept}"' if kept else ""


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
    if book.mark:
        sheet.set_header(f"&R{font}{book.mark}", {"margin": 0.2})
    sheet.set_footer(f"&L{font}{label}&C{font}第 &P 页，共 &N 页&R{font}会议材料：{name}", {"margin": 0.3})


def local_time(instant: datetime) -> str:
    local = instant.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
