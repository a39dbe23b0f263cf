# ruff: noqa: E501
"""Paragraphs, runs and tables as WordprocessingML. Lengths in twips (1/20 pt), sizes in half points."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tracker.domain.language.texts import clean_text
from tracker.domain.sentences import full_width

MM = 1440 / 25.4
_LONGEST = 8_000
NO_BREAK = "\ufeff"  # of no width
_RANGE = re.compile("(?<=[0-9])—(?=[0-9])")


def mm(length: float) -> int:
    """Millimetres in twips."""
    return round(length * MM)


def words(text: str) -> str:
    """What was typed or said, fit for a page: no control characters, one line, full-width marks, escaped."""
    kept = clean_text(text, limit=len(text) + 1)
    if len(kept) > _LONGEST:
        kept = f"{kept[:_LONGEST]}…(全文见系统)"
    return escape(full_width(" ".join(kept.split())))


def attribute(text: str) -> str:
    """The same as a quoted attribute."""
    return quoteattr(full_width(" ".join(clean_text(text, limit=len(text) + 1).split())))


def run(text: str, properties: str = "") -> str:
    """A run of text; ``properties`` is the inside of w:rPr."""
    # 1—9 stays on one line; in Word and WPS by the settings' list of signs too (package.py).
    shown = _RANGE.sub(f"{NO_BREAK}—{NO_BREAK}", words(text))
    if not shown:
        return ""
    given = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{given}<w:t xml:space="preserve">{shown}</w:t></w:r>'


def line_break() -> str:
    return "<w:r><w:br/></w:r>"


def paragraph(style: str, *runs: str, properties: str = "") -> str:
    """A paragraph of runs; ``properties`` follow w:pStyle inside w:pPr, in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{"".join(runs)}</w:p>'


def text(style: str, content: str, properties: str = "") -> str:
    return paragraph(style, run(content), properties=properties)


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its width in twips, how its cells stand (left, center, right)."""

    head: str
    width: int
    stand: str = "left"


def kept_with_next(xml: str) -> str:
    """The same with its last paragraph kept whole, on the page of what follows; a table's end stays as it is."""
    start = xml.rfind("<w:p>")
    if start < xml.rfind("</w:tbl>"):
        return xml
    style, _, rest = xml[start:].partition("/>")
    return f"{xml[:start]}{style}/><w:keepNext/><w:keepLines/>{rest.removeprefix('<w:keepNext/>')}"


def table(
    columns: Sequence[Column],
    rows: Iterable[str],
    description: str = "",
    *,
    look: str = "Grid",
    head_style: str = "TableHead",
) -> str:
    """A table with a head that repeats on each page; the rows come from ``row`` and ``band``.

    ``look``: Grid, ruled all around, or Open, with lying rules alone.
    """
    total = sum(column.width for column in columns)
    grid = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
    about = f"<w:tblDescription w:val={attribute(description)}/>" if description else ""
    head = "".join(_cell(column.head, column.width, "center", head_style) for column in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{look}"/><w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420"/>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{''.join(rows)}</w:tbl>"
    )


def table_of(columns: Sequence[Column], rows: Iterable[Sequence[str]], *, look: str, side: int) -> str:
    """A table without a head, of paragraphs; a row with one of them takes the whole width.

    ``side``: what the cells keep free at both sides, in twips.
    """
    grid = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
    total = sum(column.width for column in columns)
    shown = ""
    for cells in rows:
        spans = [total] if len(cells) == 1 else [column.width for column in columns]
        span = f'<w:gridSpan w:val="{len(columns)}"/>' if len(cells) == 1 else ""
        inside = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}<w:vAlign w:val="center"/></w:tcPr>{cell}</w:tc>'
            for cell, width in zip(cells, spans, strict=True)
        )
        shown += f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inside}</w:tr>"
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{look}"/><w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="{side}" w:type="dxa"/>'
        f'<w:right w:w="{side}" w:type="dxa"/></w:tblCellMar><w:tblLook w:val="0400"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{shown}</w:tbl>"
    )


def row(
    columns: Sequence[Column],
    cells: Sequence[str],
    style: str = "TableCell",
    *,
    together: bool = False,
    indent: int = 0,
) -> str:
    """A row that no page break cuts in two; ``together`` keeps it on the next row's page.

    ``indent``: characters that the first cell is moved in by.
    """
    inside = "".join(
        _cell(content, column.width, column.stand, style, together, 0 if place else indent)
        for place, (content, column) in enumerate(zip(cells, columns, strict=True))
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{inside}</w:tr>"


def band(columns: Sequence[Column], content: str, style: str = "TableBand") -> str:
    """A row of one cell over the whole width; it stays with the row behind it."""
    width = sum(column.width for column in columns)
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:gridSpan w:val="{len(columns)}"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{text(style, content, '<w:keepNext/>')}</w:tc></w:tr>"
    )


def _cell(content: str, width: int, stand: str, style: str, together: bool = True, indent: int = 0) -> str:
    aligned = "<w:keepNext/>" if together else ""
    aligned += f'<w:ind w:leftChars="{indent * 100}" w:left="{indent * 210}"/>' if indent else ""
    aligned += "" if stand == "left" else f'<w:jc w:val="{stand}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{text(style, content, aligned)}</w:tc>"
    )
