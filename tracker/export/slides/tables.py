"""Native tables as DrawingML text: hair rules, a red head, rows of a reckoned height, broken into pages.

Written as one text: a cell at a time through the library takes ten times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tracker.domain.listing import cells as figures
from tracker.domain.progress.status import Status
from tracker.export.drawingml import drawable, fill
from tracker.export.slides.fit import LINE, clipped, lines_of
from tracker.export.slides.marks import MM, PT, Box, paragraph, run

_SIDE, _ABOVE = 1.2, 0.7
_TEXT_AGAINST = 2 * _SIDE * MM


class Column(NamedTuple):
    """A column: its head, its share of the width, how its cells stand, how many lines a cell may take."""

    head: str
    share: float
    stand: str = "l"
    lines: int = 2
    bold: bool = False


class Mark(NamedTuple):
    """A status as shape and word: the shape in its colour, the word in ink."""

    status: Status


Cell = str | Mark


@dataclass(frozen=True)
class Row:
    """Cells of a row; ``band`` makes it one cell over the whole width."""

    cells: tuple[Cell, ...]
    band: bool = False


@dataclass(frozen=True)
class Look:
    """Columns of a table at one width (EMU) and one size (points)."""

    columns: tuple[Column, ...]
    width: int
    size: float

    @property
    def widths(self) -> list[int]:
        total = sum(column.share for column in self.columns)
        return [round(self.width * column.share / total) for column in self.columns]

    def room(self, place: int) -> float:
        """Points that a cell's text has across."""
        return (self.widths[place] - _TEXT_AGAINST) / PT

    @property
    def line(self) -> float:
        return self.size * LINE

    @property
    def padding(self) -> float:
        return 2 * _ABOVE * MM / PT

    @property
    def head_height(self) -> float:
        """Points; heads take one line or two."""
        most = max(
            lines_of(column.head, self.room(place), self.size) for place, column in enumerate(self.columns)
        )
        return most * self.line + self.padding + 3


@dataclass(frozen=True)
class Laid:
    """A row fitted to its columns: what is shown in each cell, and its height in points."""

    texts: tuple[Cell, ...]
    height: float
    band: bool


def laid(look: Look, row: Row) -> Laid:
    if row.band:
        text = clipped(drawable(str(row.cells[0])), (look.width - _TEXT_AGAINST) / PT, look.size, 1)
        return Laid((text,), look.line + look.padding, True)
    shown: list[Cell] = []
    most = 1
    for place, (column, cell) in enumerate(zip(look.columns, row.cells, strict=True)):
        if isinstance(cell, Mark):
            shown.append(cell)
            continue
        text = clipped(drawable(cell), look.room(place), look.size, column.lines)
        most = max(most, lines_of(text, look.room(place), look.size))
        shown.append(text)
    return Laid(tuple(shown), most * look.line + look.padding, False)


def pages(look: Look, rows: Sequence[Row], height: float, most: int = 99) -> list[list[Laid]]:
    """Rows in pages of ``height`` points, at most so many; a band never ends a page, and is told again."""
    filled: list[list[Laid]] = []
    page: list[Laid] = []
    room, band = height - look.head_height, None
    for row in rows:
        fitted = laid(look, row)
        needed = fitted.height + (look.line + look.padding if fitted.band else 0)
        if page and needed > room:
            # Its band goes over to the next page with the row that it stands above.
            while page and page[-1].band:
                page.pop()
            filled.append(page)
            if len(filled) == most:
                return filled
            page, room = [], height - look.head_height
            if band is not None and not fitted.band:
                page.append(band)
                room -= band.height
        page.append(fitted)
        room -= fitted.height
        band = fitted if fitted.band else band
    return [*filled, page] if page else filled


def table_xml(look: Look, rows: Sequence[Laid]) -> str:
    grid = "".join(f'<a:gridCol w="{width}"/>' for width in look.widths)
    head = "".join(
        _cell(run(column.head, look.size, "paper", bold=True), look, column.stand, "accent", rule=False)
        for column in look.columns
    )
    body = "".join(_row(look, row) for row in rows)
    return (
        f'<a:tbl><a:tblPr firstRow="1"/><a:tblGrid>{grid}</a:tblGrid>'
        f'<a:tr h="{round(look.head_height * PT)}">{head}</a:tr>{body}</a:tbl>'
    )


def height_of_table(look: Look, rows: Sequence[Laid]) -> int:
    """In EMU."""
    return round((look.head_height + sum(row.height for row in rows)) * PT)


def table_box(look: Look, rows: Sequence[Laid], box: Box) -> Box:
    return Box(box.left, box.top, sum(look.widths), height_of_table(look, rows))


def _row(look: Look, row: Laid) -> str:
    height = round(row.height * PT)
    if row.band:
        runs = run(str(row.texts[0]), look.size, "ink", bold=True)
        others = len(look.columns) - 1
        first = _cell(runs, look, "l", "ground", span=len(look.columns))
        return f'<a:tr h="{height}">{first}{_MERGED * others}</a:tr>'
    cells = "".join(
        _cell(_runs(cell, look.size, column.bold), look, column.stand)
        for column, cell in zip(look.columns, row.texts, strict=True)
    )
    return f'<a:tr h="{height}">{cells}</a:tr>'


_MERGED = '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'


def _runs(cell: Cell, size: float, bold: bool) -> str:
    if isinstance(cell, Mark):
        shape = run(f"{cell.status.shape} ", size, cell.status)
        return shape + run(cell.status.word, size, "ink", bold=True)
    return run(cell, size, "ink", bold=bold)


def _cell(runs: str, look: Look, stand: str, ground: str = "", *, span: int = 1, rule: bool = True) -> str:
    merged = f' gridSpan="{span}"' if span > 1 else ""
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    below = f'<a:lnB w="6350">{fill("line")}</a:lnB>' if rule else '<a:lnB w="0"><a:noFill/></a:lnB>'
    painted = fill(ground) if ground else "<a:noFill/>"
    side, above = round(_SIDE * MM), round(_ABOVE * MM)
    text = paragraph(runs, look.size, stand=stand)
    return (
        f"<a:tc{merged}><a:txBody><a:bodyPr/><a:lstStyle/>{text}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}" anchor="ctr">'
        f"{none}{below}{painted}</a:tcPr></a:tc>"
    )


_STANDS = {"left": "l", "center": "ctr", "right": "r"}


def columns_of(shown: Sequence[figures.Column], lines: int) -> tuple[Column, ...]:
    """Columns of figures; a text may take so many lines."""
    return tuple(
        Column(column.head, column.width, _STANDS[column.align], lines, column.is_name) for column in shown
    )


def cells_of(shown: Sequence[figures.Column], row: figures.Row) -> tuple[Cell, ...]:
    return tuple(_figure_cell(column.read(row)) for column in shown)


def _figure_cell(cell: figures.Cell) -> Cell:
    """A status as its mark, points with one decimal always, everything else as people read it."""
    if isinstance(cell, Status):
        return Mark(cell)
    text = figures.shown(cell)
    return f"{text}.0" if isinstance(cell, figures.Points) and "." not in text else text
