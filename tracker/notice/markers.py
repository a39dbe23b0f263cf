"""Where the markers of a text's levels stand: 一、 (一) 1. ① and the first cells of a table's rows.

They order the text and are no numbers of it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tracker.notice.columns import Column
from tracker.notice.layouts import LEVELS, RANKS, ROW
from tracker.notice.normalise import Span, View
from tracker.notice.tables import Row, rows_of

# Within a paragraph: 一是…, 二要…; (1)…;(2)…; ①; and 1.… behind a full stop, a semicolon or in a cell.
_INLINE = re.compile(
    r"[①-⑳]|(?<=[。;:,\t”)])\((?:\d{1,2}|[一二三四五六七八九十]+)\)(?!\d)|(?<=[。;:\t])\d{1,2}[.、](?!\d)"
    r"|(?<=[。;\t])\d{1,2}[.](?=\d{1,2}月)|(?<=[。;:,\n\t])[一二三四五六七八九十](?=[是要])"
)
_ATTACHED = re.compile(r"附[件表]\d{0,2}[:.]?")
_ENTRY = re.compile(r"(\d{1,2})[.、]")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0}


@dataclass(frozen=True)
class Marker:
    """A marker at the start of a line. ``label`` as written, ``line`` the paragraph that it opens."""

    key: str
    number: int
    label: str
    span: Span
    line: Span

    @property
    def start(self) -> int:
        """Where what it opens begins: a row with its first cell, wherever its number stands."""
        return self.line.start if self.key == ROW else self.span.start

    @property
    def rank(self) -> int:
        return RANKS[self.key]


@dataclass(frozen=True)
class Markers:
    """``levels`` open paragraphs; ``inline`` stand within them or in a list of attachments."""

    levels: tuple[Marker, ...]
    inline: tuple[Span, ...]


def counted(written: str) -> int:
    """The number of a heading: 四十三 is 43, 一百零一 is 101."""
    hundreds, has_hundreds, rest = written.rpartition("百")
    tens, has_tens, ones = rest.lstrip("零〇").rpartition("十")
    number = (_digits(hundreds) if hundreds else 1) * 100 * bool(has_hundreds)
    return number + (_digits(tens) if tens else 1) * 10 * bool(has_tens) + _digits(ones)


def _digits(written: str) -> int:
    """九 is 9; 二〇 is 20; whatever else stands there counts for nothing."""
    value = 0
    for character in written:
        value = value * 10 + _DIGITS.get(character, 0)
    return value


@lru_cache(maxsize=8)
def markers_of(view: View) -> Markers:
    levels: list[Marker] = []
    inline = [Span(*found.span()) for found in _INLINE.finditer(view.text)]
    last: dict[str, int] = {}
    attached = False
    rows = {row.line.start: row for row in rows_of(view)}
    for line in view.lines():
        if line.start == line.end:
            continue
        if attached := _goes_on(view, line, attached):
            inline += _entries(view, line)
            continue
        marker = _marker(view, line)
        if (marker is None or marker.key == ROW) and (row := rows.get(line.start)) is not None:
            marker = _of_row(view, row, last.get(ROW, 0) + 1)
        if marker is not None and _is_next(marker, last.get(marker.key)):
            levels.append(marker)
            last[marker.key] = marker.number
    return Markers(tuple(levels), tuple(sorted(inline)))


def _goes_on(view: View, line: Span, attached: bool) -> bool:
    """附件:1.… and the entries on the lines below it."""
    words = line.of(view.text)
    if _ATTACHED.match(words):
        return True
    return attached and _ENTRY.match(words) is not None and "。" not in words and len(words) < 60


def _entries(view: View, line: Span) -> Iterator[Span]:
    for found in re.finditer(r"(?:(?<=^)|(?<=[:;]))\d{1,2}[.、]", line.of(view.text)):
        yield Span(line.start + found.start(), line.start + found.end())


def _marker(view: View, line: Span) -> Marker | None:
    is_row = "\t" in view.text[line.start : line.end]
    for level in LEVELS:
        if is_row and level.key not in (ROW, "一、", "(一)"):
            continue
        found = level.marker.match(view.text, line.start, line.end)
        if found is not None and not (level.key == "1.1" and _is_amount(view, found)):
            group = next(place for place, written in enumerate(found.groups(), 1) if written is not None)
            return Marker(level.key, _number(found[group]), found[group], Span(*found.span()), line)
    return None if is_row else _bare_number(view, line)


def _is_amount(view: View, found: re.Match[str]) -> bool:
    """1.1亿元 at the start of a line; a heading's number stands apart, or before no unit."""
    stands_apart = view.origin[found.end()] > view.origin[found.end() - 1] + 1
    return not stands_apart and view.text[found.end()] in "万亿个家项名亩元公吨米倍户人座所处条"


def _of_row(view: View, row: Row, count: int) -> Marker | None:
    """By the cell of its number; a row that names units without one is counted."""
    for cell in row.of(Column.NUMBER, Column.CATEGORY):
        if found := re.fullmatch(r"[*★☆]?(\d{1,4})", cell.span.of(view.text)):
            return Marker(ROW, int(found[1]), found[1], cell.span, row.line)
    if row.of(Column.NUMBER) or not row.of(Column.LEAD, Column.LISTED, Column.CO):
        return None
    return Marker(ROW, count, str(count), Span(row.line.start, row.line.start), row.line)


def _bare_number(view: View, line: Span) -> Marker | None:
    """1 新建…: a number that only a blank parts from its item."""
    found = re.compile(r"(\d{1,3})(?=[\u4e00-\u9fff“★*])").match(view.text, line.start, line.end)
    if found is None or view.origin[found.end()] == view.origin[found.end() - 1] + 1:
        return None
    if re.match(r"[年月日家个项名]", view.text[found.end() :][:1]):
        return None
    return Marker("1.", int(found[1]), found[1], Span(*found.span()), line)


def _number(written: str) -> int:
    if written.isascii():
        return int(written.rpartition(".")[2])
    if written in "●■◆▲":
        return 0  # counted where it is needed
    return ord(written) - ord("①") + 1 if "①" <= written <= "⑳" else counted(written)


def _is_next(marker: Marker, last: int | None) -> bool:
    """Chinese markers are taken as they come; 12. has to follow 11., or a line may begin with a number."""
    if marker.label[0] not in "0123456789" or last is None:
        return True
    return marker.number == 1 or last < marker.number <= last + 3
