"""A plan in preparation: what the reader proposes, with what people decided about it (DOMAIN §1).

``prepared`` makes of the text and the decisions the plan as it stands; ``drafting.py`` says what still keeps
it from becoming a draft, and makes the register.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache

from tracker.domain.language import _, bracketed, marked
from tracker.domain.measure.period import periods_of
from tracker.domain.measure.target import Kind
from tracker.notice.decisions import (
    Decision,
    FactsSet,
    LastYearSet,
    LayoutSet,
    LeadSet,
    MilestoneSet,
    NumberSet,
    PartSet,
    Place,
    UnitSet,
    Wanted,
    newest,
)
from tracker.notice.due_and_path import condition_of, on_the_way, own_path, period_of
from tracker.notice.facts import NoticeFacts, facts_of
from tracker.notice.layouts import Layout
from tracker.notice.normalise import Span
from tracker.notice.parts import name_of_budget, parts_of
from tracker.notice.proposal import ProposedRegister, ProposedTarget, group_of, propose, target_at
from tracker.notice.readings import PROMISES, SURE, Proposal, ReadingKind
from tracker.notice.structure import Structure


class Pile(StrEnum):
    """What a person has to do with a number."""

    SURE = "sure"
    LOOK = "look"
    UNREAD = "unread"

    @property
    def word(self) -> str:
        return _(_PILES[self])


_PILES = {Pile.SURE: marked("有把握"), Pile.LOOK: marked("请看一下"), Pile.UNREAD: marked("没有判读")}


@dataclass(frozen=True)
class PreparedNumber:
    """A number with what it is taken for. ``remembered``: what people said of its like before."""

    span: Span
    text: str
    reads: ReadingKind
    reason: str
    confidence: float
    is_decided: bool = False
    remembered: ReadingKind | None = None

    @property
    def pile(self) -> Pile:
        if self.reads is ReadingKind.UNDECIDED:
            return Pile.UNREAD
        if self.is_decided:
            return Pile.SURE
        doubts = self.confidence < SURE or self.remembered not in (None, self.reads)
        return Pile.LOOK if doubts else Pile.SURE


@dataclass(frozen=True)
class PreparedTarget:
    """A target of the plan to come.

    ``start``: of its number, or of a milestone's words; it stays when codes move. ``lead`` is empty while it
    is open (待定). ``is_led_by_rule``: as the notice says, not as a person set it. ``part_of``: where
    its total stands. ``on_the_way``: values that the notice names on the way and its path does not hold.
    """

    start: int
    code: str
    area: int | None
    article: int | None
    quote: Span
    number: Span | None
    wording: str
    wanted: Wanted
    lead: str
    co_units: tuple[str, ...]
    is_led_by_rule: bool
    is_named_by_hand: bool
    part_of: int | None = None
    on_the_way: tuple[str, ...] = ()


@dataclass(frozen=True)
class Prepared:
    """The plan as it stands. Positions are characters of ``text``, the file's text as read."""

    text: str
    facts: FactsSet
    proposed: ProposedRegister
    numbers: tuple[PreparedNumber, ...]
    targets: tuple[PreparedTarget, ...]
    leads: Mapping[str, LeadSet] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    last_year: Mapping[int, str] = field(default_factory=dict)
    milestones_taken_away: tuple[MilestoneSet, ...] = ()

    @property
    def structure(self) -> Structure:
        return self.proposed.structure

    @property
    def layout(self) -> Layout:
        return self.structure.layout

    def pile(self, pile: Pile) -> tuple[PreparedNumber, ...]:
        return self._piles[pile]

    @cached_property
    def _piles(self) -> Mapping[Pile, tuple[PreparedNumber, ...]]:
        return {pile: tuple(each for each in self.numbers if each.pile is pile) for pile in Pile}

    @cached_property
    def number_at(self) -> Mapping[str, PreparedNumber]:
        """By where they stand, as addresses write it."""
        return {str(each.span.start): each for each in self.numbers}

    @cached_property
    def target_at(self) -> Mapping[str, PreparedTarget]:
        """The same of targets."""
        return {str(each.start): each for each in self.targets}

    @property
    def unit_names(self) -> tuple[str, ...]:
        """Every unit that answers for something, as written, in the order of the text."""
        led = (name for target in self.targets for name in (target.lead, *target.co_units))
        groups = (
            *(group for area in self.structure.areas for group in area.groups),
            *(group for article in self.structure.articles for group in article.groups),
        )
        placed = (
            unit.name
            for group in sorted(groups, key=lambda each: each.span)
            for unit in (*group.leads, *group.co_units)
        )
        set_by_hand = (name for each in self.leads.values() for name in (each.lead, *each.co_units))
        return tuple(name for name in dict.fromkeys([*placed, *set_by_hand, *led]) if name)


def prepared(
    text: str, decisions: Sequence[Decision], remembered: Mapping[str, ReadingKind] | None = None
) -> Prepared:
    """The plan that ``decisions`` make of ``text``; of any text, as the reader reads any.

    ``remembered``: by the words around a number (``words_around``) what people said that such a number is.
    """
    of_kind = list(newest(decisions).values())
    set_layout = next((each for each in of_kind if isinstance(each, LayoutSet)), None)
    layout = Layout(set_layout.area, set_layout.article, set_layout.lead_rule) if set_layout else None
    proposed = _proposed(text, layout)
    facts = next((each for each in of_kind if isinstance(each, FactsSet)), None)
    facts = facts or _proposed_facts(facts_of(text), proposed.year)
    said = {each.start: each for each in of_kind if isinstance(each, NumberSet)}
    leads = {each.about: each for each in of_kind if isinstance(each, LeadSet)}
    milestones = {each.start: each for each in of_kind if isinstance(each, MilestoneSet)}
    candidates = _candidates(text, proposed, said, milestones)
    targets = tuple(_coded(_target(text, proposed, facts, each, leads) for each in candidates))
    set_parts = {each.start: each.whole for each in of_kind if isinstance(each, PartSet)}
    amounts = [
        (each.start, f"area {each.area}" if each.area else each.article, each.wanted)
        for each in targets
        if each.wanted.kind is Kind.BUDGET
    ]
    wholes = parts_of(text, amounts) | set_parts
    return Prepared(
        text=text,
        facts=facts,
        proposed=proposed,
        numbers=tuple(
            _number(text, each, said.get(each.span.start), remembered or {}) for each in proposed.readings
        ),
        targets=tuple(
            replace(each, part_of=wholes[each.start]) if each.start in wholes else each for each in targets
        ),
        leads=leads,
        units={each.written: each.name for each in of_kind if isinstance(each, UnitSet)},
        last_year={each.start: each.code for each in of_kind if isinstance(each, LastYearSet)},
        milestones_taken_away=tuple(each for each in milestones.values() if each.wanted is None),
    )


# A text is read once; what people decide about it is put on top, a few milliseconds a run.
_proposed = lru_cache(maxsize=8)(propose)


def words_around(text: str, span: Span) -> str:
    """What makes two numbers alike: the words of six characters before and behind, numbers out of them."""
    before, behind = text[max(0, span.start - 6) : span.start], text[span.end : span.end + 6]
    return "#".join(
        "".join(c for c in part if not c.isdigit() and not c.isspace()) for part in (before, behind)
    )


def remembered_of(drafts: Iterable[tuple[str, Sequence[Decision]]]) -> dict[str, ReadingKind]:
    """What people said of such numbers in notices read before (text, decisions; the oldest first)."""
    known: dict[str, ReadingKind] = {}
    for text, decisions in drafts:
        starts = {each.start: each.reads for each in decisions if isinstance(each, NumberSet)}
        if not starts:
            continue
        for reading in _proposed(text).readings:
            if reading.span.start in starts:
                known[words_around(text, reading.span)] = starts[reading.span.start]
    return known


def _proposed_facts(found: NoticeFacts, year: int | None) -> FactsSet:
    return FactsSet(
        title=found.title,
        kind=found.kind,
        document_number=found.document_number,
        issuer=found.issuer,
        year=found.year or year,
        issued=found.issued,
    )


def _number(
    text: str, reading: Proposal, said: NumberSet | None, remembered: Mapping[str, ReadingKind]
) -> PreparedNumber:
    return PreparedNumber(
        span=reading.span,
        text=reading.span.of(text),
        reads=said.reads if said else reading.kind,
        reason=reading.reason,
        confidence=reading.confidence,
        is_decided=said is not None,
        remembered=remembered.get(words_around(text, reading.span)) if remembered and not said else None,
    )


@dataclass(frozen=True)
class _Candidate:
    """A target that the reader or a person sees at ``start``; ``wanted`` where a person said what it asks."""

    start: int
    seen: ProposedTarget
    wanted: Wanted | None


def _candidates(
    text: str,
    proposed: ProposedRegister,
    said: Mapping[int, NumberSet],
    milestones: Mapping[int, MilestoneSet],
) -> Iterator[_Candidate]:
    """Those of the reader that nobody denied, then those that a person found."""
    spans = {each.span.start: each.span for each in proposed.readings}
    starts = {each.terms.number: each.span.start for each in proposed.readings if each.terms}
    seen = set()
    for target in proposed.targets:
        start = starts[target.terms.number] if target.terms else target.quote.start
        seen.add(start)
        decided = said.get(start) if target.terms else milestones.get(start)
        if isinstance(decided, NumberSet):
            is_none = decided.reads not in PROMISES
        else:
            is_none = decided is not None and decided.wanted is None
        if not is_none:
            yield _Candidate(start, target, decided.wanted if decided else None)
    for number in said.values():
        if number.start in spans and number.start not in seen and number.reads in PROMISES:
            found = target_at(text, proposed.structure, spans[number.start], number.reads)
            yield _Candidate(number.start, found, number.wanted)
    for milestone in milestones.values():
        if milestone.wanted is not None and milestone.start not in seen and milestone.end <= len(text):
            found = target_at(text, proposed.structure, Span(milestone.start, milestone.end), None)
            yield _Candidate(milestone.start, found, milestone.wanted)


def _coded(candidates: Iterable[PreparedTarget]) -> Iterator[PreparedTarget]:
    """Codes in the order of the text, and names told apart: two of one name bear their article's words."""
    ordered = sorted(candidates, key=lambda each: each.number or each.quote)
    counts: Counter[str] = Counter()
    names = Counter(each.wanted.name for each in ordered)
    for target in ordered:
        group = group_of(target.wanted.kind, target.area, target.article)
        counts[group] += 1
        code = f"{group}-{counts[group]:02}"
        wanted = target.wanted
        if names[wanted.name] > 1 and not target.is_named_by_hand:
            wanted = replace(wanted, name=bracketed(wanted.name, code))
        yield replace(target, code=code, wanted=wanted)


def _target(
    text: str, proposed: ProposedRegister, facts: FactsSet, each: _Candidate, leads: Mapping[str, LeadSet]
) -> PreparedTarget:
    seen, structure = each.seen, proposed.structure
    article, area = structure.article_at(each.start), structure.area_at(each.start)
    place = area or article
    set_by_hand = next(
        (
            leads[about]
            for place, start in (
                (Place.TARGET, each.start),
                (Place.ARTICLE, article.start if article else -1),
                (Place.AREA, area.start if area else -1),
            )
            # What a person says of an area goes for what its articles leave open.
            if (about := LeadSet(place, start, "").about) in leads
            and (place is not Place.AREA or not article or not seen.lead)
        ),
        None,
    )
    wanted = each.wanted or _wanted(text, seen, facts, place.title if place else "")
    return PreparedTarget(
        start=each.start,
        code="",
        area=seen.area,
        article=seen.article,
        quote=seen.quote,
        number=seen.terms.number if seen.terms else None,
        wording=seen.terms.wording if seen.terms else "",
        wanted=wanted,
        lead=set_by_hand.lead if set_by_hand else seen.lead,
        co_units=set_by_hand.co_units if set_by_hand else seen.others,
        is_led_by_rule=set_by_hand is None,
        is_named_by_hand=each.wanted is not None,
        on_the_way=() if wanted.plan_values else on_the_way(seen),
    )


def _wanted(text: str, seen: ProposedTarget, facts: FactsSet, title: str) -> Wanted:
    """What the reader takes it to ask, in the terms of a register; ``title``: of its place."""
    name = (seen.name or seen.quote.of(text)).strip()[:200]
    year = facts.year or 0
    due = period_of(seen.due, year, facts.rhythm) if year else None
    if seen.terms is None:
        last = periods_of(year, facts.rhythm)[-1] if year else None
        return Wanted(name=name, kind=Kind.MILESTONE, due=due or last, is_stretch=seen.is_stretch)
    terms = seen.terms
    return Wanted(
        name=name_of_budget(name, title) if terms.kind is Kind.BUDGET else name,
        kind=terms.kind,
        operator=terms.operator,
        value=terms.value,
        upper=terms.upper,
        unit_of_measure=terms.unit_of_measure,
        baseline=terms.baseline or Decimal(0),
        due=due,
        is_reduction=terms.is_reduction,
        is_stretch=terms.is_stretch,
        condition=condition_of(text, terms.number),
        **own_path(seen, year, facts.rhythm),
    )
