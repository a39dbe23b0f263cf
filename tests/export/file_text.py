"""What a file of the meeting kit says, as one text, read by other programs than those that wrote it."""

import csv
import re
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from html import unescape
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]

from tracker.domain.measure.quantity import rounded
from tracker.export.word.marks import NO_BREAK

# Exact to six places, compared with the snapshot's fractions where the columns are tested.
_RATIOS = {"完成率", "执行率", "应达比例", "与时序差"}


def text_of_file(suffix: str, data: bytes) -> str:
    readers = {"xlsx": _of_workbook, "csv": _of_csv, "docx": _of_word, "pptx": _of_slides, "pdf": _of_pdf}
    return "\n".join(readers[suffix](data))


def _of_workbook(data: bytes) -> Iterator[str]:
    for sheet in openpyxl.load_workbook(BytesIO(data)):
        yield from (sheet.oddFooter.left.text, sheet.oddFooter.right.text)
        for row in sheet.iter_rows():
            yield from (_shown(cell) for cell in row if cell.value is not None)


def _shown(cell: Any) -> str:
    """A number as its format prints it."""
    if isinstance(cell.value, str):
        return cell.value
    exact = Decimal(f"{cell.value:.15g}")
    form = re.sub('"[^"]*"', "", cell.number_format)  # its words: 91% is 91 with a unit, not a share
    if "%" in form:
        return f"{rounded(Fraction(exact) * 100)}%"
    points = form.startswith("+0.0")
    return f"{rounded(Fraction(exact))}" if points else f"{exact:f}"


def _of_csv(data: bytes) -> Iterator[str]:
    for row in csv.DictReader(StringIO(data.decode("utf-8-sig"))):
        yield from (value for name, value in row.items() if name not in _RATIOS)


def _of_word(data: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(data)) as parts:
        for name in sorted(parts.namelist()):
            if re.fullmatch(r"word/(document|header\w*|footer\w*|footnotes)\.xml", name):
                for paragraph in re.findall(r"<w:p[ >].*?</w:p>", parts.read(name).decode(), re.DOTALL):
                    told = unescape("".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", paragraph)))
                    yield told.replace(NO_BREAK, "")


def _of_slides(data: bytes) -> Iterator[str]:
    with ZipFile(BytesIO(data)) as parts:
        for name in sorted(parts.namelist()):
            if re.fullmatch(r"ppt/(slides|notesSlides)/[a-zA-Z]+\d+\.xml", name):
                for paragraph in re.findall(r"<a:p>.*?</a:p>", parts.read(name).decode(), re.DOTALL):
                    # A field is the slide's own number.
                    bare = re.sub(r"<a:fld .*?</a:fld>", "", paragraph, flags=re.DOTALL)
                    yield unescape("".join(re.findall(r"<a:t>([^<]*)</a:t>", bare)))


def _of_pdf(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader

    for page in PdfReader(BytesIO(data)).pages:
        # Lines break within sentences there, numbers among them.
        yield page.extract_text()
