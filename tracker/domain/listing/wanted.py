"""全表: which targets are looked for, and in which order.

The page and the files are made of the same rows: what is downloaded is what is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from tracker.domain.listing.cells import Cell, Column, Done, Points, Row
from tracker.domain.listing.tables import LISTING, LISTING_USUAL
from tracker.domain.measure.quantity import exact
from tracker.domain.measure.target import Kind
from tracker.domain.progress.rollup import nearly
from tracker.domain.progress.scorecard import Group, Score, Scorecard, by_size
from tracker.domain.progress.status import CountsAs, Status, counted_as

_OFFERED = {column.key: column for column in LISTING}


def columns_of(keys: Iterable[str], *, beside: Iterable[str] = ("marks",)) -> tuple[Column, ...]:
    """The columns with these keys, in their order; the usual ones when none of them is offered.

    A figure's marks (预计, 未审核) stand ``beside`` it wherever it is shown, chosen or not; in a file, whose
    cells are numbers, its unit too.
    """
    known = [key for key in dict.fromkeys(keys) if key in _OFFERED] or list(LISTING_USUAL)
    if "value" in known:
        place = known.index("value") + 1
        known[place:place] = [key for key in beside if key not in known]
    return tuple(_OFFERED[key] for key in known)


@dataclass(frozen=True)
class Wanted:
    """What is looked for, as it stands in the address; empty texts look for nothing.

    ``area`` is an area's number, ``unit`` a unit's id: what it leads, with ``co`` also what it co-leads.
    ``status`` may also be a group of statuses: on_track, late; early is what was met before it was due, which
    achieved leaves out, as counts of the due do. ``kind`` is all but budgets where it is not named; all is
    with them. ``stretch``: yes or no. ``sort``: a column's key, with a minus before it the largest first.
    ``group``: under which heads the rows stand, area, unit or none; not named, by area unless it is sorted.
    """

    search: str = ""
    area: str = ""
    unit: str = ""
    co: str = ""
    status: str = ""
    kind: str = ""
    stretch: str = ""
    sort: str = ""
    group: str = ""

    @property
    def grouping(self) -> str:
        """BY_AREA, BY_UNIT or FLAT."""
        return self.group or (FLAT if self.sort else BY_AREA)

    @property
    def asked(self) -> dict[str, str]:
        """By name, for an address; what looks for nothing is left out."""
        return {field.name: text for field in fields(self) if (text := getattr(self, field.name))}


ON_TRACK, LATE, EARLY = "on_track", "late", "early"
GROUPS: dict[str, tuple[Status, ...]] = {
    ON_TRACK: counted_as(CountsAs.ON_PACE),
    LATE: counted_as(CountsAs.BEHIND),
}
TARGETS, ALL = "targets", "all"  # every kind but budgets, as counts of targets have it; budgets too
BY_AREA, BY_UNIT, FLAT = "area", "unit", "none"
YES, NO = "yes", "no"
_LONGEST_SEARCH = 100


def wanted_asked(asked: Mapping[str, str]) -> Wanted:
    """What an address asks for; what can't be read looks for nothing."""
    statuses = {EARLY, *GROUPS, *(status.value for status in Status)}
    key = asked.get("sort", "").removeprefix("-")
    return Wanted(
        search=asked.get("search", "").strip()[:_LONGEST_SEARCH],
        area=_number(asked.get("area", "")),
        unit=_number(asked.get("unit", "")),
        co="true" if asked.get("co") == "true" else "",
        status=_one_of(asked.get("status", ""), statuses),
        kind=_one_of(asked.get("kind", ""), {TARGETS, ALL, *(kind.value for kind in Kind)}),
        stretch=_one_of(asked.get("stretch", ""), {YES, NO}),
        sort=asked.get("sort", "") if key in _OFFERED else "",
        group=_one_of(asked.get("group", ""), {BY_AREA, BY_UNIT, FLAT}),
    )


def _number(text: str) -> str:
    # An id, and none too large for the database: anybody can write an address.
    return text if text.isascii() and text.isdecimal() and len(text) < 10 else ""


def _one_of(text: str, known: set[str]) -> str:
    return text if text in known else ""


@dataclass(frozen=True)
class Part:
    """Rows that stand under one head: the whole group, whatever of it is listed; None: under no group's."""

    group: Group | None
    scores: tuple[Score, ...]


def parts_of(card: Scorecard, wanted: Wanted) -> tuple[Part, ...]:
    """The scores that are looked for, under their heads; budgets, which no group counts, behind all."""
    return parts_among(card, wanted, _ordered(card, wanted))


def parts_among(card: Scorecard, wanted: Wanted, shown: Iterable[Score]) -> tuple[Part, ...]:
    """What of the parts stands on one sheet of the list, which has some of the scores in their order."""
    scores = tuple(shown)
    if wanted.grouping == FLAT:
        return (Part(None, scores),) if scores else ()
    by_unit = wanted.grouping == BY_UNIT
    groups = by_size(card.departments) if by_unit else card.areas
    members: dict[int | None, list[Score]] = {}
    for score in scores:
        target = score.target
        key = target.lead.id if by_unit else target.area.number
        members.setdefault(None if target.terms.kind is Kind.BUDGET else key, []).append(score)
    parts = [Part(group, tuple(members[group.key])) for group in groups if group.key in members]
    return (*parts, Part(None, tuple(members[None]))) if None in members else tuple(parts)


def shown_of(card: Scorecard, wanted: Wanted, shown: Iterable[Score]) -> tuple[Score | Group | None, ...]:
    """What a sheet of the list shows of a scorecard: groups as heads, and their scores."""
    parts = parts_among(card, wanted, shown)
    return (*(part.group for part in parts), *(score for part in parts for score in part.scores))


def listed(card: Scorecard, wanted: Wanted) -> tuple[Score, ...]:
    """The scores that are looked for, in the order in which they are shown."""
    return tuple(score for part in parts_of(card, wanted) for score in part.scores)


def _ordered(card: Scorecard, wanted: Wanted) -> tuple[Score, ...]:
    """In the notice's order unless a column is to sort by."""
    scores = [score for score in card.scores if _is_wanted(score, wanted)]
    if not wanted.sort:
        return tuple(scores)
    read = _OFFERED[wanted.sort.removeprefix("-")].read
    cells = [(score, read(Row(score, card))) for score in scores]
    filled = [(score, cell) for score, cell in cells if cell not in (None, "")]
    filled.sort(key=lambda pair: _rank(pair[1]), reverse=wanted.sort.startswith("-"))
    empty = [score for score, cell in cells if cell in (None, "")]  # what is not there stays last
    return (*(score for score, _cell in filled), *empty)


def _rank(cell: Cell) -> tuple[bool, float, Fraction, str]:
    """Numbers by size, statuses in their own order, texts behind them."""
    match cell:
        case Status():
            return False, *nearly(Fraction(list(Status).index(cell))), ""
        case int() | Decimal():
            return False, *nearly(Fraction(*cell.as_integer_ratio())), ""
        case Fraction():
            return False, *nearly(cell), ""
        case Points():
            return False, *nearly(cell.ratio), ""
        case datetime():
            return False, *nearly(Fraction(0)), cell.isoformat()
        case Done():
            return True, *nearly(exact(cell.value)), ""
    return True, *nearly(Fraction(0)), str(cell)


def _is_wanted(score: Score, wanted: Wanted) -> bool:
    target = score.target
    units = (target.lead, *(target.co_units if wanted.co else ()))
    return (
        _mentions(score, wanted.search)
        and wanted.area in ("", str(target.area.number))
        and (not wanted.unit or int(wanted.unit) in {unit.id for unit in units})
        and (not wanted.status or _stands(score, wanted.status))
        and _is_of_kind(target.terms.kind, wanted.kind)
        and wanted.stretch in ("", YES if target.terms.is_stretch else NO)
    )


def _stands(score: Score, wanted: str) -> bool:
    if wanted == EARLY or score.judgement.is_early:
        return wanted == EARLY and score.judgement.is_early
    return score.status in GROUPS.get(wanted, (wanted,))


def _is_of_kind(kind: Kind, wanted: str) -> bool:
    return kind is not Kind.BUDGET if wanted in ("", TARGETS) else wanted in (ALL, kind)


def _mentions(score: Score, search: str) -> bool:
    """Each word of the search stands in the code, the name, the quote or a unit's name."""
    if not search:
        return True
    target = score.target
    names = (unit.name for unit in (target.lead, *target.co_units))
    words = " ".join((target.code, target.name, target.anchor.quote, *names)).casefold()
    return all(word in words for word in search.casefold().split())
