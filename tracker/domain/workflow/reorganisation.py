"""机构改革: a unit is renamed, several are merged, one is split; what it answers for moves in one step.

From the period in which the day lies on its targets stand under the successor; periods before keep the old
name, and so does whatever was frozen. A reform is a fact: a wrong one is undone by another, never deleted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from tracker.domain.language import _
from tracker.domain.measure.period import Period


class ReformKind(StrEnum):
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"

    @property
    def word(self) -> str:
        return {"renamed": _("更名"), "merged": _("合并"), "split": _("拆分")}[self]


@dataclass(frozen=True)
class Succession:
    """A unit that ended on ``holds_from``, and those that stand for it, the usual one first."""

    unit_id: int
    successors: tuple[int, ...]
    holds_from: date
    kind: ReformKind


@dataclass(frozen=True)
class Successions:
    """All that are known; a unit ends once at most."""

    known: tuple[Succession, ...] = ()

    @cached_property
    def _by_unit(self) -> dict[int, Succession]:
        return {each.unit_id: each for each in self.known}

    def end_of(self, unit_id: int) -> Succession | None:
        return self._by_unit.get(unit_id)

    def heirs(self, unit_id: int, on: date | None = None) -> tuple[int, ...]:
        """The units that stand for this one, on a day or (None) after all reforms; itself while it lasts."""
        end = self._by_unit.get(unit_id)
        if end is None or (on is not None and end.holds_from > on):
            return (unit_id,)
        return tuple(dict.fromkeys(heir for each in end.successors for heir in self.heirs(each, on)))

    def heir(self, unit_id: int, lead: int | None = None, on: date | None = None) -> int:
        """The one of them that leads what is in question now, else the usual one."""
        heirs = self.heirs(unit_id, on)
        return lead if lead is not None and lead in heirs else heirs[0]

    def with_predecessors(self, unit_ids: Iterable[int]) -> frozenset[int]:
        """The units and all that they stand for: whoever works in a unit sees what came to it."""
        found = set(unit_ids)
        while more := {each.unit_id for each in self.known if found & set(each.successors)} - found:
            found |= more
        return frozenset(found)


@dataclass(frozen=True)
class Named:
    """A unit as a reform names it; ``id`` is None for one that is new."""

    id: int | None
    name: str
    short: str = ""


@dataclass(frozen=True)
class Reform:
    """What is to be recorded: the units that end, by id, and the names of those that stand for them.

    ``given``: of a split, by a target's id the place in ``new`` of the unit that gets it; else the first.
    ``shorts``: the short names in the order of ``new``; of a new unit without one it is its name without 市.
    """

    kind: ReformKind
    old: tuple[int, ...]
    new: tuple[str, ...]
    holds_from: date
    document: str
    reason: str = ""
    given: Mapping[int, int] = field(default_factory=dict)
    shorts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stage:
    """A version of a target's terms, as far as units are concerned."""

    terms_id: int
    effective: Period
    lead_id: int
    co_ids: tuple[int, ...]


def reform_refusals(
    kind: ReformKind,
    old: Sequence[Named],
    new: Sequence[Named],
    holds_from: date,
    document: str,
    known: Successions,
    first_day: date | None,
    today: date,
) -> tuple[str, ...]:
    """Why a reform can't be recorded, each in a sentence; empty when it can.

    ``first_day``: of the earliest plan in which one of the old units stands; None where there is none.
    """
    refusals = [*_shape_refusals(kind, old, new)]
    for unit in old:
        end = None if unit.id is None else known.end_of(unit.id)
        if end is not None:
            refusals.append(
                _("“{name}”已于{day}{kind},不能再次变更。").format(
                    name=unit.name, day=end.holds_from.isoformat(), kind=end.kind.word
                )
            )
    for unit in new:
        end = None if unit.id is None else known.end_of(unit.id)
        if end is not None:
            refusals.append(
                _("“{name}”已于{day}{kind},不能接续其他单位,请填写现在的单位。").format(
                    name=unit.name, day=end.holds_from.isoformat(), kind=end.kind.word
                )
            )
    if holds_from > today:
        refusals.append(_("变更日期还没有到,请在当日或以后登记。"))
    if first_day is not None and holds_from < first_day:
        refusals.append(
            _("变更日期早于方案起始日{day}。方案之前的更名,请登记为别名。").format(day=first_day.isoformat())
        )
    if not document.strip():
        refusals.append(_("请写明依据(文件名称或文号)。"))
    return tuple(refusals)


def _shape_refusals(kind: ReformKind, old: Sequence[Named], new: Sequence[Named]) -> Iterable[str]:
    """How many units a reform ends and how many stand for them."""
    names = [unit.name for unit in new]
    if not old:
        yield _("请选择变更前的单位。")
    elif kind is not ReformKind.MERGED and len(old) > 1:
        yield _("{kind}只涉及一个原单位,请只选一个。").format(kind=kind.word)
    if not new:
        yield _("请填写变更后的单位。")
    elif kind is ReformKind.SPLIT and len(new) < 2:
        yield _("拆分后至少有两个单位,请逐行填写。")
    elif kind is not ReformKind.SPLIT and len(new) > 1:
        yield _("{kind}后只有一个单位。").format(kind=kind.word)
    elif kind is ReformKind.MERGED and len(old) == 1 and new[0].id is None:
        yield _("合并至少涉及两个原单位;只有一个时,变更后应为已有的单位。")
    if len(set(names)) < len(names):
        yield _("变更后的单位有重复,请逐个核对。")
    # A text leads to one unit, whether it is its name or its short name.
    called = Counter(text for unit in new for text in dict.fromkeys((unit.name, unit.short)) if text)
    for text, count in called.items():
        if count > names.count(text) and count > 1:
            yield _("“{text}”不能同时是两个单位的名称或简称,请逐个核对。").format(text=text)
    for name in names:
        if name in {unit.name for unit in old}:
            yield _("“{name}”变更前后相同。原单位保留的,请用“目标调整”移交相关目标的牵头单位。").format(
                name=name
            )


def period_of(day: date, periods: Sequence[Period]) -> Period | None:
    """The period of a plan in which a day lies: its first for an earlier day, None after its last."""
    return next((period for period in periods if day <= period.last_day), None)


def carried_on(
    stages: Sequence[Stage], successor_of: Mapping[int, int], start: Period
) -> tuple[tuple[Stage, Stage], ...]:
    """The versions that a reform makes of a target's, each beside the one that it carries on.

    ``stages``: all versions in their order. Those in force from ``start`` on are made anew from the first
    on in which a unit has ended: a later number would else outdo what counts from a later period on.
    """
    made: list[tuple[Stage, Stage]] = []
    for stage in in_force_from(stages, start):
        co_ids = tuple(dict.fromkeys(successor_of.get(unit, unit) for unit in stage.co_ids))
        lead = successor_of.get(stage.lead_id, stage.lead_id)
        if made or (lead, co_ids) != (stage.lead_id, stage.co_ids):
            co_ids = tuple(unit for unit in co_ids if unit != lead)
            made.append((stage, Stage(stage.terms_id, max(start, stage.effective), lead, co_ids)))
    return tuple(made)


def in_force_from(stages: Sequence[Stage], start: Period) -> list[Stage]:
    """What counts at ``start`` and at the periods after it, in the order of time."""
    standing: list[Stage] = []
    for stage in reversed(stages):
        if not standing or stage.effective < standing[-1].effective:
            standing.append(stage)
        if stage.effective <= start:
            break
    return standing[::-1]
