"""Rows as CSV that Excel opens as it stands: UTF-8 with a BOM, nothing that runs as a formula."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO

from tracker.domain.language.texts import clean_text
from tracker.domain.listing.cells import Cell, Column, Done, Points, Row
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.measure.quantity import plain, rounded
from tracker.domain.progress.status import Status

BOM = "\ufeff"
# What spreadsheet programs start a formula with, also in full width; a tab or line end before it hides it.
_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_PLACES, _POINT_PLACES = 6, 4


def csv_pieces(header: Sequence[str], pieces: Iterable[Iterable[Sequence[str]]]) -> Iterator[bytes]:
    """The header, then each piece's rows, as bytes to be sent one after the other."""
    yield (BOM + _lines([header])).encode()
    for rows in pieces:
        yield _lines(rows).encode()


def text_cell(text: str) -> str:
    """A text that stays one: behind an apostrophe where a program would take it for a formula."""
    risky = text.lstrip().startswith(_STARTS) or text[:1] in ("\t", "\r", "\n")
    return f"'{text}" if risky else text


def _lines(rows: Iterable[Sequence[str]]) -> str:
    written = StringIO()
    csv.writer(written).writerows([text_cell(text) for text in row] for row in rows)
    return written.getvalue()


def table_csv(columns: Sequence[Column], rows: Iterable[Row], as_text: Callable[[Cell], str]) -> bytes:
    """A table of figures; ``as_text`` is ``for_programs`` or ``for_people``."""
    target = StringIO()
    lines = csv.writer(target)
    lines.writerow(column.head for column in columns)
    for row in rows:
        lines.writerow(as_text(column.read(row)) for column in columns)
    return (BOM + target.getvalue()).encode()


def for_programs(cell: Cell) -> str:
    """Nothing is an empty cell, a number stays one, a text never becomes a formula."""
    match cell:
        case None:
            return ""
        case Status():
            return cell.word
        case bool():
            return "是" if cell else "否"
        case int() | Period():
            return str(cell)
        case Decimal():
            return plain(cell)
        case Done():
            return plain(cell.value)
        case Fraction():
            return plain(rounded(cell, _PLACES))
        case Points():
            return plain(rounded(cell.ratio, _PLACES))
        case datetime():
            return f"{cell.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
    return text_cell(clean_text(cell, limit=len(cell) + 1))


def for_people(cell: Cell) -> str:
    """The same, with differences in 百分点 and a milestone's figure in words."""
    match cell:
        case Points():
            return plain(rounded(cell.ratio * 100, _POINT_PLACES))
        case Done():
            return cell.word
    return for_programs(cell)
