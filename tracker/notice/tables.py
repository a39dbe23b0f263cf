"""Tables in a notice: rows of cells that a tab parts, under a head that says what each column holds."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tracker.notice.columns import Column, head_of
from tracker.notice.normalise import Span, View


@dataclass(frozen=True)
class Cell:
    column: Column
    head: str
    span: Span


@dataclass(frozen=True)
class Row:
    """One row below a head. ``cells`` in their order, without empty ones."""

    line: Span
    cells: tuple[Cell, ...]

    def of(self, *columns: Column) -> list[Cell]:
        return [cell for cell in self.cells if cell.column in columns]


# What may stand between rows: 一、经济发展, (一)就业, and the name of a category, in one cell.
_CATEGORY = re.compile(r"[一二三四五六七八九十]+、.*|\(.*|[^,。;:]{2,16}")


def rows_of(view: View) -> Iterator[Row]:
    """The rows of all tables. A table without a head that is understood gives none."""
    head: Sequence[tuple[Column, str]] = ()
    for line in view.lines():
        words = line.of(view.text)
        if "\t" not in words:
            if words and not _CATEGORY.fullmatch(words):
                head = ()
            continue
        cells = words.split("\t")
        if as_head := head_of(cells):
            head = as_head
        elif head:
            yield _row(line, cells, head)


def _row(line: Span, cells: Sequence[str], head: Sequence[tuple[Column, str]]) -> Row:
    """Cells under their head. Where a merged cell in front is missing, the row is shorter: it ends alike."""
    offset = max(0, len(head) - len(cells)) if not _is_numbered_alike(cells, head) else 0
    placed = []
    start = line.start
    for place, words in enumerate(cells):
        span = Span(start, start + len(words))
        start = span.end + 1
        if words and place + offset < len(head):
            column, title = head[place + offset]
            placed.append(Cell(column, title, span))
    return Row(line, tuple(placed))


def _is_numbered_alike(cells: Sequence[str], head: Sequence[tuple[Column, str]]) -> bool:
    """Whether the number stands in the column of numbers as the row is."""
    place = next((place for place, (column, _) in enumerate(head) if column is Column.NUMBER), None)
    return (
        place is not None and place < len(cells) and re.fullmatch(r"[*★☆]?\d{1,4}", cells[place]) is not None
    )
