"""By when a target is due, its path where the notice names values on the way, its condition (DOMAIN §1)."""

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from tracker.domain.measure.period import MONTHS_OF_YEAR, Period, periods_of
from tracker.domain.measure.quantity import DECIMAL_PLACES, rounded, with_unit
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Path
from tracker.domain.measure.units import rounded_down
from tracker.notice.normalise import Span
from tracker.notice.proposal import ProposedTarget
from tracker.notice.years import Due

_PERCENT = ("%", "\uff05")
# 230台(具体以上级核准…拨付数为准); 预算安排资金除交叉重叠部分外,支持总额约94.51亿元
_IN_BRACKETS = re.compile(r"[^。;\uff1b\n(\uff08]{0,12}[(\uff08]([^()\uff08\uff09\n]{2,100}为准)[)\uff09]")
_EXCEPTED = re.compile(r"(除[^,\uff0c。;\uff1b、\n]{2,40}外)[,\uff0c][^,\uff0c。;\uff1b\n]*$")


def period_of(due: Due | None, year: int, rhythm: Rhythm) -> Period | None:
    """By the end of which period something is due; None for the plan's own year as a whole."""
    if due is None:
        return None
    month = due.month or MONTHS_OF_YEAR
    named = due.year or year
    if (named, month) == (year, MONTHS_OF_YEAR) or named < year:
        return None
    return Period(named, -(-month // rhythm.months), rhythm)


def own_path(seen: ProposedTarget, year: int, rhythm: Rhythm) -> dict[str, Any]:
    """The values that the notice names on the way (DOMAIN §1: its own path), linear between them.

    Percentages are shares of the year's value. Without a month, or of what is no flow, they are left to a
    person: nothing is guessed.
    """
    terms = seen.terms
    if terms is None or not terms.kind.is_flow or seen.due is not None or not seen.interim:
        return {}
    points = {0: Decimal(0), MONTHS_OF_YEAR: terms.value}
    for each in seen.interim:
        if each.due is None or each.due.month is None or (each.due.year or year) != year:
            return {}
        is_share = each.terms.unit_of_measure in _PERCENT and terms.unit_of_measure not in _PERCENT
        if not is_share and each.terms.unit_of_measure != terms.unit_of_measure:
            return {}
        points[each.due.month] = terms.value * each.terms.value / 100 if is_share else each.terms.value
    values = tuple(
        _between(points, period.last_month, terms.unit_of_measure) for period in periods_of(year, rhythm)
    )
    if any(later < earlier for earlier, later in pairwise(values)):
        return {}
    return {"path": Path.OWN_PLAN, "plan_values": values}


def on_the_way(seen: ProposedTarget) -> tuple[str, ...]:
    """The interim values in words: 2026年6月20%."""
    return tuple(
        (each.due.words if each.due else "") + with_unit(each.terms.value, each.terms.unit_of_measure)
        for each in seen.interim
    )


def _between(points: Mapping[int, Decimal], month: int, unit_of_measure: str) -> Decimal:
    before, after = (
        max(each for each in points if each <= month),
        min(each for each in points if each >= month),
    )
    if before == after:
        return points[month]
    share = Fraction(month - before, after - before)
    amount = Fraction(points[before]) + share * Fraction(points[after] - points[before])
    whole = rounded_down(amount, unit_of_measure)
    return rounded(whole, DECIMAL_PLACES)


def condition_of(text: str, number: Span) -> str:
    """What the notice says of the number that goes with the target: whose figure counts, what is left out."""
    behind = _IN_BRACKETS.match(text, number.end)
    before = _EXCEPTED.search(text[max(0, number.start - 60) : number.start])
    found = behind or before
    return found[1] if found else ""
