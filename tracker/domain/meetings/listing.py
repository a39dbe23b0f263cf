"""全表: which targets are looked for, in which order, and what stands in each column.

The page and the files are made of the same rows: what is downloaded is what is shown.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure, marks
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.measure.quantity import amount_text, share_text, signed_points
from tracker.domain.measure.target import Kind, milestone_word, target_text
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import CountsAs, Status, counted_as, labelled


@dataclass(frozen=True)
class Points:
    """A difference of two shares: +6.5 百分点. Sorts and is written as its ratio."""

    ratio: Fraction


Cell = str | Status | Decimal | Fraction | Points | datetime | None


@dataclass(frozen=True)
class Column:
    """``read`` gives a score's cell; None is an empty cell, never 0."""

    key: str
    word: Callable[[], str]
    read: Callable[[Score], Cell]


def _of_figure(read: Callable[[Figure], Cell]) -> Callable[[Score], Cell]:
    return lambda score: None if score.figure is None else read(score.figure)


def _value(score: Score) -> Cell:
    """A milestone's is a word: its 1 and 0 are no amounts."""
    figure = score.figure
    if figure is None or figure.value is None:
        return None
    if score.target.terms.kind is Kind.MILESTONE:
        return milestone_word(figure.value)
    return figure.value


def _lead(score: Score) -> Cell:
    return None if score.judgement.lead is None else Points(score.judgement.lead)


COLUMNS = (
    Column("code", lambda: _("编号"), lambda s: s.target.code),
    Column("name", lambda: _("目标"), lambda s: s.target.name),
    Column("area", lambda: _("领域"), lambda s: s.target.area.title),
    Column("article", lambda: _("条款"), lambda s: s.target.anchor.label),
    Column("kind", lambda: _("类别"), lambda s: s.target.terms.kind.word),
    Column("lead", lambda: _("牵头单位"), lambda s: s.target.lead.name),
    Column("co", lambda: _("配合单位"), lambda s: _("、").join(unit.name for unit in s.target.co_units)),
    Column("target", lambda: _("年度目标"), lambda s: target_text(s.target.terms)),
    Column("baseline", lambda: _("基数"), lambda s: s.target.terms.baseline),
    Column("value", lambda: _("当前值"), _value),
    Column("measure", lambda: _("计量单位"), lambda s: s.target.terms.unit_of_measure),
    Column("marks", lambda: _("数据标记"), _of_figure(lambda f: _("、").join(marks(f)))),
    Column("change", lambda: _("比上季度"), lambda s: s.change),
    Column("completion", lambda: _("完成率"), lambda s: s.judgement.completion),
    Column("pace", lambda: _("时序进度"), lambda s: s.judgement.pace),
    Column("lag", lambda: _("较时序(百分点)"), _lead),
    Column("status", lambda: _("状态"), lambda s: s.status),
    Column("before", lambda: _("上季度状态"), lambda s: s.previous_status),
    Column("submitted", lambda: _("提交时间"), _of_figure(lambda f: f.submitted_at)),
)
BY_KEY = {column.key: column for column in COLUMNS}
USUAL = ("code", "name", "status", "lead", "target", "value", "marks", "measure", "completion", "lag")


def columns_of(keys: Iterable[str]) -> tuple[Column, ...]:
    """The columns with these keys, in their order; the usual ones when none of them is known.

    A figure's marks (预计, 未审核) stand beside it wherever it is shown, chosen or not.
    """
    known = [key for key in dict.fromkeys(keys) if key in BY_KEY] or list(USUAL)
    if "value" in known and "marks" not in known:
        known.insert(known.index("value") + 1, "marks")
    return tuple(BY_KEY[key] for key in known)


def shown(cell: Cell) -> str:
    """A cell for people: thousands separators, one decimal in shares, a true minus; nothing is a dash."""
    match cell:
        case None | "":
            return "—"
        case Status():
            return labelled(cell)
        case Decimal():
            return amount_text(cell)
        case Fraction():
            return share_text(cell)
        case Points():
            return signed_points(cell.ratio)
        case datetime():
            return f"{cell.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    return cell


@dataclass(frozen=True)
class Wanted:
    """What is looked for, as it stands in the address; empty texts look for nothing.

    ``area`` is an area's number, ``unit`` a unit's id: what it leads, with ``co`` also what it co-leads.
    ``status`` may also be a group of statuses: on_track, late; ``kind`` may be targets: all but budgets.
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


ON_TRACK, LATE = "on_track", "late"
GROUPS: dict[str, tuple[Status, ...]] = {
    ON_TRACK: counted_as(CountsAs.ON_PACE),
    LATE: counted_as(CountsAs.BEHIND),
}
TARGETS = "targets"  # every kind but budgets, as counts of targets have it
YES, NO = "yes", "no"
_LONGEST_SEARCH = 100


def wanted_asked(asked: Mapping[str, str]) -> Wanted:
    """What an address asks for; what can't be read looks for nothing."""
    statuses = {*GROUPS, *(status.value for status in Status)}
    key = asked.get("sort", "").removeprefix("-")
    return Wanted(
        search=asked.get("search", "").strip()[:_LONGEST_SEARCH],
        area=_number(asked.get("area", "")),
        unit=_number(asked.get("unit", "")),
        co="true" if asked.get("co") == "true" else "",
        status=_one_of(asked.get("status", ""), statuses),
        kind=_one_of(asked.get("kind", ""), {TARGETS, *(kind.value for kind in Kind)}),
        stretch=_one_of(asked.get("stretch", ""), {YES, NO}),
        sort=asked.get("sort", "") if key in BY_KEY else "",
    )


def _number(text: str) -> str:
    return text if text.isascii() and text.isdecimal() and len(text) < 10 else ""


def _one_of(text: str, known: set[str]) -> str:
    return text if text in known else ""


def listed(scores: Iterable[Score], wanted: Wanted) -> tuple[Score, ...]:
    """The scores that are looked for; in the notice's order unless a column is to sort by."""
    found = [score for score in scores if _is_wanted(score, wanted)]
    if not wanted.sort:
        return tuple(found)
    read = BY_KEY[wanted.sort.removeprefix("-")].read
    full = [score for score in found if read(score) not in (None, "")]
    full.sort(key=lambda score: _rank(read(score)), reverse=wanted.sort.startswith("-"))
    return (*full, *(score for score in found if read(score) in (None, "")))  # what is not there stays last


def _rank(cell: Cell) -> tuple[bool, Fraction, str]:
    """Numbers by size, statuses in their own order, texts behind them."""
    match cell:
        case Status():
            return False, Fraction(list(Status).index(cell)), ""
        case Decimal() | Fraction():
            return False, Fraction(cell), ""
        case Points():
            return False, cell.ratio, ""
        case datetime():
            return False, Fraction(0), cell.isoformat()
    return True, Fraction(0), str(cell)


def _is_wanted(score: Score, wanted: Wanted) -> bool:
    target = score.target
    statuses = GROUPS.get(wanted.status, (wanted.status,))
    return (
        _mentions(score, wanted.search)
        and wanted.area in ("", str(target.area.number))
        and (not wanted.unit or _answers(score, int(wanted.unit), with_co_led=bool(wanted.co)))
        and (not wanted.status or score.status in statuses)
        and _is_of_kind(target.terms.kind, wanted.kind)
        and wanted.stretch in ("", YES if target.terms.is_stretch else NO)
    )


def _is_of_kind(kind: Kind, wanted: str) -> bool:
    return kind is not Kind.BUDGET if wanted == TARGETS else wanted in ("", kind)


def _answers(score: Score, unit_id: int, *, with_co_led: bool) -> bool:
    units = score.target.co_units if with_co_led else ()
    return unit_id in {score.target.lead.id, *(unit.id for unit in units)}


def _mentions(score: Score, search: str) -> bool:
    """Each word of the search stands in the code, the name, the quote or a unit's name."""
    target = score.target
    names = (unit.name for unit in (target.lead, *target.co_units))
    words = " ".join((target.code, target.name, target.anchor.quote, *names)).casefold()
    return all(word in words for word in search.casefold().split())
