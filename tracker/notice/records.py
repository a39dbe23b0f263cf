"""The register: what was read from one notice, as frozen records. Positions are characters of its text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.measure.plan import PlanKind
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Terms
from tracker.notice.readings import ReadingKind
from tracker.notice.structure import ResponsibleUnit


class Source(StrEnum):
    """Who decided: the documented rule, or a person."""

    BY_RULE = "by rule"
    BY_HAND = "by hand"

    @property
    def word(self) -> str:
        return {"BY_RULE": _("按规则"), "BY_HAND": _("人工设定")}[self.name]


@dataclass(frozen=True)
class PlanFacts:
    """What identifies the plan (edition). ``published`` is when the city put it online.

    ``code`` stands in addresses; ``short`` is what rows call it, taken out of the title where it is empty.
    ``document_number`` is empty of a list that was issued without one.
    """

    code: str
    title: str
    issuer: str
    year: int
    issued: date
    published: date
    rhythm: Rhythm = Rhythm.QUARTERLY
    kind: PlanKind = PlanKind.POLICY
    short: str = ""
    document_number: str = ""


@dataclass(frozen=True)
class RegisterUnit:
    name: str
    short: str


@dataclass(frozen=True)
class RegisterArea:
    """``lead`` is empty where the notice names nobody for the area as a whole.

    ``label``, here and of an article: how the notice numbers it where that is not the usual way, 一、 and
    （七）.
    """

    number: int
    title: str
    lead: str
    start: int
    end: int
    preamble_start: int
    preamble_end: int
    label: str = ""


@dataclass(frozen=True)
class RegisterArticle:
    """``number`` counts through the whole notice; ``area`` is 0 outside of every area.

    ``units`` is empty where the notice names none; then targets have their leads set by hand. ``groups``:
    where an article names several (…（甲、乙）;…（丙、丁）), the units of each; ``units`` are all of them.
    """

    number: int
    area: int
    title: str
    start: int
    end: int
    units: tuple[ResponsibleUnit, ...]
    label: str = ""
    groups: tuple[tuple[ResponsibleUnit, ...], ...] = ()

    @property
    def lead(self) -> str:
        """列第一位的为牵头单位; empty where none is named."""
        return self.units[0].name if self.units else ""

    @property
    def co_units(self) -> tuple[str, ...]:
        return tuple(unit.name for unit in self.units[1:])

    @property
    def answering(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """By the rule, who may lead a target of the article, with the others of the same group."""
        groups = self.groups or ((self.units,) if self.units else ())
        return tuple((group[0].name, tuple(unit.name for unit in group[1:])) for group in groups)


def units_of_groups(groups: Iterable[Sequence[ResponsibleUnit]]) -> tuple[ResponsibleUnit, ...]:
    """Each unit once, by its name, in the order in which it is first named."""
    units: dict[str, ResponsibleUnit] = {}
    for group in groups:
        for unit in group:
            units.setdefault(unit.name, unit)
    return tuple(units.values())


@dataclass(frozen=True)
class RegisterReading:
    """One number of the notice and what it is. ``target`` is the code of the target or budget it states."""

    start: int
    end: int
    text: str
    kind: ReadingKind
    source: Source
    target: str | None
    note: str


@dataclass(frozen=True)
class RegisterTarget:
    """A target, budget or milestone with its clause anchor.

    ``area`` is None only for the plan's overall budget, which the closing words state outside every
    area; ``article`` is None for preambles. ``number_start``..``number_end`` is the bare number
    (36 of 36万标箱), None for a milestone. ``part_of`` is the code of the total this is a part of.
    """

    code: str
    name: str
    area: int | None
    article: int | None
    quote: str
    quote_start: int
    number_start: int | None
    number_end: int | None
    wording: str
    terms: Terms
    lead: str
    lead_source: Source
    co_units: tuple[str, ...]
    part_of: str | None
    note: str

    @property
    def is_budget(self) -> bool:
        return self.terms.kind is Kind.BUDGET

    @property
    def quote_end(self) -> int:
        return self.quote_start + len(self.quote)


@dataclass(frozen=True)
class Register:
    plan: PlanFacts
    text: str
    units: tuple[RegisterUnit, ...]
    areas: tuple[RegisterArea, ...]
    articles: tuple[RegisterArticle, ...]
    readings: tuple[RegisterReading, ...]
    targets: tuple[RegisterTarget, ...]

    def target(self, code: str) -> RegisterTarget:
        """Raises KeyError for a code the register does not hold."""
        return {target.code: target for target in self.targets}[code]
