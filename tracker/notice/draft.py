"""A proposed register as CSV files, for a person to correct: how a new plan's seed folder begins.

Everything is by rule, as 新方案 proposes it before anybody decides: due periods, values on the way, totals.
Notes of numbers that aren't targets carry the rule's reason. Shortened unit names and the plan's facts are
left to the person.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from tracker.domain.measure.quantity import plain
from tracker.domain.measure.rhythm import Rhythm
from tracker.notice.decisions import FactsSet
from tracker.notice.drafting import areas_of, articles_of, note_of, quote_of, readings_of, units_of
from tracker.notice.preparing import PreparedTarget, prepared
from tracker.notice.proposal import ProposedRegister
from tracker.notice.records import RegisterArticle, Source
from tracker.notice.seed_csv import COLUMNS, PLANNED, write_rows
from tracker.notice.seed_rows import GROUPS

CsvRow = Mapping[str, object]


def write_draft(folder: Path, text: str, year: int) -> ProposedRegister:
    """Write units, areas, articles, readings and targets as proposed. Existing files are replaced."""
    plan = prepared(text, [FactsSet(year=year)])
    write_rows(folder, "units.csv", map(vars, units_of(plan)))
    write_rows(folder, "areas.csv", map(vars, areas_of(plan)))
    write_rows(folder, "articles.csv", map(article_row, articles_of(plan)))
    write_rows(folder, "readings.csv", map(vars, readings_of(plan)))
    codes = {target.start: target.code for target in plan.targets}
    write_rows(folder, "targets.csv", (target_row(target, text, codes) for target in plan.targets))
    return plan.proposed


def article_row(article: RegisterArticle) -> CsvRow:
    groups = article.groups or (article.units,)
    units = GROUPS.join(";".join(map(str, group)) for group in groups)
    return {column: getattr(article, column) for column in COLUMNS["articles.csv"]} | {"units": units}


def target_row(target: PreparedTarget, text: str, codes: Mapping[int, str]) -> CsvRow:
    """``codes``: by where a total stands, its own. A lead that is open stays empty."""
    quote, number, wanted = quote_of(target), target.number, target.wanted
    return {
        **{name: getattr(target, name) for name in ("code", "area", "article", "wording", "lead")},
        **{
            name: getattr(wanted, name)
            for name in ("name", "unit_of_measure", "operator", "kind", "due", "condition")
        },
        "quote": quote.of(text),
        "quote_start": quote.start,
        "number_start": number.start if number else None,
        "number_end": number.end if number else None,
        "value": _amount(wanted.value),
        "upper": _amount(wanted.upper),
        "baseline": _amount(wanted.baseline or None),
        "path": wanted.path_taken,
        **dict(zip(PLANNED[Rhythm.QUARTERLY], map(_amount, wanted.plan_values or ()), strict=False)),
        "stretch": _yes(wanted.is_stretch),
        "reduction": _yes(wanted.is_reduction),
        "lead_source": Source.BY_RULE,
        "co_units": ";".join(target.co_units),
        "part_of": codes.get(target.part_of or -1),
        "note": note_of(target),
    }


def _amount(amount: Decimal | None) -> str:
    return "" if amount is None else plain(amount)


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
