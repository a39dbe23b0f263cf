"""A text to read, with a map back to the text as stored.

Published copies of one notice differ in everything but their words: brackets of both widths, blanks between
digits and characters, lines that a page broke, page numbers between them. All that is read is read in a
``View``; every position that leaves this room is one of the stored text.
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from tracker.notice.aligned import Cells, grids_of
from tracker.notice.characters import BLANK, IGNORED, WIDTHS, bare, width

_LINE = re.compile(r"[^\n\r\f\v\u2028\u2029]*(?:\r\n|[\n\r\f\v\u2028\u2029]|\Z)")
_PAGE_NUMBER = re.compile(r"[-—]{1,2}\d{1,4}[-—]{1,2}|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")
_BARE_PAGE_NUMBER = re.compile(r"\d{1,3}")
# What opens a paragraph: a level's marker, a label, an opening bracket of a list of units.
_OPENS = re.compile(
    r"第[一二三四五六七八九十百\d]+[条章部编项件]|[一二三四五六七八九十百]+、|[(]?[一二三四五六七八九十百\d]+\)"
    r"|\d{1,3}[.、](?!\d)|\d{1,2}[.]\d{1,2}(?=[^\d万亿个家%])|[①-⑳Ⅰ-Ⅻ●■◆▲★☆*【—]"
    r"|[(\[【〔]?(?:责任|牵头|配合|主责|主办|协办|协同|承办|分管)[\u4e00-\u9fff]{0,4}[:\]】]|附件"
    r"|(?:重点|专项)?(?:项目|任务|实事|事项|工程|举措|行动|措施)[一二三四五六七八九十\d]+[、:.]"
)
_LONGEST_CLAUSE = 300
# 2.52:1 is one ratio; 公布时间:2026 are two clauses.
_CLAUSE_END = re.compile(r"[,。;!?\n\t]|(?<!\d):|:(?!\d)")
_SENTENCE_END = re.compile(r"[。!?\n\t]")


@dataclass(frozen=True, order=True)
class Span:
    """Characters ``start``..``end`` of a text (end excluded)."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def holds(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, eq=False)
class View:
    """``text`` is what is read; ``origin[i]`` is where its character i stands in ``stored``."""

    stored: str
    text: str
    origin: "array[int]"
    clause_ends: list[int] = field(default_factory=list)
    sentence_ends: list[int] = field(default_factory=list)

    def outward(self, span: Span) -> Span:
        """A span of the text read as one of the stored text."""
        if span.start >= span.end:
            at = self.origin[span.start] if span.start < len(self.origin) else len(self.stored)
            return Span(at, at)
        return Span(self.origin[span.start], self.origin[span.end - 1] + 1)

    def inward(self, span: Span) -> Span:
        return Span(bisect_left(self.origin, span.start), bisect_left(self.origin, span.end))

    def written(self, span: Span) -> str:
        """The words as they were written, without blanks and broken lines between them."""
        return "".join(self.stored[self.origin[at]] for at in range(span.start, span.end))

    def clause(self, span: Span) -> Span:
        """Between commas, colons, full stops or cells; of what has none, the surroundings."""
        clause = _between(self.clause_ends, span, len(self.text))
        return Span(
            max(clause.start, span.start - _LONGEST_CLAUSE), min(clause.end, span.end + _LONGEST_CLAUSE)
        )

    def sentence(self, span: Span) -> Span:
        return _between(self.sentence_ends, span, len(self.text))

    def line(self, position: int) -> Span:
        """The paragraph at a position, without its line end."""
        start = self.text.rfind("\n", 0, position) + 1
        end = self.text.find("\n", position)
        return Span(start, len(self.text) if end < 0 else end)

    def lines(self) -> Iterator[Span]:
        start = 0
        for line in self.text.split("\n"):
            yield Span(start, start + len(line))
            start += len(line) + 1


def _between(ends: list[int], span: Span, length: int) -> Span:
    before, after = bisect_right(ends, span.start - 1), bisect_left(ends, span.end)
    return Span(ends[before - 1] + 1 if before else 0, ends[after] if after < len(ends) else length)


@lru_cache(maxsize=8)
def view_of(stored: str) -> View:
    """The text to read. Takes any text; the time it takes grows with its length and no faster."""
    text: list[str] = []
    origin = array("q")
    for start, end, joins, cells in _paragraphs(stored):
        for place, (first, last) in enumerate(cells or [(0, end - start)]):
            if place:
                text.append("\t")
                origin.append(max(origin[-1], start + first - 1) if origin else start)
            _take_line(stored, start + first, start + last, text, origin)
        if not joins and end < len(stored):
            text.append("\n")
            origin.append(end)
    read = "".join(text)
    return View(
        stored=stored,
        text=read,
        origin=origin,
        clause_ends=[each.start() for each in _CLAUSE_END.finditer(read)],
        sentence_ends=[each.start() for each in _SENTENCE_END.finditer(read)],
    )


def _paragraphs(stored: str) -> list[tuple[int, int, bool, Cells]]:
    """Start and end of each line, whether the next one carries it on, and the cells of an aligned table.

    Page numbers are left out.
    """
    lines = []
    for found in _LINE.finditer(stored):
        if found.start() < len(stored):
            lines.append((found.start(), found.start() + len(found[0].rstrip("\r\n\f\v\u2028\u2029"))))
    grids = grids_of([stored[start:end] for start, end in lines])
    read = [bare(stored[start:end]) for start, end in lines]
    widths = [0 if place in grids else width(words) for place, words in enumerate(read)]
    full = _full_width_of_page(read, widths)
    kept = [
        place
        for place, words in enumerate(read)
        if not (_PAGE_NUMBER.fullmatch(words) or (full and _BARE_PAGE_NUMBER.fullmatch(words)))
        and grids.get(place) != []
    ]
    paragraphs = []
    for place, following in zip(kept, [*kept, None][1:], strict=True):
        start, end = lines[place]
        joins = (
            full > 0
            and following is not None
            and widths[place] >= full - 8
            and "\t" not in read[place]
            and following not in grids
            and bool(read[following])
            and not _OPENS.match(read[following])
            and not (read[place][-1] in "。:!?" and stored[lines[following][0]] in BLANK)
        )
        paragraphs.append((start, end, joins, grids.get(place, [])))
    return paragraphs


def _full_width_of_page(read: list[str], widths: list[int]) -> int:
    """How wide the lines of a page are that broke its paragraphs; 0 where each paragraph is one line."""
    filled = sorted(width for width in widths if width)
    if len(filled) < 8:
        return 0
    full = filled[-max(1, len(filled) // 20)]
    broken = [
        words
        for words, width, following in zip(read, widths, [*read[1:], ""], strict=True)
        if width >= full - 8
        and not words.endswith(("。", ";", "!", "?", ")", "】", "〕"))
        and not _OPENS.match(following)
    ]
    is_broken = 30 <= full <= 140 and len(broken) >= max(4, len(filled) * 3 // 10)
    return full if is_broken else 0


# 牵头单位 市发展改革委: a blank for the colon.
_LABEL = re.compile(
    r"(?:牵头|责任|配合|主责|主办|协办|协同|承办|分管)(?:责任)?(?:单位|部门|科室|处室|股室|站所|局办|领导)"
)


def _take_line(stored: str, start: int, end: int, text: list[str], origin: "array[int]") -> None:
    quoted = False
    first = len(text)
    waiting = False  # a blank was met, and may stand between two Latin words
    at_start = True
    for at in range(start, end):
        character = stored[at]
        if character in IGNORED:
            continue
        if character in BLANK:
            waiting = True
            continue
        character = character.translate(WIDTHS)
        if character == '"':
            character, quoted = ("”", False) if quoted else ("“", True)
        if waiting and not at_start and text and _parts(text[-1], character):
            text.append(" ")
            origin.append(at - 1)
        elif (
            waiting
            and 4 <= len(text) - first <= 8
            and character not in ":、,"
            and not _LABEL.match(stored, at, end)
            and _LABEL.fullmatch("".join(text[first:]))
        ):
            text.append(":")
            origin.append(at - 1)
        waiting = at_start = False
        text.append(character)
        origin.append(at)


def _parts(before: str, after: str) -> bool:
    """Whether a blank says something: between Latin words, and between two numbers."""
    return before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
