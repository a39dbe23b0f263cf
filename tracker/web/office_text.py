"""The words of an Office file, read within bounds by a process of its own: python -m tracker.web.office_text.

The file comes by stdin and what it says goes out by stdout as JSON. Only texts and tables are read: no
formula is computed, no picture drawn, no link followed.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from io import BytesIO
from itertools import islice
from typing import Any

from tracker.bounds import Broken, Child, bound_arguments
from tracker.domain.language import _
from tracker.domain.language.errors import Refusal
from tracker.domain.workflow.media_types import MediaType

MEMORY_BYTES = 512 * 2**20
CPU_SECONDS = 10
_WALL_SECONDS = 20
_PARTS, _ROWS, _COLUMNS, _CELL = 10, 200, 30, 500  # of a file, of a part, of a row, characters of a cell
_COUNTED = 20_000  # rows of a sheet that are counted on behind those that are shown
_CHILD = Child("tracker.web.office_text")

Row = list[str]


@dataclass
class Part:
    """A sheet, a slide, or a document: its lines as rows of cells; a line of text is a row of one.

    ``left_off``: how many more rows it has; ``is_table``: whether it is one table throughout.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    left_off: int = 0
    is_table: bool = False


def words_of(kind: MediaType, content: bytes) -> list[Part]:
    """What the file says, by a child process. Raises Refusal when the child fails or breaks its bounds."""
    try:
        answer = _CHILD.answer(
            kind.value, content=content, memory=MEMORY_BYTES, seconds=CPU_SECONDS, within=_WALL_SECONDS
        )
    except Broken as broken:
        if broken.is_late:
            raise Refusal(_("文件内容较多，没有读完。请下载后查看。")) from None
        raise Refusal(_("文件内容较多或结构特殊，不能在页内预览。请下载后查看。")) from None
    return [Part(**part) for part in json.loads(answer)]


def _sheets(content: bytes) -> Iterator[Part]:
    """What is computed in a sheet is shown as its program last computed it."""
    from openpyxl import load_workbook

    book: Any = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        lines = (row for row in map(_cells, sheet.iter_rows(max_col=_COLUMNS, values_only=True)) if any(row))
        rows = list(islice(lines, _ROWS))
        yield Part(sheet.title, rows, sum(1 for _ in islice(lines, _COUNTED)), is_table=True)


def _document(content: bytes) -> Iterator[Part]:
    from docx import Document

    yield _shortened("", _lines(Document(BytesIO(content)).iter_inner_content()))


def _lines(blocks: Iterable[Any]) -> Iterator[Row]:
    """Paragraphs, and tables row by row, in their order."""
    for block in blocks:
        if hasattr(block, "rows"):
            yield from (_cells(cell.text for cell in row.cells) for row in block.rows)
        else:
            yield [block.text]


def _slides(content: bytes) -> Iterator[Part]:
    from pptx import Presentation

    for number, slide in enumerate(Presentation(BytesIO(content)).slides, start=1):
        lines: list[Row] = []
        for shape in slide.shapes:
            if shape.has_text_frame:
                lines += [[paragraph.text] for paragraph in shape.text_frame.paragraphs]
            elif shape.has_table:
                lines += [_cells(cell.text for cell in row.cells) for row in shape.table.rows]
        yield _shortened(str(number), lines)


def _shortened(name: str, lines: Iterable[Row]) -> Part:
    said = [row for row in lines if any(text.strip() for text in row)]
    return Part(name, said[:_ROWS], max(0, len(said) - _ROWS))


def _cells(values: Iterable[object]) -> Row:
    texts = ["" if value is None else str(value)[:_CELL] for value in islice(values, _COLUMNS)]
    while texts and not texts[-1]:
        texts.pop()
    return texts


_READERS: dict[MediaType, Callable[[bytes], Iterator[Part]]] = {
    MediaType.XLSX: _sheets,
    MediaType.DOCX: _document,
    MediaType.PPTX: _slides,
}


def main() -> None:
    (kind,) = bound_arguments()
    parts = islice(_READERS[MediaType(kind)](sys.stdin.buffer.read()), _PARTS)
    sys.stdout.write(json.dumps([asdict(part) for part in parts]))


if __name__ == "__main__":
    main()
