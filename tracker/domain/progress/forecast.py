"""Where a target is heading: the year end that the pace so far leads to, and nothing cleverer.

A forecast by the pace is arithmetic, not knowledge: it takes the rest of the year to be like the part
that the figure covers (for an own plan: as far ahead of the plan or behind it). What depends on the
season, on contracts or on one project in December it cannot know; the department's own call stands
beside it for that (DOMAIN §2, 年底研判).
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.measure.pace import planned_value
from tracker.domain.measure.period import MONTHS_OF_YEAR, share_of_year
from tracker.domain.measure.quantity import DECIMAL_PLACES, rounded
from tracker.domain.measure.target import Kind, Path, Terms, met
from tracker.domain.progress.rule_sets import RuleSet


class Basis(StrEnum):
    """What a forecast takes for granted."""

    YEAR_SHARE = "year_share"
    OWN_PLAN = "own_plan"
    HOLDS = "holds"


class NoForecast(StrEnum):
    """Why there is none."""

    NO_FIGURE = "no_figure"
    YEAR_OVER = "year_over"
    MILESTONE = "milestone"
    YEAR_END = "year_end"
    PATH_OF_A_LEVEL = "path_of_a_level"
    NOTHING_PLANNED_YET = "nothing_planned_yet"


@dataclass(frozen=True)
class Forecast:
    """``value``: the year end in the unit of measure, to the ledger's four decimals.

    ``meets``: whether that would satisfy the target's words. ``share``: of the year, or of the own
    plan, that the figure covers; what the value was divided by. None for HOLDS.
    """

    basis: Basis
    value: Decimal
    data_month: int
    share: Fraction | None
    meets: bool


def forecast(terms: Terms, value: Decimal | None, data_month: int, rules: RuleSet) -> Forecast | NoForecast:
    """The year end from the pace so far.

    A running total: baseline + what was covered since ÷ the share of the year by the data month (the
    share of its own plan, where it has one). A level or rate compared with its full target all year
    is only carried on as it stands. Everything else has none, with the reason.
    """
    if terms.kind is Kind.MILESTONE:
        return NoForecast.MILESTONE
    if value is None:
        return NoForecast.NO_FIGURE
    if data_month == MONTHS_OF_YEAR:
        return NoForecast.YEAR_OVER
    if terms.path is Path.FLAT:
        return _made(Basis.HOLDS, terms, value, data_month, None, rules)
    if not terms.kind.is_flow:
        # What it stood at in January is not known, and so neither is what was covered since.
        return NoForecast.PATH_OF_A_LEVEL
    if terms.path is Path.YEAR_END:
        return NoForecast.YEAR_END
    basis = Basis.OWN_PLAN if terms.path is Path.OWN_PLAN else Basis.YEAR_SHARE
    share = _planned_share(terms, data_month) if basis is Basis.OWN_PLAN else share_of_year(data_month)
    if share is None or share <= 0:
        return NoForecast.NOTHING_PLANNED_YET
    at_year_end = Fraction(terms.baseline) + Fraction(value - terms.baseline) / share
    return _made(basis, terms, rounded(at_year_end, DECIMAL_PLACES), data_month, share, rules)


def _planned_share(terms: Terms, data_month: int) -> Fraction | None:
    """Of the own plan's way from the baseline to its fourth quarter, the part due by this month."""
    now, end = planned_value(terms, data_month), planned_value(terms, MONTHS_OF_YEAR)
    start = Fraction(terms.baseline)
    return None if end == start else (now - start) / (end - start)


def _made(
    basis: Basis, terms: Terms, value: Decimal, month: int, share: Fraction | None, rules: RuleSet
) -> Forecast:
    return Forecast(basis, value, month, share, met(terms, value, rules.tolerance))
