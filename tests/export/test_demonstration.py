"""Made-up figures say so on every page of every file; real ones carry no such mark."""

import csv
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl  # type: ignore[import-untyped]
import pytest
from pptx import Presentation
from pypdf import PdfReader

from tests.export import made_up as m
from tests.export.file_text import text_of_file
from tracker.domain.listing.wanted import columns_of
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.domain.progress.scorecard import DEMONSTRATION, Scorecard
from tracker.export.formats import FORMATS, Format
from tracker.export.listing import csv_of, workbook_of
from tracker.export.options import HOUSE

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
REAL, MADE_UP = m.card(), replace(m.card(), plan=replace(m.PLAN, is_demonstration=True))


def pages_of(suffix: str, data: bytes) -> Iterator[str]:
    """What stands on each slide, sheet, printed page or row; of a Word file on each kind of head."""
    match suffix:
        case "pptx":
            for slide in Presentation(BytesIO(data)).slides:
                yield "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        case "docx":
            with ZipFile(BytesIO(data)) as parts:
                for name in parts.namelist():
                    if re.fullmatch(r"word/header_\w+\.xml", name):
                        yield parts.read(name).decode()
        case "pdf":
            yield from (page.extract_text() for page in PdfReader(BytesIO(data)).pages)
        case "xlsx":
            for sheet in openpyxl.load_workbook(BytesIO(data)):
                assert DEMONSTRATION in (sheet.oddHeader.right.text or ""), f"{sheet.title} on paper"
                if sheet.title == "透视数据":  # heads in its first row: it says so in a column, as a CSV does
                    head = next(cell for cell in sheet[1] if cell.value == "演示数据")
                    yield from (
                        str(sheet.cell(line, head.column).value) for line in range(2, sheet.max_row + 1)
                    )
                else:
                    yield str(sheet.cell(1, 1).value)
        case "csv":
            for row in csv.DictReader(StringIO(data.decode("utf-8-sig"))):
                yield row["演示数据"]


def made(each: Format, card: Scorecard) -> bytes:
    content = m.content(card)
    return each.bytes_of(content, content_sha256(content), "2025Q3-02", HOUSE)


@pytest.mark.parametrize("each", [each for each in FORMATS if each.key != "json"], ids=lambda each: each.key)
def test_every_page_of_the_kit_carries_the_mark(each: Format) -> None:
    pages = list(pages_of(each.suffix, made(each, MADE_UP)))
    assert pages
    assert [page for page in pages if DEMONSTRATION not in page] == []


@pytest.mark.parametrize("each", [each for each in FORMATS if each.key != "json"], ids=lambda each: each.key)
def test_real_figures_carry_none(each: Format) -> None:
    assert "演示" not in text_of_file(each.suffix, made(each, REAL))


def test_the_snapshot_itself_knows() -> None:
    content = m.content(MADE_UP)
    assert json.loads(content)["card"]["plan"]["is_demonstration"] is True
    assert thaw(content).card.plan.mark == DEMONSTRATION
    assert "is_demonstration" not in m.content(REAL), "an old snapshot's bytes stay as they are"


@pytest.mark.parametrize(("suffix", "make"), [("csv", csv_of), ("xlsx", workbook_of)])
def test_the_list_taken_along_carries_it_too(suffix: str, make: Callable[..., bytes]) -> None:
    columns = columns_of(())
    marked = list(pages_of(suffix, make(columns, MADE_UP, MADE_UP.scores)))
    assert marked
    assert all(DEMONSTRATION in page for page in marked)
    assert DEMONSTRATION not in text_of_file_of(suffix, make(columns, REAL, REAL.scores))


def text_of_file_of(suffix: str, data: bytes) -> str:
    if suffix == "csv":
        return data.decode("utf-8-sig")
    (sheet,) = openpyxl.load_workbook(BytesIO(data))
    header = sheet.oddHeader.right.text or ""
    return header + "".join(str(cell.value) for row in sheet.iter_rows() for cell in row)
