"""The guards while typing: they ask, with a correction at hand; they do not block what is true.

Only a total that falls is refused until it has its reason.
"""

from decimal import Decimal
from fractions import Fraction

from tracker.domain.language import _
from tracker.domain.measure.figure import Neighbour, Neighbours
from tracker.domain.measure.pace import pace_share
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import amount_text, plain, rounded
from tracker.domain.measure.target import Terms, completion
from tracker.domain.workflow.entry.fields import Field, Finding
from tracker.domain.workflow.entry.plausibility import is_beyond_whole, slip_asked, suspected_slip
from tracker.domain.workflow.entry.sums import contradicted_sums, contradiction

EXCESS = Fraction(6, 5)  # of the year's target: more than this is asked about
_FAR_BELOW = 5  # an increase of less than a fifth of what the last figure implies is asked about


def guards(
    value: Decimal, month: int, period: Period, terms: Terms, neighbours: Neighbours, reason: str
) -> list[Finding]:
    """What the guards ask of a figure; ``reason`` is the one given for a fall."""
    slip = suspected_slip(value, month, period, terms, neighbours)
    asked = [
        None if slip is None else slip_asked(Field.VALUE, slip, terms),
        _asks_about_excess(value, terms),
        _asks_about_share(value, terms),
    ]
    asked += [
        Finding(
            Field.VALUE,
            _("{said},请核对。").format(said=contradiction(beside, terms.unit_of_measure)),
            refuses=False,
        )
        for beside in contradicted_sums(value, neighbours.sums)
    ]
    if terms.kind.is_flow:
        earlier = neighbours.earlier
        if earlier is not None and value < earlier.value:
            asked.append(_about_fall(value, earlier, reason, period))
        elif earlier is not None:
            asked.append(_asks_about_increase(value, month, period, terms, earlier))
        asked.append(_asks_about_later(value, neighbours.later))
    return [finding for finding in asked if finding is not None]


def _asks_about_excess(value: Decimal, terms: Terms) -> Finding | None:
    done = completion(terms, value)
    if done is None or done <= EXCESS:
        return None
    return Finding(Field.VALUE, _("已超过全年目标的 120%,请确认口径和单位。"), refuses=False)


def _asks_about_share(value: Decimal, terms: Terms) -> Finding | None:
    if not is_beyond_whole(value, terms):
        return None
    return Finding(
        Field.VALUE, _("超过 100%:比例、份额不会超过 100%,请核对;确为增速的,请确认。"), refuses=False
    )


def _about_fall(value: Decimal, earlier: Neighbour, reason: str, period: Period) -> Finding | None:
    """A running total that falls is either this quarter's increase by mistake, or needs a reason."""
    if reason:
        return None
    total = earlier.value + value
    return Finding(
        Field.VALUE,
        _(
            "累计值低于{last}的 {amount}。填的是否为{this}新增?如是,累计应为 {amount2};"
            "如确有减少,请填写数据减少的原因。"
        ).format(
            last=earlier.name_at(period),
            this=period.rhythm.this_short,
            amount=amount_text(earlier.value),
            amount2=amount_text(total),
        ),
        refuses=True,
        suggestion=plain(total),
    )


def _asks_about_later(value: Decimal, later: Neighbour | None) -> Finding | None:
    """A total above one of the same year that was reported for a later period."""
    if later is None or value <= later.value:
        return None
    text = _("累计值高于{later}已报的 {amount},请核对;如{later}的数据也有误,请一并更正。")
    return Finding(
        Field.VALUE,
        text.format(later=later.period.name, amount=amount_text(later.value)),
        refuses=False,
    )


def _asks_about_increase(
    value: Decimal, month: int, period: Period, terms: Terms, earlier: Neighbour
) -> Finding | None:
    """A total that hardly grew, though the last figure implies more: 10 by March, then 11 by June.

    Where the number would be a plausible increase, the total that it would make is offered.
    """
    usual = _usual_increase(month, period, terms, earlier)
    grown = Fraction(value - earlier.value)
    is_reached = terms.value is not None and value >= terms.value
    if usual is None or is_reached or grown >= usual / _FAR_BELOW:
        return None
    rhythm = period.rhythm
    is_next = earlier.period == period.previous
    text = (
        _("{this}只新增 {amount},远低于{last}的进度(约 {amount2})。")
        if is_next
        else _("{last}以来只新增 {amount},远低于此前的进度(约 {amount2})。")
    )
    sentence = text.format(
        this=rhythm.this_short,
        last=earlier.name_at(period),
        amount=amount_text(value - earlier.value),
        amount2=amount_text(rounded(usual)),
    )
    if value > usual * 2:
        return Finding(Field.VALUE, _("{said}请核对是否为累计值。").format(said=sentence), refuses=False)
    total = earlier.value + value
    meant = _("填的是否为{this}新增?如是,累计应为 {amount}。").format(
        this=rhythm.this_short, amount=amount_text(total)
    )
    return Finding(Field.VALUE, sentence + meant, refuses=False, suggestion=plain(total))


def _usual_increase(month: int, period: Period, terms: Terms, earlier: Neighbour) -> Fraction | None:
    """What would have been added if it went on as the year began, along the target's own path."""
    if month <= earlier.data_month:
        return None
    by_now, by_then = (pace_share(terms, until, period) for until in (month, earlier.data_month))
    if by_now is None or not by_then:
        return None
    return Fraction(earlier.value - terms.baseline) * (by_now - by_then) / by_then
