"""Which unit a name means: notices write the same unit in many ways, and reforms end some (DOMAIN §1).

A name is never guessed: sure are the unit's own name, its short name and its aliases, with or without an
inner part (市财政局〔国资办〕 is 市财政局). What only looks alike is offered, and a person says so.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum

from tracker.domain.language import _

_INNER = re.compile(r"[〔(\[【][^〔〕()\[\]【】]*[〕)\]】]")
# Of the city or its county: 市, or 海宁市; but 市场监管局 and 市政园林局 begin with another word.
_PLACE = re.compile(r"^(?:[\u4e00-\u9fa5]{2,3}[市县]|[市区县])(?!场|容|政(?![府协法务数]))(?=..)")
_LONG = (
    ("管理委员会", "管委会"),
    ("委员会办公室", "委办"),
    ("委员会", "委"),
    ("办公室", "办"),
    ("人民政府", "政府"),
)
_BODY = re.compile("(?:管委会|委办|局|委|办|厅|中心|公司)$")
_ALIKE = 0.6  # of the characters in common, as difflib counts; below, people saw no likeness
_SPELLINGS = 0.8  # what two spellings of one name reach, by ``_likeness``
_OFFERED = 5


@dataclass(frozen=True)
class KnownUnit:
    """A unit as names are matched against it. ``ended_on``: since when its successors stand for it."""

    id: int
    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    ended_on: date | None = None
    successors: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(each for each in (self.name, self.short, *self.aliases) if each)


class Certainty(StrEnum):
    """How a unit was found; only what is sure is taken without a person's word."""

    NAME = "name"
    ALIAS = "alias"
    SUCCESSOR = "successor"
    SPLIT = "split"
    ALIKE = "alike"
    UNKNOWN = "unknown"

    @property
    def word(self) -> str:
        return {
            "name": _("名称相同"),
            "alias": _("简称或别名"),
            "successor": _("机构改革后的单位"),
            "split": _("已拆分,请选择"),
            "alike": _("名称相近,请确认"),
            "unknown": _("没有找到"),
        }[self]

    @property
    def is_sure(self) -> bool:
        return self in (Certainty.NAME, Certainty.ALIAS, Certainty.SUCCESSOR)


@dataclass(frozen=True)
class UnitMatch:
    """``unit``: the one meant, where that is sure. ``offered``: those to choose from, the likeliest first.

    ``was``: the unit that the name says, where it has ended and its successors stand for it.
    """

    certainty: Certainty
    unit: KnownUnit | None = None
    offered: tuple[KnownUnit, ...] = ()
    was: KnownUnit | None = None


def match_unit(name: str, known: Sequence[KnownUnit], on: date, *, offers: bool = True) -> UnitMatch:
    """The unit that a text of ``on`` means by ``name``; one that has ended by then gives its successors.

    ``offers``: whether an unknown name is compared with all others, which takes a millisecond.
    """
    outer = without_inner(name)
    said = next((unit for unit in known if outer == plain_name(unit.name)), None)
    certainty = Certainty.NAME
    if said is None:
        meant = [unit for unit in known if outer in map(plain_name, unit.names)]
        if len(meant) != 1:
            likely = _alike(outer, known, on) if offers else ()
            alike = tuple(dict.fromkeys((*_current(meant, known, on), *likely)))
            return UnitMatch(Certainty.ALIKE if alike else Certainty.UNKNOWN, offered=alike[:_OFFERED])
        said, certainty = meant[0], Certainty.ALIAS
    current = _current((said,), known, on)
    if current == (said,):
        return UnitMatch(certainty, said)
    if len(current) == 1:
        return UnitMatch(Certainty.SUCCESSOR, current[0], was=said)
    return UnitMatch(Certainty.SPLIT, offered=current, was=said)


def not_found(name: str, match: UnitMatch) -> str:
    """Why a name gives no unit, and what to write instead."""
    offered = _("、").join(unit.name for unit in match.offered)
    if match.certainty is Certainty.SPLIT:
        return _("“{name}”已拆分为{heirs},请写明是哪个单位。").format(name=name, heirs=offered)
    if offered:
        return _("没有名为“{name}”的单位,是否为:{offered}?").format(name=name, offered=offered)
    return _("没有名为“{name}”的单位,请先在“单位”页新增,或改为已有的名称。").format(name=name)


def plain_name(name: str) -> str:
    """A name without what writers vary at will: widths and blanks."""
    return "".join(unicodedata.normalize("NFKC", name).split())


def without_inner(name: str) -> str:
    """市财政局 of 市财政局〔国资办〕: the unit is the outer name."""
    plain = plain_name(name)
    return _INNER.sub("", plain) or plain


def _key(name: str) -> str:
    """What two spellings of one name share: without the place, and with the usual contractions."""
    text = _PLACE.sub("", without_inner(name))
    for long, brief in _LONG:
        text = text.replace(long, brief)
    return text


def _current(units: Iterable[KnownUnit], known: Sequence[KnownUnit], on: date) -> tuple[KnownUnit, ...]:
    """The units, those that have ended by ``on`` replaced by their successors, and these by theirs."""
    by_id = {unit.id: unit for unit in known}
    found: dict[int, KnownUnit] = {}
    asked, seen = list(units), set[int]()
    while asked:
        unit = asked.pop(0)
        if unit.id in seen:
            continue
        seen.add(unit.id)
        if unit.ended_on is None or unit.ended_on > on:
            found[unit.id] = unit
        else:
            asked = [by_id[each] for each in unit.successors] + asked
    return tuple(found.values())


def _alike(name: str, known: Sequence[KnownUnit], on: date) -> tuple[KnownUnit, ...]:
    """Units of a similar name, the most similar first."""
    scored = [(max(_likeness(name, each) for each in unit.names), unit) for unit in known]
    likely = sorted((pair for pair in scored if pair[0] >= _ALIKE), key=lambda pair: -pair[0])
    return _current((unit for _score, unit in likely), known, on)


def _likeness(one: str, other: str) -> float:
    """1 where names differ in the place and the usual contractions alone; 0.9: in the word for the body."""
    keys = _key(one), _key(other)
    if keys[0] == keys[1]:
        return 1.0
    stems = sorted((_BODY.sub("", key) for key in keys), key=len)
    if stems[0] and stems[0] == stems[1]:
        return 0.9
    if len(stems[0]) >= 2 and _abbreviates(*stems):
        return 0.8
    return SequenceMatcher(None, *keys, autojunk=False).ratio()


def may_be(name: str, unit: KnownUnit) -> bool:
    """Whether the names differ as two spellings do: 市发展和改革局, 市发改局; not 市民政局, 市财政局."""
    return max(_likeness(name, each) for each in unit.names) >= _SPELLINGS


def _abbreviates(brief: str, whole: str) -> bool:
    """Whether one is made of the other's characters in their order: 自规 of 自然资源和规划."""
    rest = iter(whole)
    return brief[0] == whole[0] and all(character in rest for character in brief)
