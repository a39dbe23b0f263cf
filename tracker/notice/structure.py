"""The skeleton of a notice: areas (领域), articles (条), responsible units (责任单位).

Layout that is relied upon, and nothing more: a heading line ``一、…(由…牵头)`` opens an area, a line
that begins with ``(七)…。`` opens an article, and ``(责任单位:甲、乙〔丙〕)`` closes it. Brackets and
colons may be half or full width, because published copies differ; patterns write the full-width ones
as escapes, so that nobody has to tell them apart by eye.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

_COUNT = "[零一二三四五六七八九十百]+"
_AREA = re.compile(rf"^[ \u3000]*({_COUNT})、(.+?)[(\uff08]由(.+?)牵头[)\uff09][ \u3000]*$", re.MULTILINE)
_ARTICLE = re.compile(rf"^[ \u3000]*[(\uff08]({_COUNT})[)\uff09](.+?)。", re.MULTILINE)
_RESPONSIBLE = re.compile(r"[(\uff08]责任单位[:\uff1a](.+?)[)\uff09][ \u3000]*$", re.MULTILINE)
_UNIT = re.compile(r"([^、〔〕]+)(?:〔([^〕]+)〕)?")
_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True)
class ResponsibleUnit:
    """A unit as an article names it: the outer name, and the inner part of 市财政局〔国资办〕."""

    name: str
    part: str = ""

    def __str__(self) -> str:
        return f"{self.name}〔{self.part}〕" if self.part else self.name


@dataclass(frozen=True)
class ParsedArea:
    """``start``..``end``: heading to last article; the preamble lies between heading and first article."""

    number: int
    title: str
    lead: str
    start: int
    end: int
    preamble_start: int
    preamble_end: int


@dataclass(frozen=True)
class ParsedArticle:
    """``start``..``end``: from ``(七)`` to the closing bracket of 责任单位. The first unit leads."""

    number: int
    area: int
    title: str
    start: int
    end: int
    units: tuple[ResponsibleUnit, ...]


@dataclass(frozen=True)
class Structure:
    areas: tuple[ParsedArea, ...]
    articles: tuple[ParsedArticle, ...]

    def article_at(self, position: int) -> ParsedArticle | None:
        return next((one for one in self.articles if one.start <= position < one.end), None)

    def area_at(self, position: int) -> ParsedArea | None:
        return next((one for one in self.areas if one.start <= position < one.end), None)


def counted(written: str) -> int:
    """The number of a heading: 四十三 is 43, 一百零一 is 101."""
    hundreds, has_hundreds, rest = written.rpartition("百")
    tens, has_tens, ones = rest.lstrip("零").rpartition("十")
    number = (_DIGITS[hundreds] if hundreds else 1) * 100 * bool(has_hundreds)
    return number + (_DIGITS[tens] if tens else 1) * 10 * bool(has_tens) + (_DIGITS[ones] if ones else 0)


def split_units(written: str) -> tuple[ResponsibleUnit, ...]:
    """The units in their order. A remark behind a full stop (列第一位的为牵头单位,下同) is no unit."""
    names = written.split("。")[0]
    return tuple(ResponsibleUnit(name.strip(), part) for name, part in _UNIT.findall(names))


def parse_structure(text: str) -> Structure:
    headings = list(_AREA.finditer(text))
    ends = [*(heading.start() for heading in headings[1:]), len(text)]
    areas: list[ParsedArea] = []
    articles: list[ParsedArticle] = []
    for heading, end in zip(headings, ends, strict=True):
        inside = _articles(text, counted(heading[1]), heading.end(), end)
        articles += inside
        areas.append(_area(text, heading, inside, end))
    return Structure(tuple(areas), tuple(articles))


def _area(text: str, heading: re.Match[str], inside: list[ParsedArticle], limit: int) -> ParsedArea:
    """The last area ends with its last article: the closing words of the notice belong to no area."""
    stop = inside[0].start if inside else limit
    preamble = text[heading.end() : stop]
    first = heading.end() + len(preamble) - len(preamble.lstrip())
    return ParsedArea(
        number=counted(heading[1]),
        title=heading[2],
        lead=heading[3],
        start=heading.start(1),
        end=inside[-1].end if inside else limit,
        preamble_start=first,
        preamble_end=max(first, heading.end() + len(preamble.rstrip())),
    )


def _articles(text: str, area: int, start: int, end: int) -> list[ParsedArticle]:
    markers = list(_ARTICLE.finditer(text, start, end))
    limits = [*(marker.start() for marker in markers), end]
    return [
        _article(text, area, marker, limit)
        for marker, (_, limit) in zip(markers, pairwise(limits), strict=True)
    ]


def _article(text: str, area: int, marker: re.Match[str], limit: int) -> ParsedArticle:
    """An article without 责任单位 keeps an empty list; the register's loader asks for it."""
    closing = _RESPONSIBLE.search(text, marker.end(), limit)
    return ParsedArticle(
        number=counted(marker[1]),
        area=area,
        title=marker[2],
        start=marker.start() + len(marker[0]) - len(marker[0].lstrip()),
        end=closing.end() if closing else marker.end(),
        units=split_units(closing[1]) if closing else (),
    )
