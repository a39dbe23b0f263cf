"""Reading a figure as it was typed, and reading it back."""

from decimal import Decimal

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.quantity import amount_text, counted_in, parse_amount, read_back, with_unit
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Terms, milestone_choices
from tracker.domain.measure.units import is_whole


def read_value(text: str, terms: Terms) -> Decimal:
    """The figure as typed, in the target's unit of measure; of a milestone its choice. Raises BadInput."""
    if terms.kind is not Kind.MILESTONE:
        return read_amount(text, terms)
    if text not in milestone_choices(terms):
        raise BadInput(_("请选择这个节点是否已经完成。"))
    return Decimal(text)


def read_amount(text: str, terms: Terms) -> Decimal:
    """Any amount of a target as typed: reported, verified, planned, expected. Raises BadInput.

    A rate can be negative, and so can a reduction: what was to fall has risen.
    """
    amount = parse_amount(
        text, terms.unit_of_measure, may_be_negative=terms.kind.is_rate or terms.is_reduction
    )
    require_whole(amount, terms.unit_of_measure)
    return amount


def require_whole(amount: Decimal, unit_of_measure: str) -> None:
    """Raises BadInput for a part of something that is counted: 78.5家."""
    if not is_whole(amount, unit_of_measure):
        raise BadInput(
            _("“{unit}”按整数计,不会是 {amount},请核对。").format(
                unit=counted_in(unit_of_measure), amount=with_unit(amount, unit_of_measure)
            )
        )


def typed_text(text: str, terms: Terms) -> str:
    """A figure's text with its unit of measure once: 1.04亿元 of 1.04, of 1.04亿 and of 1.04亿元.

    What can't be read stays as it was typed.
    """
    try:
        return with_unit(read_amount(text, terms), terms.unit_of_measure)
    except BadInput:
        return text


def typing_hint(text: str, terms: Terms, previous: Decimal | None, rhythm: Rhythm = Rhythm.QUARTERLY) -> str:
    """What is read back while typing: 累计 68;本季新增 = 68 − 45 = 23. Empty when nothing can be read."""
    if terms.kind is Kind.MILESTONE or not text.strip():
        return ""
    try:
        value = read_amount(text, terms)
    except BadInput as refusal:
        return str(refusal)
    parts = [
        read_back(value, terms.unit_of_measure)
        or _("读作 {with_unit}").format(with_unit=with_unit(value, terms.unit_of_measure))
    ]
    if terms.kind.is_flow and previous is not None:
        increment = amount_text(value - previous)
        parts.append(
            _("{this}新增 = {amount} − {amount2} = {increment}").format(
                this=rhythm.this_short,
                amount=amount_text(value),
                amount2=amount_text(previous),
                increment=increment,
            )
        )
    return _(";").join(parts)
