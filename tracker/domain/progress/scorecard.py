"""The frozen records that screens, charts and files are drawn from.

One reader fills them (queries/scorecard.py); everything shown about progress comes from here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import chain

from tracker.domain.language import _, marked
from tracker.domain.language.numerals import in_numerals
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.period import Period, periods_of, share_of_year
from tracker.domain.measure.plan import PlanKind, PlanState
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Terms, target_text
from tracker.domain.progress.groups import Verdict, verdict_of
from tracker.domain.progress.rollup import Item, Rollup, joined, nearly, roll_up
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.status import Judgement, Status, caught_up

DEMONSTRATION = marked("演示数据，非真实填报")


@dataclass(frozen=True)
class PlanRef:
    """``code`` names it in addresses; ``short`` is what rows and heads call it where it was given one.

    ``is_demonstration``: its ledger holds made-up figures.
    """

    id: int
    code: str
    title: str
    document: str
    year: int
    issued: date
    rhythm: Rhythm = Rhythm.QUARTERLY
    is_demonstration: bool = False
    kind: PlanKind = PlanKind.POLICY
    short: str = ""
    # Of now, whatever moment is looked at: a plan that ended since does not make its snapshots another.
    state: PlanState = field(default=PlanState.PUBLISHED, metadata={"is_frozen": False})

    @property
    def mark(self) -> str:
        """What every page and file of made-up figures says; nothing of real ones."""
        return _(DEMONSTRATION) if self.is_demonstration else ""

    @property
    def document_words(self) -> str:
        """Its document number as facts and files print it: lists of 民生实事 often have none."""
        return self.document or _("无文号")

    @property
    def periods(self) -> tuple[Period, ...]:
        """All periods of the plan's year."""
        return periods_of(self.year, self.rhythm)


@dataclass(frozen=True)
class UnitRef:
    id: int
    name: str


@dataclass(frozen=True)
class LeaderRef:
    id: int
    name: str


@dataclass(frozen=True)
class AreaRef:
    id: int
    number: int
    title: str
    lead: UnitRef | None  # None: the notice names nobody for the area as a whole


def article_label(number: int | None, written: str = "") -> str:
    """（三十三）, as notices usually number their articles, or as this one does; empty without an article."""
    if number is None:
        return ""
    return written or _("({numeral})").format(numeral=in_numerals(number))


@dataclass(frozen=True)
class ClauseAnchor:
    """Where the words stand. Offsets are characters into the plan's notice text.

    ``article`` is None for the preamble of an area; the number's offsets are None for a milestone.
    """

    area: int
    article: int | None
    quote: str
    quote_start: int
    number_start: int | None
    number_end: int | None
    article_written: str = ""

    @property
    def label(self) -> str:
        return article_label(self.article, self.article_written) or _("领域导语")

    @property
    def label_behind(self) -> str:
        """The label where other words stand before it: 〔2026〕5号 11., not 5号11."""
        return f" {self.label}" if self.label[:1].isdigit() else self.label

    def split(self) -> tuple[str, str, str]:
        """The quote before, in and behind the number, so that a page can highlight it."""
        if self.number_start is None or self.number_end is None:
            return self.quote, "", ""
        start, end = self.number_start - self.quote_start, self.number_end - self.quote_start
        if not 0 <= start < end <= len(self.quote):
            return self.quote, "", ""
        return self.quote[:start], self.quote[start:end], self.quote[end:]


@dataclass(frozen=True)
class Target:
    """A target and the terms in force: who answers for it and what it asks.

    ``errata``: how often the reading of its clause was corrected (勘误). ``leader``: 分管领导 of its area,
    else of its lead, on the last day of the period. ``reforms``: how often a reform of units gave it another.
    """

    id: int
    code: str
    name: str
    area: AreaRef
    anchor: ClauseAnchor
    terms: Terms
    terms_id: int
    terms_version: int
    lead: UnitRef
    co_units: tuple[UnitRef, ...] = ()
    errata: int = 0
    part_of: int | None = None  # the id of the total it is a part of
    leader: LeaderRef | None = None
    reforms: int = 0

    @property
    def aim(self) -> str:
        """What is promised, with the notice's 以上: 100根以上."""
        behind = self.anchor.split()[2].removeprefix(self.terms.unit_of_measure)
        return target_text(self.terms, or_more=behind.startswith("以上"))


@dataclass(frozen=True)
class Score:
    """One target at one quarter, judged."""

    target: Target
    figure: Figure | None
    judgement: Judgement
    previous: Figure | None = None
    previous_status: Status | None = None
    # Only where approved figures count and none is approved yet: whether the submission that
    # waits for review came on time (docs/decisions/0009).
    waiting_on_time: bool | None = None
    rhythm: Rhythm = Rhythm.QUARTERLY
    # 连续n期: how many periods running, this one with them, it has been 滞后 or 未完成.
    behind_for: int = 0

    @property
    def status(self) -> Status:
        return self.judgement.status

    @property
    def is_waiting(self) -> bool:
        """Reported and waiting for review, with no figure that counts yet."""
        return self.figure is None and self.waiting_on_time is not None

    @property
    def is_caught_up(self) -> bool:
        return caught_up(self.previous_status, self.status)

    @property
    def change(self) -> Decimal | None:
        """Change since the last period; for a running total the period's own increment.

        In the first period a running total starts from its baseline. An older month's figure changed nothing.
        """
        if self.figure is None or self.figure.value is None or self.judgement.is_stale:
            return None
        if self.previous is not None and self.previous.value is not None:
            return self.figure.value - self.previous.value
        terms, covers_first_period = self.target.terms, self.figure.data_month <= self.rhythm.months
        if self.previous is None and covers_first_period and terms.kind.is_flow:
            return self.figure.value - terms.baseline
        return None

    @property
    def is_reported(self) -> bool:
        """Whether a report of the period is there, approved or waiting; an older month's is none."""
        return (self.figure is not None or self.is_waiting) and not self.judgement.is_stale

    @property
    def item(self) -> Item:
        return Item(
            target_id=self.target.id,
            kind=self.target.terms.kind,
            judgement=self.judgement,
            is_reported=self.is_reported,
            is_on_time=self.waiting_on_time if self.figure is None else self.figure.is_on_time,
        )


@dataclass(frozen=True)
class Group:
    """An area or a department, with the scores it stands for."""

    name: str
    key: int
    scores: tuple[Score, ...]
    rollup: Rollup


def leaders_of(scores: Iterable[Score]) -> str:
    """The leaders in charge of them, by name; empty where nobody is."""
    leaders = {score.target.leader for score in scores if score.target.leader is not None}
    return _("、").join(leader.name for leader in sorted(leaders, key=lambda each: each.id))


def by_size(groups: Iterable[Group]) -> tuple[Group, ...]:
    """The groups with most due targets first; who has equally many in their usual order."""
    return tuple(sorted(groups, key=lambda group: (-group.rollup.due, -group.rollup.total)))


@dataclass(frozen=True)
class Scorecard:
    """A plan at a quarter as known at ``as_of`` (None: now), for what the asking person may see.

    ``sequence`` is the ledger's when it was read: equal sequences give equal scorecards. ``is_unopened``: the
    period's window has not opened; ``is_before_due``: its due date has not passed, so that silence does not
    count as missing in a verdict yet. ``leader_id``: it holds only what this leader is in charge of.
    """

    plan: PlanRef
    period: Period
    rules: RuleSet
    scores: tuple[Score, ...]
    include_unapproved: bool = False
    as_of: datetime | None = None
    sequence: int = 0
    is_unopened: bool = False
    is_before_due: bool = False
    leader_id: int | None = None

    @property
    def pace(self) -> Fraction:
        """时序进度, the one of the period; of running totals and budgets only."""
        return share_of_year(self.period.last_month)

    def verdict(self, group: "Group | Rollup") -> Verdict:
        """How a group of its scores stands, by its rules."""
        rollup = group if isinstance(group, Rollup) else group.rollup
        return verdict_of(rollup, self.rules, is_past_due=not self.is_before_due)

    @cached_property
    def targets(self) -> tuple[Score, ...]:
        """All scores but the budgets', which are never mixed with targets."""
        return tuple(score for score in self.scores if score.target.terms.kind is not Kind.BUDGET)

    @cached_property
    def budgets(self) -> tuple[Score, ...]:
        return tuple(score for score in self.scores if score.target.terms.kind is Kind.BUDGET)

    @cached_property
    def whole(self) -> Rollup:
        return joined(group.rollup for group in self.areas)

    @cached_property
    def areas(self) -> tuple[Group, ...]:
        """In the notice's order."""
        return _grouped(self.targets, of_area)

    @cached_property
    def departments(self) -> tuple[Group, ...]:
        """By lead unit: each target counts once."""
        return _grouped(self.targets, of_lead)

    @cached_property
    def departments_with_co_led(self) -> tuple[Group, ...]:
        """By lead and co-responsible units: a target counts for each of them."""
        return _grouped(self.targets, of_units)

    @cached_property
    def behind(self) -> tuple[Score, ...]:
        """What is behind or missed, the furthest from what is expected first (reached ÷ expected)."""
        return tuple(sorted(filter(is_behind, self.targets), key=furthest_first))

    @cached_property
    def behind_again(self) -> tuple[Score, ...]:
        """连续滞后: behind for more periods than this one, in the register's order."""
        return tuple(filter(is_behind_again, self.targets))

    @cached_property
    def missing(self) -> tuple[Score, ...]:
        """Due, and not reported or not updated."""
        return tuple(filter(is_missing, self.targets))

    @cached_property
    def early(self) -> tuple[Score, ...]:
        """提前完成: met before anything was due."""
        return tuple(filter(is_early, self.targets))

    @cached_property
    def unjudged(self) -> tuple[Score, ...]:
        """Due, without a verdict."""
        return tuple(filter(is_unjudged, self.targets))

    @cached_property
    def data_months(self) -> Mapping[int, int]:
        """Of how many figures a month is the newest that they cover; with those of budgets."""
        return Counter(chain.from_iterable(map(data_month_of, self.scores)))

    @cached_property
    def places(self) -> Mapping[int, int]:
        """Where the scores stand, by target. Of two scorecards that are one carried on it is one object."""
        return {score.target.id: place for place, score in enumerate(self.scores)}

    def place_of(self, score: Score) -> int:
        return self.places[score.target.id]

    def rolled_up(self) -> "Scorecard":
        """Itself, with its groups computed: what threads share is computed once, by its maker."""
        _ = self.whole, self.areas, self.departments, self.behind, self.missing, self.leaders, self.places
        return self

    def renamed(self, named: Callable[[str], str]) -> "Scorecard":
        """With the names of units and areas as ``named`` gives them."""

        def unit(ref: UnitRef) -> UnitRef:
            return replace(ref, name=named(ref.name))

        def target(each: Target) -> Target:
            area_lead = each.area.lead and unit(each.area.lead)
            area = replace(each.area, title=named(each.area.title), lead=area_lead)
            co_units = tuple(unit(ref) for ref in each.co_units)
            return replace(each, area=area, lead=unit(each.lead), co_units=co_units)

        return replace(
            self, scores=tuple(replace(score, target=target(score.target)) for score in self.scores)
        )

    @cached_property
    def leaders(self) -> tuple[LeaderRef, ...]:
        """Those who are in charge of any of it."""
        found = {score.target.leader for score in self.scores if score.target.leader is not None}
        return tuple(sorted(found, key=lambda leader: leader.id))

    @property
    def of_whom(self) -> str:
        """The name of the leader whose charge alone it is; empty where it is of the whole plan."""
        return next((leader.name for leader in self.leaders if leader.id == self.leader_id), "")

    def of_leader(self, leader_id: int) -> "Scorecard":
        """Itself, with only what a leader is in charge of: a leader is a group (DOMAIN §4)."""
        own = (score for score in self.scores if score.target.leader and score.target.leader.id == leader_id)
        return replace(self, scores=tuple(own), leader_id=leader_id)

    def of(self, target_id: int) -> Score | None:
        place = self.places.get(target_id)
        return None if place is None else self.scores[place]


@dataclass(frozen=True)
class VerdictChange:
    """A group's verdict at a period, and what other rules would make of it; "" names the whole plan."""

    period: Period
    group: str
    before: Verdict
    after: Verdict


def verdict_changes(before: Scorecard, after: Scorecard) -> tuple[VerdictChange, ...]:
    """The whole plan, then areas and departments in their order; the same targets judged by two rule sets."""
    pairs = [("", before.whole, after.whole)]
    for groups, others in ((before.areas, after.areas), (before.departments, after.departments)):
        pairs += [(one.name, one.rollup, other.rollup) for one, other in zip(groups, others, strict=True)]
    changes = (
        VerdictChange(before.period, name, before.verdict(old), after.verdict(new))
        for name, old, new in pairs
    )
    return tuple(each for each in changes if each.before is not each.after)


Key = tuple[int, str]


def of_area(score: Score) -> list[Key]:
    return [(score.target.area.number, score.target.area.title)]


def of_lead(score: Score) -> list[Key]:
    return [(score.target.lead.id, score.target.lead.name)]


def of_units(score: Score) -> list[Key]:
    """A lead by hand may also stand among the co-units."""
    target = score.target
    return list(dict.fromkeys((unit.id, unit.name) for unit in (target.lead, *target.co_units)))


def data_month_of(score: Score) -> tuple[int, ...]:
    """Of its figure; none without a value."""
    figure = score.figure
    return () if figure is None or figure.value is None else (figure.data_month,)


def is_behind(score: Score) -> bool:
    return score.status.is_behind


def is_behind_again(score: Score) -> bool:
    return score.behind_for > 1


def is_missing(score: Score) -> bool:
    return score.status.is_missing


def is_early(score: Score) -> bool:
    return score.judgement.is_early


def is_unjudged(score: Score) -> bool:
    return score.judgement.is_due and not score.status.is_verdict


def furthest_first(score: Score) -> tuple[tuple[float, Fraction], str]:
    return nearly(score.item.order), score.target.code


def _grouped(scores: Iterable[Score], keys_of: Callable[[Score], list[Key]]) -> tuple[Group, ...]:
    members: dict[Key, list[Score]] = {}
    for score in scores:
        for key in keys_of(score):
            members.setdefault(key, []).append(score)
    return tuple(
        Group(name, key, tuple(group), roll_up(score.item for score in group))
        for (key, name), group in sorted(members.items())
    )
