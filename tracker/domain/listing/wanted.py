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
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import CountsAs, Status, counted_as

_OFFERED = {column.key: column for column in LISTING}


def columns_of(keys: Iterable[str]) -> tuple[Column, ...]:
    """The columns with these keys, in their order; the usual ones when none of them is offered.

    A figure's marks (预计, 未审核) stand beside it wherever it is shown, chosen or not.
    """
    known = [key for key in dict.fromkeys(keys) if key in _OFFERED] or list(LISTING_USUAL)
    if "value" in known and "marks" not in known:
        known.insert(known.index("value") + 1, "marks")
    return tuple(_OFFERED[key] for key in known)


@dataclass(frozen=True)
class Wanted:
    """What is looked for, as it stands in the address; empty texts look for nothing.

    ``area`` is an area's number, ``unit`` a unit's id: what it leads, with ``co`` also what it co-leads.
    ``status`` may also be a group of statuses: on_track, late; early is what was met before it was due, which
    achieved leaves out, as counts of the due do. ``kind`` may be targets: all but budgets.
    ``stretch``: yes or no. ``sort``: a column's key, with a minus before it the largest first.
    """

    search: str = ""
    area: str = ""
    unit: str = ""
    co: str = ""
    status: str = ""
    kind: str = ""
    stretch: str = ""
    sort: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """By name, for an address; what looks for nothing is left out."""
        return {field.name: text for field in fields(self) if (text := getattr(self, field.name))}


ON_TRACK, LATE, EARLY = "on_track", "late", "early"
GROUPS: dict[str, tuple[Status, ...]] = {
    ON_TRACK: counted_as(CountsAs.ON_PACE),
    LATE: counted_as(CountsAs.BEHIND),
}
TARGETS = "targets"  # every kind but budgets, as counts of targets have it
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
        kind=_one_of(asked.get("kind", ""), {TARGETS, *(kind.value for kind in Kind)}),
        stretch=_one_of(asked.get("stretch", ""), {YES, NO}),
        sort=asked.get("sort", "") if key in _OFFERED else "",
    )


def _number(text: str) -> str:
    # An id, and none too large for the database: anybody can write an address.
    return text if text.isascii() and text.isdecimal() and len(text) < 10 else ""


def _one_of(text: str, known: set[str]) -> str:
    return text if text in known else ""


def listed(card: Scorecard, wanted: Wanted) -> tuple[Score, ...]:
    """The scores that are looked for; in the notice's order unless a column is to sort by."""
    scores = [score for score in card.scores if _is_wanted(score, wanted)]
    if not wanted.sort:
        return tuple(scores)
    read = _OFFERED[wanted.sort.removeprefix("-")].read
    cells = [(score, read(Row(score, card))) for score in scores]
    filled = [(score, cell) for score, cell in cells if cell not in (None, "")]
    filled.sort(key=lambda pair: _rank(pair[1]), reverse=wanted.sort.startswith("-"))
    empty = [score for score, cell in cells if cell in (None, "")]  # what is not there stays last
    return (*(score for score, _cell in filled), *empty)


def _rank(cell: Cell) -> tuple[bool, Fraction, str]:
    """Numbers by size, statuses in their own order, texts behind them."""
    match cell:
        case Status():
            return False, Fraction(list(Status).index(cell)), ""
        case int() | Decimal() | Fraction():
            return False, Fraction(cell), ""
        case Points():
            return False, cell.ratio, ""
        case datetime():
            return False, Fraction(0), cell.isoformat()
        case Done():
            return True, Fraction(cell.value), ""
    return True, Fraction(0), str(cell)


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
    return kind is not Kind.BUDGET if wanted == TARGETS else wanted in ("", kind)


def _mentions(score: Score, search: str) -> bool:
    """Each word of the search stands in the code, the name, the quote or a unit's name."""
    target = score.target
    names = (unit.name for unit in (target.lead, *target.co_units))
    words = " ".join((target.code, target.name, target.anchor.quote, *names)).casefold()
    return all(word in words for word in search.casefold().split())
