"""The year-end call (年底研判) against the value that is expected with it."""

from collections.abc import Iterator
from decimal import Decimal

from tracker.domain.language import _
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.quantity import Reference, amount_text, magnitude_slip, with_unit
from tracker.domain.measure.target import Terms, met, target_text
from tracker.domain.measure.units import is_whole
from tracker.domain.progress.calls import HOPEFUL
from tracker.domain.workflow.entry.fields import Field, Finding
from tracker.domain.workflow.entry.plausibility import slip_asked


def about_call(
    call: YearEndCall | None,
    expected: Decimal | None,
    value: Decimal | None,
    terms: Terms,
    tolerance: Decimal,
) -> Iterator[Finding]:
    """What is asked of the value expected for the year's end; ``value`` is the period's own figure."""
    if expected is None or terms.value is None:
        return
    is_met = met(terms, expected, tolerance)
    contradicts = call is YearEndCall.DIFFICULT if is_met else call in HOPEFUL
    if call is not None and contradicts:
        text = (
            _("研判为“{call}”,预计全年值 {expected} 却达到了目标({target}),请核对。")
            if is_met
            else _("研判为“{call}”,预计全年值 {expected} 却没有达到目标({target}),请核对。")
        )
        shown = with_unit(expected, terms.unit_of_measure)
        yield Finding(
            Field.CALL_VALUE,
            text.format(call=call.word, expected=shown, target=target_text(terms)),
            refuses=False,
        )
    if terms.kind.is_flow and value is not None and expected < value:
        text = _("预计全年值低于已经填报的累计 {amount},请核对。")
        yield Finding(Field.CALL_VALUE, text.format(amount=amount_text(value)), refuses=False)
    aim = Reference(_("目标值"), terms.value)
    slip = magnitude_slip(expected, (aim,), can_be=lambda amount: is_whole(amount, terms.unit_of_measure))
    if slip is not None and expected != 0:
        yield slip_asked(Field.CALL_VALUE, slip, terms)
