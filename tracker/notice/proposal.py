"""A notice in, a proposed register out: the reading aid for next year's plan.

Everything here is by rule and stays a proposal. A person reads the candidates against the notice,
corrects names and readings in the CSV files, and marks what was set by hand.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from tracker.domain.measure.target import Kind
from tracker.notice.numbers import Span, scan_numbers
from tracker.notice.readings import Proposal, ProposedTerms, classify
from tracker.notice.structure import ParsedArea, ParsedArticle, Structure, parse_structure
from tracker.notice.wording import context_of, is_stretch

# What makes a clause without a number a milestone: something begins, opens, is issued or is conferred.
# 加快…建设, 谋划…, 办好… state no point that is reached or not.
_MILESTONE = re.compile(r"启动创建|开工建设|建成运营|建成投入使用|挂牌|出台《|获评|全面完成")
_LEADING_WORDS = re.compile(
    r"^(?:\d{4}年|其中|全年|年内|确保|保障(?!性)|力争|积极争取|争取|完成|实施|新增|新建|组织|开展|举办|实现|常态化|推广)+"
)
_TRAILING_WORDS = re.compile(r"(?:超过|超|突破|提升至|达到|达|不低于|约|“|增长|下降)+$")
_CLAUSE = re.compile(r"[^,\uff0c。;\uff1b\n]+")


@dataclass(frozen=True)
class ProposedTarget:
    """A candidate. ``terms`` is None for a milestone; outside every area, ``area`` and ``lead`` are empty."""

    code: str
    area: int | None
    article: int | None
    name: str
    quote: Span
    terms: ProposedTerms | None
    is_stretch: bool
    lead: str
    co_units: tuple[str, ...]

    @property
    def position(self) -> int:
        return self.terms.number.start if self.terms else self.quote.start


@dataclass(frozen=True)
class ProposedRegister:
    structure: Structure
    readings: tuple[Proposal, ...]
    targets: tuple[ProposedTarget, ...]


def propose(text: str) -> ProposedRegister:
    structure = parse_structure(text)
    readings = tuple(classify(text, span) for span in scan_numbers(text))
    numeric = [_numeric(text, structure, reading) for reading in readings if reading.terms]
    targets = [*numeric, *milestones(text, structure)]
    return ProposedRegister(structure, readings, with_codes(targets))


def with_codes(targets: Iterable[ProposedTarget]) -> tuple[ProposedTarget, ...]:
    """Codes in the order of the text: A1-01 preamble of area 1, T07-02 article 7, B3-01 budget."""
    # Outside every area the number is 0: B0-01 is the budget of the whole plan.
    counts: Counter[str] = Counter()
    coded = []
    for target in sorted(targets, key=lambda one: one.position):
        group = _group(target)
        counts[group] += 1
        coded.append(replace(target, code=f"{group}-{counts[group]:02}"))
    return tuple(coded)


def _group(target: ProposedTarget) -> str:
    if target.terms and target.terms.kind is Kind.BUDGET:
        return f"B{target.area or 0}"
    return f"T{target.article:02}" if target.article else f"A{target.area or 0}"


def answerable(structure: Structure, position: int) -> tuple[str, tuple[str, ...]]:
    """Lead and co-responsible units by rule: the article's list, else the area's lead (DOMAIN §1)."""
    article = structure.article_at(position)
    if article and article.units:
        return article.units[0].name, tuple(unit.name for unit in article.units[1:])
    area = structure.area_at(position)
    return (area.lead if area else "", ())


def _numeric(text: str, structure: Structure, reading: Proposal) -> ProposedTarget:
    context = context_of(text, reading.span)
    name = _name(context.before, context.past_unit)
    stretch = reading.terms is not None and reading.terms.is_stretch
    return _target(text, structure, context.clause, name, stretch, reading.terms)


def milestones(text: str, structure: Structure) -> list[ProposedTarget]:
    """Clauses of preambles and articles that name a point to be reached, without counting it."""
    targets = []
    places: tuple[ParsedArea | ParsedArticle, ...] = (*structure.areas, *structure.articles)
    for place in places:
        start, end = _words_of(place)
        for clause in _CLAUSE.finditer(text, start, end):
            if _MILESTONE.search(clause[0]):
                quote = Span(*clause.span())
                targets.append(_target(text, structure, quote, clause[0], is_stretch(clause[0]), None))
    return targets


def _words_of(place: ParsedArea | ParsedArticle) -> tuple[int, int]:
    """Where a place speaks: the preamble of an area, an article behind its title."""
    if isinstance(place, ParsedArea):
        return place.preamble_start, place.preamble_end
    return place.start + len(place.title), place.end


def _target(
    text: str, structure: Structure, quote: Span, name: str, stretch: bool, terms: ProposedTerms | None
) -> ProposedTarget:
    written = quote.of(text)
    quote = Span(quote.start + len(written) - len(written.lstrip()), quote.end)
    article, area = structure.article_at(quote.start), structure.area_at(quote.start)
    lead, co_units = answerable(structure, quote.start)
    return ProposedTarget(
        code="",
        area=area.number if area else None,
        article=article.number if article else None,
        name=name,
        quote=quote,
        terms=terms,
        is_stretch=stretch,
        lead=lead,
        co_units=co_units,
    )


def _name(before: str, after: str) -> str:
    """A first name from the clause: what stands before the number, else what follows it."""
    listed = re.split(r"\d[^、]*、", before)[-1].strip()
    name = _TRAILING_WORDS.sub("", _LEADING_WORDS.sub("", listed))
    return name or re.sub(r"^(?:以上|左右)", "", after)
