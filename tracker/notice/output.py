"""A proposed register for programs and for people: what `python -m tracker notice FILE` prints."""

import json
import re
from collections.abc import Iterator
from typing import Any

from tracker.domain.language import _
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind
from tracker.notice.normalise import Span
from tracker.notice.proposal import ProposedRegister, ProposedTarget
from tracker.notice.readings import SURE, Proposal, ReadingKind
from tracker.notice.structure import ParsedArea, ParsedArticle, UnitGroup

Record = dict[str, Any]
# Amounts become JSON numbers digit by digit: the module would make floats of them.
_EXACT = "\x00"
_EXACT_NUMBER = re.compile(r'"\\u0000(-?[0-9.]+)"')


def as_json(text: str, register: ProposedRegister) -> str:
    """One object. Positions are characters of ``text``, ends excluded; what the text does not say is null.

    ``layout`` in words; ``year``. ``areas`` and ``articles``: ``number`` is unique in the text (as written,
    or counted where numbering begins again), ``label`` as written ((一)1 below a heading (一)), ``lead`` all
    leads joined by 、, ``leads``, ``co`` and ``units`` (leads first) of the first statement, ``groups`` all
    statements with their positions. ``readings``: ``kind`` is one of target, budget, standard, condition,
    name, date, reference, interim, undecided. ``targets``: those with a number, budgets among them;
    ``area`` and ``article`` are numbers of the above, beside them ``…_label`` and ``article_start``;
    ``value`` is a number in ``unit`` as written, ``upper`` the other end of a range; ``operator`` one of
    >=, >, <=, <, ~, range; ``due`` is null within the plan's year, else 2028 or 2026-06. ``milestones`` have
    no number. ``unread``: what was not read, and why.
    """
    structure = register.structure
    labels = {area.number: area.label for area in structure.areas}
    numeric = [target for target in register.targets if target.terms is not None]
    articles = {article.number: article for article in structure.articles}
    record = {
        "layout": structure.layout.words,
        "year": register.year,
        "areas": [_place(area) for area in structure.areas],
        "articles": [
            _place(article)
            | {
                "area": article.area,
                "area_label": labels.get(article.area or 0),
                "heading": article.heading or None,
            }
            for article in structure.articles
        ],
        "readings": [_reading(text, reading) for reading in register.readings],
        "targets": [_target(text, target, articles, labels) for target in numeric],
        "milestones": [
            _target(text, target, articles, labels) for target in register.targets if target.terms is None
        ],
        "unread": [
            {
                "start": one.span.start if one.span else None,
                "end": one.span.end if one.span else None,
                "reason": one.reason,
            }
            for one in register.unread
        ],
    }
    written = json.dumps(
        record, ensure_ascii=False, indent=1, default=lambda amount: f"{_EXACT}{plain(amount)}"
    )
    return _EXACT_NUMBER.sub(r"\1", written)


def _place(place: ParsedArea | ParsedArticle) -> Record:
    first = place.groups[0] if place.groups else None
    leads = [unit.name for unit in first.leads] if first else []
    return {
        "number": place.number,
        "label": _label(place),
        "title": place.title,
        "start": place.start,
        "end": place.end,
        "lead": "、".join(leads) or None,
        "leads": leads,
        "co": [unit.name for unit in first.co_units] if first else [],
        "units": [str(unit) for unit in first.units] if first else [],
        "groups": [_group(group) for group in place.groups],
    }


def _label(place: ParsedArea | ParsedArticle) -> str:
    if isinstance(place, ParsedArticle) and place.heading:
        return f"({place.heading}){place.label}"
    return place.label


def _group(group: UnitGroup) -> Record:
    return {
        "start": group.span.start,
        "end": group.span.end,
        "leads": [unit.name for unit in group.leads],
        "co": [unit.name for unit in group.co_units],
        "leaders": group.leaders or None,
        "due": group.due or None,
    }


def _reading(text: str, reading: Proposal) -> Record:
    return {
        "start": reading.span.start,
        "end": reading.span.end,
        "text": reading.span.of(text),
        "kind": reading.kind.value,
        "reason": reading.reason,
        "confidence": round(reading.confidence, 2),
    }


def _target(
    text: str, target: ProposedTarget, articles: dict[int, ParsedArticle], labels: dict[int, str]
) -> Record:
    terms = target.terms
    article = articles.get(target.article or 0)
    return {
        "code": target.code,
        "start": terms.number.start if terms else None,
        "end": terms.number.end if terms else None,
        "value": terms.value if terms else None,
        "upper": terms.upper if terms else None,
        "unit": terms.unit_of_measure if terms else "",
        "operator": terms.operator.value if terms else None,
        "kind": (terms.kind if terms else Kind.MILESTONE).value,
        "stretch": target.is_stretch,
        "reduction": bool(terms and terms.is_reduction),
        "baseline": terms.baseline if terms else None,
        "due": target.due.text if target.due else None,
        "interim": [
            {
                "start": step.number.start,
                "end": step.number.end,
                "value": step.terms.value,
                "unit": step.terms.unit_of_measure,
                "due": step.due.text if step.due else None,
            }
            for step in target.interim
        ],
        "area": target.area,
        "area_label": labels.get(target.area or 0),
        "article": target.article,
        "article_label": _label(article) if article else None,
        "article_start": article.start if article else None,
        "lead": "、".join(target.leads) or None,
        "leads": list(target.leads),
        "co": list(target.co_units),
        "quote": target.quote.of(text),
        "quote_start": target.quote.start,
        "name": target.name,
        "confidence": round(target.confidence, 2),
    }


def summary(text: str, register: ProposedRegister) -> Iterator[str]:
    """Lines in Chinese: the layout, the targets by article with their leads, what a person has to look at."""
    structure = register.structure
    yield structure.layout.words
    yield _(
        "领域{areas}个,条目{articles}个,数字{numbers}个,目标和预算{targets}项,节点{milestones}项。"
    ).format(
        areas=len(structure.areas),
        articles=len(structure.articles),
        numbers=len(register.readings),
        targets=sum(target.terms is not None for target in register.targets),
        milestones=sum(target.terms is None for target in register.targets),
    )
    for target in register.targets:
        lead = "、".join(target.leads) or _("牵头单位待定")
        yield f"{target.code:8} {_one_line(target.quote.of(text))}  [{lead}]"
    doubtful = [
        one for one in register.readings if one.confidence < SURE and one.kind is not ReadingKind.UNDECIDED
    ]
    for reading in doubtful:
        around = Span(max(0, reading.span.start - 8), reading.span.end + 8)
        yield _("请核对:…{around}… 判为{kind}({reason})").format(
            around=_one_line(around.of(text)), kind=reading.kind.word, reason=reading.reason
        )
    for one in register.unread:
        where = "" if one.span is None else f"{one.span.start} {_one_line(one.span.of(text))}: "
        yield where + one.reason


def _one_line(words: str) -> str:
    return " ".join(words.split())
