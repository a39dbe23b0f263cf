"""Reading a figure as it was typed, and reading it back."""

from decimal import Decimal

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.quantity import amount_text, parse_amount, read_back, with_unit
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Terms


def read_value(text: str, terms: Terms) -> Decimal:
    """The figure as typed, in the target's unit of measure; 1 or 0 for a milestone. Raises BadInput."""
    if terms.kind is not Kind.MILESTONE:
        return read_amount(text, terms)
    if text not in ("0", "1"):
        raise BadInput(_("请选择这个节点是否已经完成。"))
    return Decimal(text)


def read_amount(text: str, terms: Terms) -> Decimal:
    """A rate can be negative, and so can a reduction: what was to fall has risen."""
    return parse_amount(text, terms.unit_of_measure, may_be_negative=terms.kind.is_rate or terms.is_reduction)


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
