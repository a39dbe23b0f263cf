"""What people decide about the reading of a notice on its way to a plan, one step each.

A step is a fact; of two on the same thing (``about``) the last holds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanKind
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Operator, Path, Step
from tracker.notice.layouts import LeadRule
from tracker.notice.readings import ReadingKind


class Place(StrEnum):
    """Whose units a person set."""

    AREA = "area"
    ARTICLE = "article"
    TARGET = "target"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What a target asks for. ``value`` is None for a milestone, in ``unit_of_measure`` for all others."""

    name: str
    kind: Kind
    operator: Operator = Operator.AT_LEAST
    value: Decimal | None = None
    upper: Decimal | None = None
    unit_of_measure: str = ""
    path: Path | None = None
    plan_values: tuple[Decimal, ...] | None = None
    baseline: Decimal = Decimal(0)
    due: Period | None = None
    is_reduction: bool = False
    is_stretch: bool = False
    condition: str = ""
    steps: tuple[Step, ...] = ()

    @property
    def path_taken(self) -> Path:
        return self.path or self.kind.usual_path


@dataclass(frozen=True, kw_only=True)
class FactsSet:
    """What identifies the plan; a field that is empty is still to be filled."""

    title: str = ""
    short: str = ""
    code: str = ""
    document_number: str = ""
    issuer: str = ""
    year: int | None = None
    issued: date | None = None
    kind: PlanKind = PlanKind.POLICY
    rhythm: Rhythm = Rhythm.QUARTERLY

    @property
    def about(self) -> str:
        return "facts"


@dataclass(frozen=True)
class LayoutSet:
    """How the notice is laid out, where the layout recognised is wrong."""

    area: str
    article: str
    lead_rule: LeadRule

    @property
    def about(self) -> str:
        return "layout"


@dataclass(frozen=True)
class NumberSet:
    """What the number at ``start`` is. ``wanted``: what a target asks as a person set it, None as read."""

    start: int
    reads: ReadingKind
    wanted: Wanted | None = None

    @property
    def about(self) -> str:
        return f"number:{self.start}"


@dataclass(frozen=True)
class MilestoneSet:
    """That the words ``start``..``end`` are a milestone; ``wanted`` is None where they are none."""

    start: int
    end: int
    wanted: Wanted | None

    @property
    def about(self) -> str:
        return f"milestone:{self.start}"


@dataclass(frozen=True)
class LeadSet:
    """Who answers for what begins at ``start``, where the rule does not say it or says it wrongly."""

    place: Place
    start: int
    lead: str
    co_units: tuple[str, ...] = ()

    @property
    def about(self) -> str:
        return f"lead:{self.place}:{self.start}"


@dataclass(frozen=True)
class PartSet:
    """The total, by where it stands, that the amount at ``start`` is a part of; None where it is of none."""

    start: int
    whole: int | None

    @property
    def about(self) -> str:
        return f"part:{self.start}"


@dataclass(frozen=True)
class UnitSet:
    """The city's unit that a name of the notice means: its own name again where it is a new one."""

    written: str
    name: str

    @property
    def about(self) -> str:
        return f"unit:{self.written}"


@dataclass(frozen=True)
class LastYearSet:
    """The code of last year's target that the one at ``start`` carries on; empty where it is new."""

    start: int
    code: str

    @property
    def about(self) -> str:
        return f"last:{self.start}"


@dataclass(frozen=True)
class Drafted:
    """That the plan was taken into the register, under this code; nothing is decided here any more."""

    code: str

    @property
    def about(self) -> str:
        return "drafted"


@dataclass(frozen=True)
class Dropped:
    """That no plan is made of this notice, and why."""

    reason: str

    @property
    def about(self) -> str:
        return "dropped"


Decision = (
    FactsSet
    | LayoutSet
    | NumberSet
    | MilestoneSet
    | LeadSet
    | PartSet
    | UnitSet
    | LastYearSet
    | Drafted
    | Dropped
)


def units_text(names: Iterable[str]) -> str:
    """Units as notices list them, and as people type them back: 市民政局、市财政局."""
    return "、".join(names)


def newest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """By what it is about, the last decision."""
    return {each.about: each for each in decisions}
