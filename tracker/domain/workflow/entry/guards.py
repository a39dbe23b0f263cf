"""The guards while typing: they ask, with a correction at hand; they do not block what is true.

Only a total that falls is refused until it has its reason.
"""

from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.pace import expected_value, pace_share
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import (
    DECIMAL_PLACES,
    Slip,
    amount_text,
    magnitude_slip,
    plain,
    rounded,
    with_unit,
)
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Terms, completion
from tracker.domain.workflow.entry.fields import Field, Finding

EXCESS = Fraction(6, 5)  # of the year's target: more than this is asked about
_FAR_BELOW = 5  # an increase of less than a fifth of what the last quarter implies is asked about


def guards(
    value: Decimal, month: int, period: Period, terms: Terms, previous: Decimal | None, reason: str
) -> list[Finding]:
    """What the guards ask of a figure; ``reason`` is the one given for a fall."""
    magnitude = asks_about_magnitude(value, month, terms, previous, period)
    asked = [magnitude, _asks_about_excess(value, terms)]
    if terms.kind.is_flow and previous is not None:
        falls = value < previous
        asked.append(
            _about_fall(value, previous, reason, period.rhythm)
            if falls
            else _asks_about_increase(value, month, period, terms, previous)
        )
    return [finding for finding in asked if finding is not None]


def suspected_slip(
    value: Decimal, month: int, terms: Terms, previous: Decimal | None, period: Period
) -> Slip | None:
    """Against the last period's figure, and what is expected by the data month, not the whole year's."""
    if terms.kind is Kind.MILESTONE:
        return None
    expected = expected_value(terms, month, period)
    by_now: tuple[str, Decimal | None] = (_("目标值"), terms.value)
    if terms.is_paced and expected is not None:
        by_now = (_("时序应达值"), rounded(expected, DECIMAL_PLACES))
    return magnitude_slip(value, ((period.rhythm.last, previous), by_now))


def asks_about_magnitude(
    value: Decimal, month: int, terms: Terms, previous: Decimal | None, period: Period
) -> Finding | None:
    """The same as a question with what may have been meant."""
    slip = suspected_slip(value, month, terms, previous, period)
    if slip is None:
        return None
    meant = with_unit(slip.suggestion, terms.unit_of_measure)
    return Finding(
        Field.VALUE,
        _("与{compared_with}相差约 {factor} 倍,是否应为 {meant}?").format(
            compared_with=slip.compared_with, factor=f"{slip.factor:,}", meant=meant
        ),
        refuses=False,
        suggestion=plain(slip.suggestion),
    )


def _asks_about_excess(value: Decimal, terms: Terms) -> Finding | None:
    done = completion(terms, value)
    if done is None or done <= EXCESS:
        return None
    return Finding(Field.VALUE, _("已超过全年目标的 120%,请确认口径和单位。"), refuses=False)


def _about_fall(value: Decimal, previous: Decimal, reason: str, rhythm: Rhythm) -> Finding | None:
    """A running total that falls is either this quarter's increase by mistake, or needs a reason."""
    if reason:
        return None
    total = previous + value
    return Finding(
        Field.VALUE,
        _(
            "累计值低于{last}的 {amount}。填的是否为{this}新增?如是,累计应为 {amount2};"
            "如确有回落,请填写理由。"
        ).format(
            last=rhythm.last,
            this=rhythm.this_short,
            amount=amount_text(previous),
            amount2=amount_text(total),
        ),
        refuses=True,
        suggestion=plain(total),
    )


def _asks_about_increase(
    value: Decimal, month: int, period: Period, terms: Terms, previous: Decimal
) -> Finding | None:
    """A total that hardly grew, though the last quarter implies more: 10 by March, then 11 by June.

    Where the number would be a plausible increase, the total that it would make is offered.
    """
    usual = _usual_increase(month, period, terms, previous)
    grown = Fraction(value - previous)
    is_reached = terms.value is not None and value >= terms.value
    if usual is None or is_reached or grown >= usual / _FAR_BELOW:
        return None
    rhythm = period.rhythm
    sentence = _("{this}只新增 {amount},远低于{last}的进度(约 {amount2})。").format(
        this=rhythm.this_short,
        last=rhythm.last,
        amount=amount_text(value - previous),
        amount2=amount_text(rounded(usual)),
    )
    if value > usual * 2:
        return Finding(Field.VALUE, _("{said}请核对是否为累计值。").format(said=sentence), refuses=False)
    total = previous + value
    meant = _("填的是否为{this}新增?如是,累计应为 {amount}。").format(
        this=rhythm.this_short, amount=amount_text(total)
    )
    return Finding(Field.VALUE, sentence + meant, refuses=False, suggestion=plain(total))


def _usual_increase(month: int, period: Period, terms: Terms, previous: Decimal) -> Fraction | None:
    """What the quarter would add if it went on as the year began, along the target's own path."""
    before = period.previous
    if before is None or month <= before.last_month:
        return None
    by_now = pace_share(terms, month, period)
    by_then = pace_share(terms, before.last_month, before)
    if by_now is None or not by_then:
        return None
    return Fraction(previous - terms.baseline) * (by_now - by_then) / by_then
