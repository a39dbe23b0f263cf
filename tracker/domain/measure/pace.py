"""What is expected by a month of the year, and what the rest of the year asks for (DOMAIN §3)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from tracker.domain.measure.period import MONTHS_OF_YEAR, Period, share_of_year
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Path, Terms, met


def pace_share(terms: Terms, data_month: int, rhythm: Rhythm = Rhythm.QUARTERLY) -> Fraction | None:
    """The share of the target expected by the end of ``data_month``; None when nothing is due.

    even: the share of the year. flat: the whole target, all year. year end: nothing before the
    year's last period. own plan: linear between the values at the periods' ends, from the baseline;
    a rate does not grow from its baseline, so in the first period it is compared with that one's value.
    None also for a milestone and for a target equal to its baseline, which have no share.
    """
    if terms.kind is Kind.MILESTONE or not terms.span:
        return None
    match terms.path:
        case Path.FLAT:
            return Fraction(1)
        case Path.EVEN:
            return share_of_year(data_month)
        case Path.YEAR_END:
            return Fraction(1) if data_month > MONTHS_OF_YEAR - rhythm.months else None
        case Path.OWN_PLAN:
            return (_planned_value(terms, data_month) - Fraction(terms.baseline)) / Fraction(terms.span)


def expected_value(terms: Terms, data_month: int, rhythm: Rhythm = Rhythm.QUARTERLY) -> Fraction | None:
    """The amount behind ``pace_share``, in the target's unit of measure."""
    share = pace_share(terms, data_month, rhythm)
    if share is None or terms.span is None:
        return None
    return Fraction(terms.baseline) + share * Fraction(terms.span)


def _planned_value(terms: Terms, data_month: int) -> Fraction:
    assert terms.plan_values is not None, "Terms admits OWN_PLAN only with plan values"
    start_of_year = terms.plan_values[0] if terms.kind.is_rate else terms.baseline
    points = (start_of_year, *terms.plan_values)
    months = MONTHS_OF_YEAR // len(terms.plan_values)
    period, months_into = divmod(data_month, months)
    start = Fraction(points[period])
    if months_into == 0:
        return start
    return start + (Fraction(points[period + 1]) - start) * Fraction(months_into, months)


def is_due(terms: Terms, period: Period) -> bool:
    """Whether a figure is owed at this period: not before a milestone's or a year end's date."""
    if terms.kind is Kind.MILESTONE:
        return terms.due is not None and period >= terms.due
    if terms.path is Path.YEAR_END:
        return period.next is None
    share = pace_share(terms, period.last_month)
    # Without a share (a target equal to its baseline) a figure is owed all the same.
    return share is None or share > 0


@dataclass(frozen=True)
class RequiredRate:
    """还差 38 家,剩 3 个月,需每月 12.7 家;至今每月 6.9 家. Amounts in the unit of measure."""

    remaining: Decimal
    months_left: int
    needed_per_month: Fraction
    so_far_per_month: Fraction


def required_rate(terms: Terms, value: Decimal, data_month: int) -> RequiredRate | None:
    """What the rest of the year must bring; None unless a running total falls short with time left."""
    if not terms.kind.is_flow or terms.value is None:
        return None
    remaining, months_left = terms.value - value, MONTHS_OF_YEAR - data_month
    if remaining <= 0 or months_left == 0:
        return None
    return RequiredRate(
        remaining,
        months_left,
        Fraction(remaining) / months_left,
        Fraction(value - terms.baseline) / data_month,
    )


@dataclass(frozen=True)
class StillNeeded:
    """What is missing to the target at a period, in its unit of measure.

    ``remaining``: 0 only for 超过N at exactly N; below 0 for 左右 that has gone too far. ``per_period``: the
    growth that each remaining period must report; ``so_far``: what each has reported on average. A rate
    has neither, for growth rates are not summed; nor has anything once no period is left. A level has no
    ``so_far``: what it stood at when the year began is not known.
    """

    remaining: Decimal
    periods_left: int
    per_period: Fraction | None
    so_far: Fraction | None


def still_needed(terms: Terms, value: Decimal, period: Period, tolerance: Decimal) -> StillNeeded | None:
    """The growth that the rest of the year must bring; None once met, and for a milestone.

    Counted in reports, as the period's own increment is (DOMAIN §2): what the figures of the remaining
    periods must add to this one's, whatever month its data end at. ``tolerance`` is the share meant by 左右.
    """
    if terms.value is None or met(terms, value, tolerance):
        return None
    direction = 1 if terms.is_rising else -1
    remaining, left = (terms.value - value) * direction, period.left
    if terms.kind.is_rate or left == 0 or remaining <= 0:
        return StillNeeded(remaining, left, None, None)
    so_far = None
    if not terms.kind.is_state:
        so_far = Fraction(value - terms.baseline) * direction / period.number
    return StillNeeded(remaining, left, Fraction(remaining) / left, so_far)
