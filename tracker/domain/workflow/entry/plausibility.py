"""Whether an amount can be: far from the last figure and from what is expected, it is asked about."""

from decimal import Decimal

from tracker.domain.language import _
from tracker.domain.measure.figure import Neighbour, Neighbours
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import (
    FAR,
    IN_POINTS,
    Reference,
    Slip,
    amount_text,
    magnitude_slip,
    plain,
    with_unit,
)
from tracker.domain.measure.target import Kind, Terms
from tracker.domain.measure.units import is_whole
from tracker.domain.workflow.entry.fields import Field, Finding

_WHOLE = 100  # in percent: a share of a whole is not more
_OF_A_WHOLE = ("%", "\uff05")


def suspected_slip(
    value: Decimal, month: int, period: Period, terms: Terms, neighbours: Neighbours
) -> Slip | None:
    """Below a fifth or above five times of the last figure, and of what is expected by the data month."""
    if terms.kind is Kind.MILESTONE:
        return None
    # Nothing of a total yet is said by 0, and of what is to fall 0 is the best that there is.
    if value == 0 and (terms.kind.is_flow or not terms.is_rising):
        return None
    references = _references(value, month, period, terms, neighbours.earlier)
    return magnitude_slip(value, references, can_be=lambda amount: _can_be(amount, terms))


def _can_be(amount: Decimal, terms: Terms) -> bool:
    """What is suggested is nothing that would be asked about itself: no part of a thing, no 160 %."""
    return is_whole(amount, terms.unit_of_measure) and not is_beyond_whole(amount, terms)


def is_beyond_whole(amount: Decimal, terms: Terms) -> bool:
    """More than all: a growth can be, a share can not, and the terms do not say which one it is."""
    is_beyond = terms.unit_of_measure in _OF_A_WHOLE and amount > _WHOLE
    return is_beyond and terms.value is not None and terms.value <= _WHOLE


def _references(
    value: Decimal, month: int, period: Period, terms: Terms, earlier: Neighbour | None
) -> tuple[Reference, ...]:
    last = () if earlier is None else (Reference(earlier.name_at(period), earlier.value, is_earlier=True),)
    expected = expected_value(terms, month, period)
    if expected:
        name = _("时序应达值") if terms.is_paced else _("目标值")
        # Of what must not be passed in sum, little is as good as none.
        least = Decimal(0) if terms.kind.is_flow and not terms.is_rising else None
        aim = Reference(name, due_amount(terms, expected), least=least)
        # A share for a percentage fits last quarter's that was typed so too: only the aim tells.
        is_below_one = 0 < abs(value) < 1 and terms.unit_of_measure in IN_POINTS
        return (aim,) if is_below_one else (*last, aim)
    if terms.value is None:
        return last
    # Where nothing is expected yet, all from the last figure up to the aim is on the way.
    grown = Decimal(0) if earlier is None else min(abs(earlier.value), abs(terms.value) / FAR)
    return (*last, Reference(_("目标值"), terms.value, least=grown))


def slip_asked(field: Field, slip: Slip, terms: Terms) -> Finding:
    name, unit = slip.reference.name, terms.unit_of_measure
    amount = with_unit(slip.reference.amount, unit)
    if slip.factor is None:
        text = _("{compared_with}为 {amount},请核对是否确为 0。")
        return Finding(field, text.format(compared_with=name, amount=amount), refuses=False)
    factor = amount_text(slip.factor)
    if slip.suggestion is None:
        text = _("与{compared_with} {amount} 相差约{factor}倍,请核对数值和单位。")
        return Finding(field, text.format(compared_with=name, amount=amount, factor=factor), refuses=False)
    text = _("与{compared_with}相差约{factor}倍,是否应为 {meant}?")
    return Finding(
        field,
        text.format(compared_with=name, factor=factor, meant=with_unit(slip.suggestion, unit)),
        refuses=False,
        suggestion=plain(slip.suggestion),
    )
