"""The skeleton of a notice: areas (领域), articles (条), and who answers for what.

The levels that a text has are found by their markers; which of them are its areas and which its articles
follows from where it names responsible units. A text with one level has articles without areas. What a person
sets instead is handed in as a ``Layout``.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeVar

from tracker.notice.columns import Column
from tracker.notice.layouts import LEVELS, RANKS, ROW, Layout, LeadRule
from tracker.notice.markers import Marker, counted, markers_of
from tracker.notice.normalise import Span, View, view_of
from tracker.notice.responsible import (
    ResponsibleUnit,
    UnitGroup,
    group_of,
    lead_rule_of,
    statements,
    units_of,
)
from tracker.notice.tables import Cell, Row, rows_of

__all__ = ["ResponsibleUnit", "Structure", "UnitGroup", "counted", "parse_structure", "split_units"]

_LONGEST_TITLE = 80
# What follows the last article and belongs to none.
_ITEM = RANKS["1."]


@dataclass(frozen=True)
class ParsedArea:
    """``start``..``end``: heading to last article; the preamble lies between heading and first article.

    ``number`` as written, or counted where numbering begins again; ``label`` as written. ``lead``: the first
    unit of the first of ``groups``; empty where the area names none.
    """

    number: int
    title: str
    lead: str
    start: int
    end: int
    preamble_start: int
    preamble_end: int
    label: str = ""
    groups: tuple[UnitGroup, ...] = ()


@dataclass(frozen=True)
class ParsedArticle:
    """``start``..``end``: from ``(七)`` to the closing bracket of 责任单位.

    ``number`` is unique in the text: as written, or counted where numbering begins again. ``area`` is None
    outside of areas; ``heading``: label and title of the level between, as (一)1 stands below (一).
    """

    number: int
    area: int | None
    title: str
    start: int
    end: int
    groups: tuple[UnitGroup, ...]
    label: str = ""
    heading: str = ""
    heading_title: str = ""

    @property
    def units(self) -> tuple[ResponsibleUnit, ...]:
        """Those of the first statement, leads first; empty where the lead is open."""
        return self.groups[0].units if self.groups else ()


@dataclass(frozen=True)
class Structure:
    """Positions are characters of the text as stored."""

    areas: tuple[ParsedArea, ...]
    articles: tuple[ParsedArticle, ...]
    layout: Layout

    def article_at(self, position: int) -> ParsedArticle | None:
        return _at(self.articles, position)

    def area_at(self, position: int) -> ParsedArea | None:
        return _at(self.areas, position)

    def group_at(self, position: int) -> UnitGroup | None:
        """Who answers for what stands there: the statement that closes the passage, or the last before it."""
        article, area = self.article_at(position), self.area_at(position)
        groups = article.groups if article else area.groups if area else ()
        return next((one for one in groups if one.span.end > position), groups[-1] if groups else None)


Place = TypeVar("Place", ParsedArea, ParsedArticle)


def _at(places: Sequence[Place], position: int) -> Place | None:
    after = bisect_right(places, position, key=lambda one: one.start)
    return places[after - 1] if after and position < places[after - 1].end else None


def group_number_at(words: str, place: int, groups: int) -> int | None:
    """Of an article with so many statements: which of them, from 1, answers for what stands at a place.

    ``words``: of the article; ``place``: in them.

    As ``Structure.group_at`` has it; None where another number of statements is read in the words.
    """
    view = view_of(words)
    stated = statements(view, LeadRule.FIRST_LISTED)
    if len(stated) != groups:
        return None
    inside = view.inward(Span(place, place)).start
    return next((number for number, one in enumerate(stated, 1) if one.span.end > inside), groups)


def split_units(written: str) -> tuple[ResponsibleUnit, ...]:
    """The units in their order. A remark behind a full stop (列第一位的为牵头单位,下同) is no unit."""
    return tuple(units_of(written.split("。")[0]))


@dataclass(frozen=True)
class _Item:
    """A heading with what stands under it. ``end`` is where the next of its level or above begins."""

    marker: Marker
    end: int

    @property
    def start(self) -> int:
        return self.marker.start


def parse_structure(text: str, layout: Layout | None = None) -> Structure:
    """Areas and articles of any text. ``layout``: as a person set it; recognised where it is None."""
    view = view_of(text)
    markers = markers_of(view).levels
    rule = layout.lead_rule if layout else lead_rule_of(view.text)
    stated = statements(view, rule)
    rows = {row.line.start: row for row in rows_of(view)}
    stated = sorted([*stated, *_of_rows(view, rows.values(), rule)], key=lambda one: one.span)
    if layout is None:
        area, article = _levels(view, markers, stated)
        layout = Layout(area, article, rule)
    return _Builder(view, markers, stated, rows, layout).build()


def _of_rows(view: View, rows: Iterable[Row], rule: LeadRule) -> Iterator[UnitGroup]:
    """What the cells of each row say of its units. A cell that is merged with those below is said once."""
    above: Row | None = None
    answering: list[Cell] = []
    for row in rows:
        leads: list[ResponsibleUnit] = []
        others: list[ResponsibleUnit] = []
        leaders = due = ""
        follows = above is not None and above.line.end + 1 == row.line.start
        above = row
        own = row.of(Column.LEAD, Column.LISTED, Column.CO)
        is_led = any(cell.column is Column.LEAD for cell in answering)
        if follows and not row.of(Column.LEAD) and (is_led or not row.of(Column.LISTED)):
            said = {cell.column for cell in own}
            own = [cell for cell in answering if cell.column not in said] + own
        answering = own
        cells = [*own, *row.of(Column.LEADER, Column.TIME)]
        for cell in cells:
            words = view.written(cell.span)
            if cell.column is Column.LEADER:
                leaders = words
            elif cell.column is Column.TIME:
                due = words
            elif cell.column is Column.LEAD:
                leads += units_of(words)
            elif cell.column is Column.CO or leads:
                others += units_of(words)
            else:
                group = group_of(view, cell.span, rule)
                if group is not None:
                    leads += group.leads
                    others += group.co_units
        if leads or others or leaders:
            co_units = tuple(unit for unit in dict.fromkeys(others) if unit not in leads)
            span = Span(row.line.start, row.line.end)
            yield UnitGroup(span, tuple(dict.fromkeys(leads)), co_units, leaders, due)


def _levels(view: View, markers: Sequence[Marker], stated: Sequence[UnitGroup]) -> tuple[str, str]:
    """Which levels are the areas and the articles, by their keys."""
    counts = Counter(marker.key for marker in markers)
    # One (1) or 1. alone is no level, unless the text has no other.
    present = [level.key for level in LEVELS if counts[level.key] > (RANKS[level.key] > RANKS["(一)"])]
    present = present or [level.key for level in LEVELS if counts[level.key]]
    if ROW in present and len(present) > 1:
        # A table beside a text's own levels: its rows are articles where the text itself has no units.
        beside = [one for one in stated if "\t" not in view.line(one.span.start).of(view.text)]
        present = [key for key in present if key != ROW] if beside else present
    main = [key for key in present if RANKS[key] <= RANKS[ROW]] or present[:1]
    deeper = [key for key in present if RANKS[key] > RANKS[main[-1]]] if main else []
    if deeper and (_share_with_units(markers, stated, deeper[0]) >= 0.5 or (not stated and len(main) == 1)):
        main.append(deeper[0])  # 一、 and (1), nothing between
    if len(main) == 1 and main[0] in _HEADED and _stand_alone(view, markers, main[0]):
        lines = {marker.line.start for marker in markers}
        below = [one for one in stated if view.line(one.span.start).start not in lines]
        # Paragraphs that each name who answers make an article of their heading.
        return ("", main[0]) if _share_with_units(markers, below, main[0]) >= 0.5 else (main[0], "")
    if len(main) <= 1:
        return "", main[0] if main else ""
    if len(main) == 2:
        return main[0], main[1]
    for key in reversed(main[1:]):
        if _share_with_units(markers, stated, key) >= 0.5:
            return main[0], key
    return main[0], main[2] if RANKS[main[2]] <= _ITEM else main[1]


_HEADED = ("第一部分", "一、")


def _stand_alone(view: View, markers: Sequence[Marker], key: str) -> bool:
    """Whether the items are headings, each on a line of its own over paragraphs: areas without articles."""
    lines = [marker.line for marker in markers if marker.key == key]
    headings = [
        line
        for line in lines
        if line.end - line.start <= 40
        and "。" not in view.text[line.start : line.end - 1]
        and _follows(view, line, lines)
    ]
    return 2 * len(headings) > len(lines)


def _follows(view: View, line: Span, lines: Sequence[Span]) -> bool:
    """Whether a paragraph stands below the line before the next item."""
    following = line.end + 1
    return following < len(view.text) and all(other.start != following for other in lines)


def _share_with_units(markers: Sequence[Marker], stated: Sequence[UnitGroup], key: str) -> float:
    """How many of a level's items name units, of those that stand in a part where any does."""
    items = [item for item in _items(markers, RANKS[key]) if item.marker.key == key]
    starts = [one.span.start for one in stated]
    tops = _items(markers, min(marker.rank for marker in markers))

    def holds(item: _Item) -> bool:
        return bisect_right(starts, item.start) < bisect_right(starts, item.end - 1)

    def in_a_part_with_units(item: _Item) -> bool:
        above = bisect_right(tops, item.start, key=lambda one: one.start)
        return above > 0 and holds(tops[above - 1])

    in_parts = [item for item in items if in_a_part_with_units(item)]
    return sum(map(holds, in_parts)) / len(in_parts) if in_parts else 0.0


def _items(
    markers: Sequence[Marker], rank: int, as_well: Callable[[Marker], bool] = lambda _marker: False
) -> list[_Item]:
    """The headings of a rank and of those above it; each ends where the next begins."""
    kept = [marker for marker in markers if marker.rank <= rank or as_well(marker)]
    ends = [*(marker.start for marker in kept), _FAR][1:]
    return [_Item(marker, end) for marker, end in zip(kept, ends, strict=True)]


_FAR = 1 << 60


@dataclass
class _Builder:
    view: View
    markers: Sequence[Marker]
    stated: Sequence[UnitGroup]
    rows: dict[int, Row]
    layout: Layout
    starts: list[int] = field(default_factory=list)
    ends: dict[int, int] = field(default_factory=dict)

    def build(self) -> Structure:
        text_end = len(self.view.text)
        self.starts = [marker.start for marker in self.markers]
        self.ends = _ends(self.markers, text_end)
        area_rank = RANKS.get(self.layout.area, -1)
        article_rank = RANKS.get(self.layout.article, -1)
        items = [
            replace(item, end=min(item.end, text_end))
            for item in _items(self.markers, max(area_rank, article_rank), self._names_its_units)
        ]
        areas = [item for item in items if item.marker.rank <= area_rank]
        articles: list[_Item] = []
        headings: list[_Item] = []
        for item, following in zip(items, [*items, None][1:], strict=True):
            if item.marker.rank > area_rank:
                # A heading between area and article that has none below it is an article itself.
                has_below = following is not None and following.marker.rank > item.marker.rank
                is_article = item.marker.rank == article_rank or not has_below
                (articles if is_article else headings).append(item)
        parsed_articles = self._articles(areas, headings, articles)
        parsed_areas = self._areas(areas, parsed_articles)
        outward = self.view.outward
        return Structure(
            areas=tuple(_moved_area(area, outward) for area in parsed_areas),
            articles=tuple(_moved_article(article, outward) for article in parsed_articles),
            layout=self.layout,
        )

    def _names_its_units(self, marker: Marker) -> bool:
        """A row of a table beside the text's own levels answers for itself where a cell says who."""
        row = self.rows.get(marker.line.start) if marker.key == ROW else None
        return row is not None and bool(row.of(Column.LEAD, Column.LISTED))

    def _articles(
        self, areas: Sequence[_Item], headings: Sequence[_Item], items: Sequence[_Item]
    ) -> list[ParsedArticle]:
        numbers = _unique([item.marker.number for item in items])
        area_numbers = _unique([area.marker.number for area in areas])
        own = {item.start: self._groups(item) for item in items}
        articles = []
        for item, number in zip(items, numbers, strict=True):
            area = bisect_right(areas, item.start, key=lambda one: one.start)
            heading = _innermost(headings, item, areas[area - 1].start if area else 0)
            groups = own[item.start] or self._inherited(
                item, items, own, areas[area - 1] if area else None, heading
            )
            articles.append(
                ParsedArticle(
                    number=number,
                    area=area_numbers[area - 1] if area else None,
                    title=self._title(item),
                    start=item.start,
                    end=self._end(item, own[item.start]),
                    groups=groups,
                    label=item.marker.label,
                    heading=heading.marker.label if heading else "",
                    heading_title=self._title(heading) if heading else "",
                )
            )
        return articles

    def _groups(self, item: _Item) -> tuple[UnitGroup, ...]:
        """The statements within an item. One on a line of its own may be meant for the whole part."""
        first = bisect_right(self.stated, item.start - 1, key=lambda one: one.span.start)
        groups = []
        for group in self.stated[first:]:
            if group.span.start >= item.end:
                break
            groups.append(group)
        return tuple(groups)

    def _inherited(
        self,
        item: _Item,
        items: Sequence[_Item],
        own: dict[int, tuple[UnitGroup, ...]],
        area: _Item | None,
        heading: _Item | None,
    ) -> tuple[UnitGroup, ...]:
        """The one statement that closes the part on its own line; else those of the heading, of the area."""
        for part in (heading, area):
            if part is None:
                continue
            whole = self._groups(replace(part, end=self.ends[part.start]))
            of_part = [group for group in whole if group.span.start > item.start]
            if len(of_part) == 1 and of_part[0].is_own_line and not self._heads(part, whole):
                return tuple(of_part)
            if heads := self._heads(part, whole):
                return heads
        return ()

    def _heads(self, part: _Item, whole: Sequence[UnitGroup]) -> tuple[UnitGroup, ...]:
        """Of a part's statements those that stand before its first item."""
        below = bisect_right(self.starts, part.start)
        stop = self.starts[below] if below < len(self.starts) else len(self.view.text)
        return tuple(group for group in whole[:8] if group.span.start < stop)

    def _areas(self, areas: Sequence[_Item], articles: Sequence[ParsedArticle]) -> list[ParsedArea]:
        """The last area ends with its last article: the closing words of the notice belong to no area."""
        parsed = []
        for number, item, following in zip(
            _unique([area.marker.number for area in areas]), areas, [*areas, None][1:], strict=True
        ):
            limit = following.start if following else len(self.view.text)
            first, last = (
                bisect_right(articles, at, key=lambda one: one.start) for at in (item.start, limit - 1)
            )
            inside = articles[first:last]
            stop = inside[0].start if inside else limit
            below = bisect_right(self.starts, item.start)
            if below < len(self.starts) and self.markers[below].rank < RANKS.get(self.layout.article, 0):
                stop = min(stop, self.starts[below])
            groups = self._groups(replace(item, end=stop))
            heading_end = self._heading_end(item)
            preamble = self._trimmed(Span(min(heading_end, stop), stop))
            parsed.append(
                ParsedArea(
                    number=number,
                    title=self._title(item),
                    lead=groups[0].units[0].name if groups and groups[0].units else "",
                    start=item.start,
                    end=inside[-1].end if inside else limit,
                    preamble_start=preamble.start,
                    preamble_end=preamble.end,
                    label=item.marker.label,
                    groups=groups,
                )
            )
        return parsed

    def _title(self, item: _Item) -> str:
        """Up to the first full stop, without the units that the heading names."""
        row = self.rows.get(item.marker.line.start)
        if row is not None and (cells := row.of(Column.TEXT)):
            return self.view.written(cells[0].span)
        line = item.marker.line
        end = self._stop_of_title(item, line)
        title = self.view.written(self._trimmed(Span(item.marker.span.end, end)))
        return title.strip("　 :：,，。.*★\t")[:_LONGEST_TITLE] or item.marker.label

    def _stop_of_title(self, item: _Item, line: Span) -> int:
        end = self.view.text.find("。", item.marker.span.end, line.end)
        end = line.end if end < 0 else end
        for group in self._groups(replace(item, end=line.end)):
            end = min(end, group.span.start)
        tab = self.view.text.find("\t", item.marker.span.end + 1, end)
        return tab if tab >= 0 else end

    def _heading_end(self, item: _Item) -> int:
        """Where an area's own words begin: behind its line, or behind its title in a line that goes on."""
        line = item.marker.line
        stop = self.view.text.find("。", item.marker.span.end, line.end)
        goes_on = stop >= 0 and line.end - stop > 2
        return stop + 1 if goes_on else line.end

    def _end(self, item: _Item, own: Sequence[UnitGroup]) -> int:
        """An article ends behind the statement that closes it; without one, where the next begins."""
        if own:
            last = own[-1]
            line = self.view.line(last.span.start)
            closes = last.span.end + 1 >= line.end
            heads = (
                line.start == item.marker.line.start
                and "。" not in self.view.text[item.start : last.span.start]
            )
            if closes and not (
                heads and item.end > line.end + 1 and self.view.text[line.end : item.end].strip()
            ):
                return last.span.end
        return self._trimmed(Span(item.start, item.end)).end

    def _trimmed(self, span: Span) -> Span:
        words = span.of(self.view.text)
        start = span.start + len(words) - len(words.lstrip())
        return Span(start, max(start, span.start + len(words.rstrip())))


def _ends(markers: Sequence[Marker], text_end: int) -> dict[int, int]:
    """By where each heading begins: where the next of its level, or of one above, does."""
    ends: dict[int, int] = {}
    open_ones: list[Marker] = []
    for marker in markers:
        while open_ones and open_ones[-1].rank >= marker.rank:
            ends[open_ones.pop().start] = marker.start
        open_ones.append(marker)
    return ends | {marker.start: text_end for marker in open_ones}


def _innermost(headings: Sequence[_Item], item: _Item, since: int) -> _Item | None:
    """The heading above an item, within its area."""
    for place in range(bisect_right(headings, item.start, key=lambda one: one.start) - 1, -1, -1):
        if headings[place].start < since:
            return None
        if headings[place].marker.rank < item.marker.rank:
            return headings[place]
    return None


def _unique(numbers: Sequence[int]) -> list[int]:
    """The numbers as written where none comes twice, else counted."""
    rising = all(before < after for before, after in pairwise(numbers)) and all(
        number > 0 for number in numbers
    )
    return list(numbers) if rising else list(range(1, len(numbers) + 1))


Outward = Callable[[Span], Span]


def _moved_group(group: UnitGroup, outward: Outward) -> UnitGroup:
    return replace(group, span=outward(group.span))


def _moved_area(area: ParsedArea, outward: Outward) -> ParsedArea:
    span = outward(Span(area.start, area.end))
    preamble = outward(Span(area.preamble_start, area.preamble_end))
    return replace(
        area,
        start=span.start,
        end=span.end,
        preamble_start=preamble.start,
        preamble_end=preamble.end,
        groups=tuple(_moved_group(group, outward) for group in area.groups),
    )


def _moved_article(article: ParsedArticle, outward: Outward) -> ParsedArticle:
    span = outward(Span(article.start, article.end))
    groups = tuple(_moved_group(group, outward) for group in article.groups)
    return replace(article, start=span.start, end=span.end, groups=groups)
