# ruff: noqa: E501
"""Paragraphs, runs and tables as WordprocessingML. Lengths in twips (1/20 pt), sizes in half points."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from tracker.domain.language.texts import clean_text
from tracker.domain.sentences import full_width

MM = 1440 / 25.4
_LONGEST = 8_000


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
    shown = words(text)
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


def table(columns: Sequence[Column], rows: Iterable[str], description: str = "") -> str:
    """A table with a head that repeats on each page; the rows come from ``row`` and ``band``."""
    total = sum(column.width for column in columns)
    grid = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
    about = f"<w:tblDescription w:val={attribute(description)}/>" if description else ""
    head = "".join(_cell(column.head, column.width, "center", "TableHead") for column in columns)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="{total}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="0420"/>{about}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{head}</w:tr>{''.join(rows)}</w:tbl>"
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


def band(columns: Sequence[Column], content: str) -> str:
    """A row of one cell over the whole width; it stays with the row behind it."""
    width = sum(column.width for column in columns)
    return (
        f'<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>'
        f'<w:gridSpan w:val="{len(columns)}"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{text('TableBand', content, '<w:keepNext/>')}</w:tc></w:tr>"
    )


def _cell(content: str, width: int, stand: str, style: str, together: bool = True, indent: int = 0) -> str:
    aligned = "<w:keepNext/>" if together else ""
    aligned += f'<w:ind w:leftChars="{indent * 100}" w:left="{indent * 210}"/>' if indent else ""
    aligned += "" if stand == "left" else f'<w:jc w:val="{stand}"/>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{text(style, content, aligned)}</w:tc>"
    )
