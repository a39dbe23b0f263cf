"""A proposed register as CSV files, for a person to correct: how a new plan's seed folder begins.

Targets get their code, words and terms by rule; notes of numbers that aren't targets carry the
rule's reason. Shortened unit names and the plan's facts are left to the person.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path

from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind, Operator
from tracker.notice.drafting import label_stored
from tracker.notice.proposal import ProposedRegister, ProposedTarget, propose
from tracker.notice.readings import PROMISES
from tracker.notice.seed_csv import COLUMNS, write_rows
from tracker.notice.structure import ParsedArea, ParsedArticle, Structure

CsvRow = Mapping[str, object]


def write_draft(folder: Path, text: str, year: int) -> ProposedRegister:
    """Write units, areas, articles, readings and targets as proposed. Existing files are replaced."""
    proposed = propose(text)
    write_rows(folder, "units.csv", unit_rows(proposed.structure))
    write_rows(folder, "areas.csv", area_rows(proposed.structure))
    write_rows(folder, "articles.csv", article_rows(proposed.structure))
    write_rows(folder, "readings.csv", reading_rows(text, proposed))
    write_rows(folder, "targets.csv", (target_row(text, target, year) for target in proposed.targets))
    return proposed


def unit_rows(structure: Structure) -> Iterable[CsvRow]:
    """Each unit once, in the order in which the notice first names it."""
    places: list[ParsedArea | ParsedArticle] = [*structure.areas, *structure.articles]
    places.sort(key=lambda place: place.start)
    named = [unit.name for place in places for group in place.groups for unit in group.units]
    names = dict.fromkeys(named)
    return [{"name": name, "short": name.removeprefix("市")} for name in names]


def area_rows(structure: Structure) -> Iterable[CsvRow]:
    return [
        {column: getattr(area, column) for column in COLUMNS["areas.csv"] if column != "label"}
        | ({"label": label} if (label := label_stored(area, structure.layout)) else {})
        for area in structure.areas
    ]


def article_rows(structure: Structure) -> Iterable[CsvRow]:
    """An article outside of areas is in area 0."""
    return [
        {
            "number": article.number,
            "area": article.area or 0,
            "title": article.title,
            "start": article.start,
            "end": article.end,
            "units": ";".join(str(unit) for unit in article.units),
        }
        | ({"label": label} if (label := label_stored(article, structure.layout)) else {})
        for article in structure.articles
    ]


def reading_rows(text: str, proposed: ProposedRegister) -> Iterable[CsvRow]:
    codes = {target.terms.number: target.code for target in proposed.targets if target.terms}
    return [
        {
            "start": reading.span.start,
            "end": reading.span.end,
            "text": reading.span.of(text),
            "kind": reading.kind,
            "source": "by rule",
            "target": codes.get(reading.terms.number, "") if reading.terms else "",
            "note": "" if reading.kind in PROMISES else reading.reason,
        }
        for reading in proposed.readings
    ]


def target_row(text: str, target: ProposedTarget, year: int) -> CsvRow:
    terms = target.terms
    kind = terms.kind if terms else Kind.MILESTONE
    return {
        **_anchor(text, target),
        "value": plain(terms.value) if terms else "",
        "unit_of_measure": terms.unit_of_measure if terms else "",
        "wording": terms.wording if terms else "",
        "operator": terms.operator if terms else Operator.AT_LEAST,
        "upper": plain(terms.upper) if terms and terms.upper is not None else "",
        "kind": kind,
        "path": kind.usual_path,
        "due": "" if terms else f"{year}Q4",
        "stretch": "yes" if target.is_stretch else "no",
        "reduction": "yes" if terms and terms.is_reduction else "no",
        "lead": target.lead,
        "lead_source": "by rule",
        "co_units": ";".join(target.others),
    }


def _anchor(text: str, target: ProposedTarget) -> CsvRow:
    number = target.terms.number if target.terms else None
    return {
        "code": target.code,
        "area": "" if target.area is None else target.area,
        "article": "" if target.article is None else target.article,
        "name": target.name,
        "quote": target.quote.of(text),
        "quote_start": target.quote.start,
        "number_start": number.start if number else "",
        "number_end": number.end if number else "",
    }
