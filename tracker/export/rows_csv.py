"""Rows of texts as CSV that Excel opens as it stands: UTF-8 with a BOM, nothing that runs as a formula."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

BOM = "\ufeff"
# What spreadsheet programs start a formula with, also in full width; a tab or line end before it hides it.
_STARTS = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")


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
