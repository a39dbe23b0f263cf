"""Tables whose cells blanks or strokes part: columns that an editor aligned, | 序号 | 任务 |.

Blanks part cells below a head that says so by its words alone; any other line is left as it is.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from tracker.notice.characters import BLANK, bare, width
from tracker.notice.columns import is_certain_head

Cells = list[tuple[int, int]]
_STROKE = re.compile("[|｜│┃]")
_DRAWN = re.compile(rf"[-:=+─━┌┬┐├┼┤└┴┘|｜│┃{BLANK}]+")  # a line between rows
_GAP = re.compile(rf"[{BLANK}]{{2,}}|\u3000")
_ANY_BLANK = re.compile(rf"[{BLANK}]+")
_LONGEST = 2000  # characters of a row
_MOST = 20  # cells of a head


def grids_of(lines: Sequence[str]) -> dict[int, Cells]:
    """By the place of a line, where its cells stand in it, empty ones included."""
    found: dict[int, Cells] = {}
    head: tuple[str, Cells] | None = None
    for place, line in enumerate(lines):
        if not line.strip() or len(line) > _LONGEST:
            continue
        if len(_STROKE.findall(line)) >= 2:
            found[place] = [] if _DRAWN.fullmatch(line) else _stroked(line)
        elif (as_head := _head(line)) is not None:
            head, found[place] = (line, as_head), as_head
        elif head is not None and (row := _row(line, *head)):
            found[place] = row
        elif _GAP.search(line.strip(BLANK)) or len(line) > 40:
            head = None
    return found


def _stroked(line: str) -> Cells:
    """A stroke that opens or closes the line parts nothing."""
    cells = _parted(line, _STROKE)
    return [
        (start, end)
        for place, (start, end) in enumerate(cells)
        if start < end or place not in (0, len(cells) - 1)
    ]


def _head(line: str) -> Cells | None:
    if "\t" in line:
        return None
    for gap in (_GAP, _ANY_BLANK):
        cells = _parted(line.rstrip(BLANK), gap)
        if 3 <= len(cells) <= _MOST and is_certain_head([bare(line[start:end]) for start, end in cells]):
            return cells
    return None


def _row(line: str, head: str, columns: Cells) -> Cells | None:
    """As many cells as the head has; where one is empty the others stand below their own columns."""
    if "\t" in line:
        return None
    line = line.rstrip(BLANK)
    cells = _parted(line, _GAP)
    for gap in (_GAP, _ANY_BLANK):
        if len(parted := _parted(line, gap)) == len(columns):
            return parted
    if not 3 <= len(cells) < len(columns):
        return None
    starts = [width(head[:start]) for start, _ in columns]
    places = []
    for start, end in cells:
        middle = (width(line[:start]) + width(line[:end])) / 2
        after = [place for place, at in enumerate(starts) if at <= max(middle, width(line[:start]))]
        places.append(after[-1] if after else 0)
    if any(one >= other for one, other in pairwise(places)):
        return None
    by_place = dict(zip(places, cells, strict=True))
    row, at = [], cells[0][0]
    for place in range(len(columns)):
        row.append(by_place.get(place, (at, at)))
        at = row[-1][1]
    return row


def _parted(line: str, gap: re.Pattern[str]) -> Cells:
    """What stands between the gaps, without the blanks around it."""
    start = len(line) - len(line.lstrip(BLANK))
    cells = []
    for found in gap.finditer(line, start):
        cells.append(_trimmed(line, start, found.start()))
        start = found.end()
    return [*cells, _trimmed(line, start, len(line))]


def _trimmed(line: str, start: int, end: int) -> tuple[int, int]:
    words = line[start:end]
    start += len(words) - len(words.lstrip(BLANK))
    return start, start + len(words.strip(BLANK))
