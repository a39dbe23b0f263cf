"""Characters with their places on a page -> lines -> paragraphs, as Chinese is set.

A line goes on in the next where it is full, and the next neither is indented nor begins with a marker.
Lengths are points; a page's origin is at its lower left.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, median_low
from typing import NamedTuple

# What a line can't begin with, or end with, stays with its neighbour.
_UNSPLIT = re.compile(r"[“‘\"（《〈〔【(\[]*([A-Za-z0-9.,%‰/+-]+|.)[，。；：、！？）》〉〕】”’\",.;:)\]%‰]*")
ENDS = re.compile(r"[。；：！？.;:!?][”’）)》]*$")
# What opens a paragraph by itself: 一、 (一) 1. 1) ① 第一条 ★; never 1.5.
_MARKER = re.compile(
    r"[★☆*●■◆]|[（(]?[零一二三四五六七八九十百]+[、）)]|[（(]\d{1,3}[）)]|\d{1,3}([.．](?!\d)|[、）)])|[①-⑳⑴-⒛]"
    r"|第[零一二三四五六七八九十百\d]+[章节条]"
)
_PAGE_NUMBER = re.compile(r"(第?)[—–―－\-·•.\s]*(\d{1,4})[—–―－\-·•.\s]*(页?)([/，,\s]*共?\s*\d{1,4}\s*页?)?")
_NUMBER = re.compile(r"\d{1,4}")
_BLANKS = re.compile(r"[ \u3000\xa0]+")
_WORD_GAP, _GAP, _COLUMN_GAP = 0.2, 0.8, 2.0  # em
_MARGINS_DIFFER = 4  # em, at most
_AT_AN_EDGE = 0.08  # of the lines
_EDGE_OF_PAGE = 0.25


class Sign(NamedTuple):
    """A character: where it begins and ends, the line that it stands on, the size of its type."""

    text: str
    left: float
    right: float
    base: float
    size: float


@dataclass(frozen=True, slots=True)
class Line:
    """``head``: how wide its beginning is that could not have been split off it."""

    text: str
    left: float
    right: float
    base: float
    size: float
    head: float


def lines_of(signs: Iterable[Sign]) -> list[Line]:
    """The lines from the top. What is raised or lowered within a line belongs to it."""
    rows: list[list[Sign]] = []
    base = size = 0.0
    for sign in sorted(signs, key=lambda one: -one.base):
        if not rows or base - sign.base > 0.45 * max(size, sign.size):
            rows.append([])
            size = 0.0
        rows[-1].append(sign)
        if sign.size > size:
            base, size = sign.base, sign.size
    return [line for line in map(_line, rows) if line.text]


def _line(row: list[Sign]) -> Line:
    row = _without_notes(_without_shadows(sorted(row, key=lambda one: one.left)))
    text, before = "", None
    places: list[Sign] = []  # of each character of the text
    for sign in row:
        gap = "" if before is None else _blank_between(before, sign)
        text += gap + sign.text
        places += [sign] * len(gap + sign.text)
        before = sign
    begin = len(text) - len(text.lstrip())
    shown = text.strip()
    if not shown:
        return Line("", 0, 0, 0, 0, 0)
    first, last = places[begin], places[begin + len(shown) - 1]
    unsplit = _UNSPLIT.match(shown)
    head = places[begin + (unsplit.end() if unsplit else 1) - 1].right - first.left
    return Line(
        text=_BLANKS.sub(" ", shown),
        left=first.left,
        right=last.right,
        base=median(sign.base for sign in row),
        size=median(sign.size for sign in row),
        head=head,
    )


def _without_shadows(row: list[Sign]) -> list[Sign]:
    """Bold type is sometimes made by printing a character twice."""
    kept: list[Sign] = []
    for sign in row:
        if not any(one.text == sign.text and sign.left - one.left < 0.15 * sign.size for one in kept[-2:]):
            kept.append(sign)
    return kept


def _without_notes(row: list[Sign]) -> list[Sign]:
    """A small raised number behind Chinese names a footnote; behind a Latin letter it is a power (km²)."""
    if not row:
        return row
    size = max(sign.size for sign in row)
    base = median_low(sign.base for sign in row if sign.size == size)
    kept: list[Sign] = []
    for sign in row:
        is_raised = sign.size < 0.9 * size and sign.base - base > 0.15 * size
        is_note = is_raised and (sign.text.isdigit() or sign.text in "[]〔〕")
        if not is_note or (kept and kept[-1].text.isascii() and kept[-1].text.isalpha()):
            kept.append(sign)
    return kept


def _blank_between(before: Sign, sign: Sign) -> str:
    gap, size = sign.left - before.right, max(before.size, sign.size)
    if gap >= _COLUMN_GAP * size and not (before.text.isspace() or sign.text.isspace()):
        return "\t"
    are_words = before.text.isalnum() and sign.text.isalnum() and (before.text + sign.text).isascii()
    return " " if gap > (_WORD_GAP if are_words else _GAP) * size else ""


def without_furniture(pages: Sequence[list[Line]], heights: Sequence[float]) -> list[list[Line]]:
    """Without page numbers, and without what stands at the head or the foot of page after page."""
    kept = [list(lines) for lines in pages]
    for _round in range(3):  # a head may have several lines
        found = _furniture(kept, heights)
        if not found:
            break
        for page, line in found:
            kept[page].remove(line)
    return kept


def _furniture(pages: list[list[Line]], heights: Sequence[float]) -> list[tuple[int, Line]]:
    outer = [
        (page, line)
        for page, lines in enumerate(pages)
        for line, is_outer in (
            *((line, line.base > (1 - _EDGE_OF_PAGE) * heights[page]) for line in lines[:1]),
            *((line, line.base < _EDGE_OF_PAGE * heights[page]) for line in lines[-1:]),
        )
        if is_outer
    ]
    shifts = Counter(
        int(number[2]) - page for page, line in outer if (number := _PAGE_NUMBER.fullmatch(line.text))
    )
    texts = Counter(place for page, line in outer for place in _places_of(line, page))
    often = max(3, len(pages) // 3)
    return [
        (page, line)
        for page, line in outer
        if _is_page_number(line, page, shifts, len(pages))
        or any(texts[place] >= often for place in _places_of(line, page))
    ]


def _places_of(line: Line, page: int) -> set[tuple[str, int]]:
    """What stands where: word for word, and with a number that counts with the pages."""
    texts = {line.text}
    for number in _NUMBER.finditer(line.text):
        texts.add(f"{line.text[: number.start()]}#{int(number[0]) - page}{line.text[number.end() :]}")
    return {(text, round(line.base / 4)) for text in texts}


def _is_page_number(line: Line, page: int, shifts: Counter[int], pages: int) -> bool:
    """A bare number is one where it counts with the pages, or is in dashes: — 3 —, 第3页."""
    number = _PAGE_NUMBER.fullmatch(line.text)
    if number is None:
        return False
    shift = int(number[2]) - page
    return not line.text.isdigit() or shifts[shift] >= max(2, pages // 2) or (pages == 1 and shift == 1)


@dataclass(frozen=True, slots=True)
class Edges:
    """Where lines begin and end. ``left`` is None where lines are not set from one edge: in a cell."""

    left: float | None
    right: float


def edges_of(lines: Sequence[Line], width: float) -> Edges:
    """Of a page of this width: the outermost places where several lines begin and end; a heading stands out.

    The right margin is about as wide as the left one: short lines alone do not make an edge.
    """
    if not lines:
        return Edges(None, width)
    size = median(line.size for line in lines)
    left = _edge([line.left for line in lines], size / 2)
    right = -_edge([-line.right for line in lines], 1.5 * size)
    return Edges(left, max(right, width - left - _MARGINS_DIFFER * size))


def _edge(places: list[float], near: float) -> float:
    """The least place that a share of the others is near to."""
    places = sorted(places)
    several = round(_AT_AN_EDGE * len(places))
    return next(place for at, place in enumerate(places) if bisect_right(places, place + near) - at > several)


def usual_step(lines: Sequence[Line]) -> float:
    steps = [above.base - below.base for above, below in pairwise(lines)]
    return median([step for step in steps if step > 0] or [0.0])


def paragraphs(lines: Sequence[tuple[Line, Edges]], step: float) -> Iterator[str]:
    """Of lines from the top, each with the edges that it is set between.

    ``step``: how far it is from line to line, usually.
    """
    said, above = "", None
    for line, edges in lines:
        if above is not None and not _goes_on(above, line, edges, step):
            yield said
            said = ""
        said = joined(said, line.text)
        above = line
    if said:
        yield said


def _goes_on(above: Line, below: Line, edges: Edges, step: float) -> bool:
    """Whether ``below`` is the same paragraph."""
    size = above.size
    if abs(size - below.size) > 0.15 * size or "\t" in above.text + below.text:
        return False
    if step and above.base - below.base > 1.45 * step:
        return False
    # A cell's edge is known, a page's is judged by its lines, some of which end a little further out.
    if edges.right - above.right > below.head + (0 if edges.left is None else size):
        return False
    if edges.left is not None and below.left - edges.left > 0.8 * size:
        return False
    return _MARKER.match(below.text) is None or ENDS.search(above.text) is None


def joined(above: str, below: str) -> str:
    """Without a blank, as Chinese is; with one between two Latin words."""
    are_words = above[-1:].isalpha() and below[:1].isalpha() and (above[-1:] + below[:1]).isascii()
    return f"{above} {below}" if are_words else above + below
