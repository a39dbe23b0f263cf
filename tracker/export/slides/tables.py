"""Native tables as DrawingML text: hair rules, a red head, rows of a reckoned height, broken into pages.

Written as one text: a cell at a time through the library takes ten times as long.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.domain.listing import cells as figures
from tracker.domain.progress.status import Status
from tracker.export.drawingml import drawable, fill
from tracker.export.slides.fit import LINE, clipped, lines_of
from tracker.export.slides.marks import MM, PT, Box, Piece, paragraph, paragraph_of, run

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


class Rich(NamedTuple):
    """Paragraphs in letters of their own sizes; each takes at most its column's ``lines``.

    ``hang``: points that all is set in, but for the mark that it begins with.
    """

    paragraphs: tuple[tuple[Piece, ...], ...]
    hang: float = 0

    def within(self, room: float, lines: int) -> "Rich":
        kept = (_clipped(pieces, room - self.hang, lines) for pieces in self.paragraphs)
        return self._replace(paragraphs=tuple(kept))

    def height(self, room: float) -> float:
        """Points."""
        return sum(
            lines_of(_text(pieces), room - self.hang, _largest(pieces)) * _largest(pieces) * LINE
            for pieces in self.paragraphs
        )


def _text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def _largest(pieces: Sequence[Piece]) -> float:
    return max(piece.size for piece in pieces)


def _clipped(pieces: tuple[Piece, ...], room: float, lines: int) -> tuple[Piece, ...]:
    """Clipped as one text, as it will stand; then parted again into what differs in look."""
    drawn = tuple(piece.drawn for piece in pieces)
    text, kept = clipped(_text(drawn), room, _largest(drawn), lines), []
    for piece in drawn:
        kept.append(piece._replace(text=text[: len(piece.text)]))
        text = text[len(piece.text) :]
    return (*kept[:-1], kept[-1]._replace(text=kept[-1].text + text))


Cell = str | Mark | Rich


@dataclass(frozen=True)
class Row:
    """Cells of a row; ``band`` makes it one cell over the whole width."""

    cells: tuple[Cell, ...]
    band: bool = False


@dataclass(frozen=True)
class Look:
    """Columns of a table at one width (EMU) and one size (points).

    ``head_size`` makes small grey heads over a line, as on slides; else they stand on the accent's colour.
    ``is_headless``: none at all, as of a grid, whose cells begin at one height.
    """

    columns: tuple[Column, ...]
    width: int
    size: float
    head_size: float = 0
    is_headless: bool = False

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
    def above(self) -> float:
        """Millimetres between a line and the letters below and above it; more where no head parts them."""
        return _ABOVE + self.is_headless

    @property
    def padding(self) -> float:
        return 2 * self.above * MM / PT

    @property
    def head_height(self) -> float:
        """Points; heads take one line or two."""
        if self.is_headless:
            return 0
        size = self.head_size or self.size
        most = max(lines_of(column.head, self.room(place), size) for place, column in enumerate(self.columns))
        return most * size * LINE + self.padding + 3


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
    highest = look.line
    for place, (column, cell) in enumerate(zip(look.columns, row.cells, strict=True)):
        if isinstance(cell, Mark):
            shown.append(cell)
            continue
        if isinstance(cell, Rich):
            rich = cell.within(look.room(place), column.lines)
            highest = max(highest, rich.height(look.room(place)))
            shown.append(rich)
            continue
        text = clipped(drawable(cell), look.room(place), look.size, column.lines)
        highest = max(highest, lines_of(text, look.room(place), look.size) * look.line)
        shown.append(text)
    return Laid(tuple(shown), highest + look.padding, False)


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


def spread(rows: Sequence[Laid], room: float, most: float) -> list[Laid]:
    """The rows made higher until they fill ``room`` points, the lowest first, none beyond ``most``."""
    for least in range(round(most), 0, -1):
        high = [max(row.height, least) for row in rows]
        if sum(high) <= room:
            return [replace(row, height=height) for row, height in zip(rows, high, strict=True)]
    return list(rows)


def table_xml(look: Look, rows: Sequence[Laid]) -> str:
    grid = "".join(f'<a:gridCol w="{width}"/>' for width in look.widths)
    head = "".join(_head(column, look) for column in look.columns)
    has_head = not look.is_headless
    first = f'<a:tr h="{round(look.head_height * PT)}">{head}</a:tr>' if has_head else ""
    body = "".join(_row(look, row) for row in rows)
    about = f'<a:tblPr firstRow="{int(has_head)}"/><a:tblGrid>{grid}</a:tblGrid>'
    return f"<a:tbl>{about}{first}{body}</a:tbl>"


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
        text = paragraph(runs, look.size, stand="l")
        first = _cell(text, look, "ground", span=len(look.columns))
        return f'<a:tr h="{height}">{first}{_MERGED * others}</a:tr>'
    cells = "".join(
        _cell(_paragraphs(cell, look.size, column), look)
        for column, cell in zip(look.columns, row.texts, strict=True)
    )
    return f'<a:tr h="{height}">{cells}</a:tr>'


_MERGED = '<a:tc hMerge="1"><a:txBody><a:bodyPr/><a:lstStyle/><a:p/></a:txBody><a:tcPr/></a:tc>'


def _head(column: Column, look: Look) -> str:
    if not look.head_size:
        runs = run(column.head, look.size, "paper", bold=True)
        return _cell(paragraph(runs, look.size, stand=column.stand), look, "accent", rule="")
    runs = run(column.head, look.head_size, "muted")
    return _cell(paragraph(runs, look.head_size, stand=column.stand), look, rule=_LINE_BELOW_HEAD)


def _paragraphs(cell: Cell, size: float, column: Column) -> str:
    if isinstance(cell, Rich):
        # The first begins with the mark.
        hangs = (cell.hang, *[0.0] * (len(cell.paragraphs) - 1))
        return "".join(
            paragraph_of(pieces, stand=column.stand, inset=cell.hang, hang=hang)
            for pieces, hang in zip(cell.paragraphs, hangs, strict=True)
        )
    if isinstance(cell, Mark):
        runs = run(f"{cell.status.shape} ", size, cell.status)
        runs += run(cell.status.word, size, "ink", bold=True)
    else:
        runs = run(cell, size, "ink", bold=column.bold)
    return paragraph(runs, size, stand=column.stand)


_RULE = f'<a:lnB w="6350">{fill("line")}</a:lnB>'
_LINE_BELOW_HEAD = f'<a:lnB w="19050">{fill("ink")}</a:lnB>'


def _cell(paragraphs: str, look: Look, ground: str = "", *, span: int = 1, rule: str = _RULE) -> str:
    merged = f' gridSpan="{span}"' if span > 1 else ""
    none = "".join(f'<a:{side} w="0"><a:noFill/></a:{side}>' for side in ("lnL", "lnR", "lnT"))
    below = rule or '<a:lnB w="0"><a:noFill/></a:lnB>'
    painted = fill(ground) if ground else "<a:noFill/>"
    side, above = round(_SIDE * MM), round(look.above * MM)
    anchor = "t" if look.is_headless else "ctr"
    return (
        f"<a:tc{merged}><a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs or '<a:p/>'}</a:txBody>"
        f'<a:tcPr marL="{side}" marR="{side}" marT="{above}" marB="{above}" anchor="{anchor}">'
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
