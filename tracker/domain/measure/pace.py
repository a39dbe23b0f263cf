"""What is expected by a month of the year, and what the rest of the year asks for (DOMAIN §3)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from tracker.domain.measure.period import MONTHS_OF_YEAR, Period
from tracker.domain.measure.quantity import exact, in_ledger_places
from tracker.domain.measure.target import Kind, Path, Terms, met
from tracker.domain.measure.units import counts, rounded_down, rounded_up


def pace_share(terms: Terms, data_month: int, period: Period) -> Fraction | None:
    """The share of the way expected by the end of ``data_month``, in whole units of what is counted.

    None where nothing is expected, and where there is no way to tell a share of: a milestone, a ceiling, a
    target equal to its baseline.
    """
    return share_of_way(terms, expected_value(terms, data_month, period))


def share_of_way(terms: Terms, expected: Fraction | None) -> Fraction | None:
    """The same of what is expected."""
    span = terms.span
    if expected is None or not span or terms.is_ceiling:
        return None
    return _covered(terms, expected) / exact(span)


def expected_value(terms: Terms, data_month: int, period: Period) -> Fraction | None:
    """The amount expected by the end of ``data_month`` of the period's year, in the target's unit of measure.

    even: a part for each month until it is due. flat: the whole target, all year, or from when it is due.
    year end: nothing before it is due; of a limit on what adds up, all that it admits. own plan: linear
    between the values at the periods' ends, from the baseline; a rate does not grow from its baseline, so
    in the first period it is compared with that one's value. Of what is counted, the part of the way is
    rounded down to whole units; of a ceiling, the allowance so far. None for a milestone, and where nothing
    is expected yet.
    """
    amount = _on_the_path(terms, data_month, period)
    if amount is None or terms.path in (Path.FLAT, Path.YEAR_END):
        return amount
    return _in_whole_units(terms, amount)


def due_amount(terms: Terms, expected: Fraction) -> Decimal:
    """An amount expected, as every page and paper prints it: 27.5325; 8.3334 of a third of 25.

    Beside a figure it says what the judgement says. Exact with four decimals at most; else where more is
    better it is cut up, so that 8.3333 lies below it as below the third, and what equals it has reached it;
    of a limit, and of what is to fall, it is cut down, so that what equals it keeps within, and no more does.
    """
    return in_ledger_places(expected, up=terms.is_rising)


def enough_of_about(terms: Terms, data_month: int, period: Period, tolerance: Decimal) -> Fraction | None:
    """What is enough of 左右 by the end of ``data_month``: on the same path to what is enough at its end.

    That is 95 % of the value with a ``tolerance`` of 0.05. Whole units are rounded up, and never beyond
    what is expected: of 10家左右 all 10 are asked for at the end, and 5 at half-year. None as expected_value.
    """
    expected, amount = expected_value(terms, data_month, period), _on_the_path(terms, data_month, period)
    if expected is None or amount is None or not terms.span or terms.value is None:
        return expected
    covered = _covered(terms, amount)
    covered -= covered / exact(terms.span) * abs(exact(terms.value)) * exact(tolerance)
    if not terms.kind.is_rate:
        covered = rounded_up(covered, terms.unit_of_measure)
    return min(expected, _from_baseline(terms, covered))


def _on_the_path(terms: Terms, data_month: int, period: Period) -> Fraction | None:
    """The amount expected as the path gives it, exactly."""
    if terms.value is None or terms.span is None:
        return None
    match terms.path:
        case Path.FLAT if terms.due is None:
            return exact(terms.value)
        case Path.YEAR_END if terms.is_ceiling and terms.kind.is_flow:
            return exact(terms.value)  # all of the allowance may be taken at any time
        case Path.FLAT | Path.YEAR_END:
            return exact(terms.value) if period >= due_period(terms, period) else None
        case Path.OWN_PLAN:
            return planned_value(terms, data_month)
    months = _months_until_due(terms, period)
    if 0 < months <= data_month:
        return exact(terms.value)
    return _from_baseline(terms, exact(terms.span) * _part(data_month, months))


@cache  # of twelve months, for tens of thousands of targets
def _part(months: int, of_all: int) -> Fraction:
    return Fraction(months, of_all)


def _covered(terms: Terms, amount: Fraction) -> Fraction:
    """The part of the way from the baseline; most begin at 0, where nothing is to be reckoned."""
    return amount - exact(terms.baseline) if terms.baseline else amount


def _from_baseline(terms: Terms, covered: Fraction) -> Fraction:
    return exact(terms.baseline) + covered if terms.baseline else covered


def due_period(terms: Terms, period: Period) -> Period:
    """The period by whose end a target is to be reached: the year's last where it names none."""
    return period.of_year[-1] if terms.due is None else terms.due


def is_due_later(terms: Terms, period: Period) -> bool:
    """Whether it is to be reached only after the period's year."""
    return due_period(terms, period).year > period.year


def _months_until_due(terms: Terms, period: Period) -> int:
    if terms.due is None:
        return MONTHS_OF_YEAR
    due = terms.due
    return (due.year - period.year) * MONTHS_OF_YEAR + due.last_month


def _in_whole_units(terms: Terms, amount: Fraction) -> Fraction:
    """The part of the way from the baseline, rounded down: 2 of 2.5家, and 3 of the 3.3起 that are to go."""
    if terms.kind.is_rate or not counts(terms.unit_of_measure):
        return amount
    covered = _covered(terms, amount)
    if covered.numerator < 0:
        return _from_baseline(terms, -rounded_down(-covered, terms.unit_of_measure))
    return _from_baseline(terms, rounded_down(covered, terms.unit_of_measure))


def planned_value(terms: Terms, data_month: int) -> Fraction:
    """What a plan of its own wants by the end of a month, exactly: linear between the periods' ends."""
    assert terms.plan_values is not None, "Terms admits OWN_PLAN only with plan values"
    start_of_year = terms.plan_values[0] if terms.kind.is_rate else terms.baseline
    points = (start_of_year, *terms.plan_values)
    months = MONTHS_OF_YEAR // len(terms.plan_values)
    period, months_into = divmod(data_month, months)
    start = exact(points[period])
    if months_into == 0:
        return start
    return start + (exact(points[period + 1]) - start) * Fraction(months_into, months)


def is_owed(terms: Terms, period: Period) -> bool:
    """应报: whether a report is owed at this period (DOMAIN §4); the base of 上报率.

    Milestones and stocks without a path from their due period on, everything else at every period.
    """
    if terms.kind is Kind.MILESTONE or (terms.kind is Kind.STOCK and terms.path is Path.YEAR_END):
        return _has_fallen_due(terms, period)
    return True


def is_due(terms: Terms, period: Period) -> bool:
    """应达: whether something is expected by the period's end (whole units: at least one; DOMAIN §4).

    It goes by terms and period alone, never by what was reported. A limit holds from the first day.
    """
    return is_due_with(terms, period, expected_value(terms, period.last_month, period))


def is_due_with(terms: Terms, period: Period, expected: Fraction | None) -> bool:
    """The same of what is expected by the period's end, from who has reckoned it."""
    if terms.kind is Kind.MILESTONE:
        return _has_fallen_due(terms, period)
    if expected is None:
        return False
    if terms.kind.is_kept or terms.is_ceiling or terms.is_met_or_not:
        return True
    if _has_fallen_due(terms, period):
        return True  # 不低于5 from 10 as well, where the way leads down
    way = _covered(terms, expected).numerator
    return way > 0 if terms.is_rising else way < 0


def _has_fallen_due(terms: Terms, period: Period) -> bool:
    return period >= (terms.steps[0].due if terms.steps else due_period(terms, period))


def steps_due(terms: Terms, period: Period) -> int:
    """How many of a milestone's steps are to be done by the period's end; of one without steps, 1 or 0."""
    if terms.steps:
        return sum(1 for step in terms.steps if step.due <= period)
    return int(_has_fallen_due(terms, period))


@dataclass(frozen=True)
class RequiredRate:
    """还差38家,剩3个月,平均每月约13家. Amounts in the unit of measure; whole units of what is counted.

    ``needed_per_month``: None where less than one whole unit a month is needed. ``so_far_per_month`` is an
    average of what was, and is not rounded.
    """

    remaining: Decimal
    months_left: int
    needed_per_month: Fraction | None
    so_far_per_month: Fraction


def required_rate(terms: Terms, value: Decimal, data_month: int) -> RequiredRate | None:
    """What the rest of the year must bring; None unless a running total falls short with time left."""
    if not terms.kind.is_flow or terms.value is None or not terms.is_rising:
        return None
    remaining, months_left = terms.value - value, MONTHS_OF_YEAR - data_month
    if remaining <= 0 or months_left == 0:
        return None
    return RequiredRate(
        remaining,
        months_left,
        _spread(remaining, months_left, terms.unit_of_measure),
        Fraction(value - terms.baseline) / data_month,
    )


def _spread(remaining: Decimal, parts: int, unit_of_measure: str) -> Fraction | None:
    """What each part must bring, in whole units; None where one whole unit is too much for each."""
    each = Fraction(remaining) / parts
    whole = rounded_up(each, unit_of_measure)
    # 1项 in 3 months is one, not one a month.
    return whole if whole == each or whole * parts < 2 * Fraction(remaining) else None


@dataclass(frozen=True)
class StillNeeded:
    """What is missing to the target at a period, in its unit of measure.

    ``remaining``: 0 only for 超过N at exactly N; below 0 for what has gone beyond a limit. ``per_period``:
    the growth that each remaining period must report, in whole units of what is counted, None where that is
    less than one; ``so_far``: what each has reported on average. A rate has neither, for growth rates are
    not summed; nor has anything once no period is left. A level or a stock has no ``so_far``: what it stood
    at when the year began is not known.
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
    if terms.upper is not None and value > terms.upper:
        return StillNeeded(terms.upper - value, period.left, None, None)
    if terms.is_ceiling:
        return StillNeeded(terms.value - value, period.left, None, None)
    direction = 1 if terms.is_rising else -1
    remaining, left = (terms.value - value) * direction, period.left
    if terms.kind.is_rate or left == 0 or remaining <= 0:
        return StillNeeded(remaining, left, None, None)
    so_far = None
    if not terms.kind.is_state:
        so_far = Fraction(value - terms.baseline) * direction / period.number
    return StillNeeded(remaining, left, _spread(remaining, left, terms.unit_of_measure), so_far)
