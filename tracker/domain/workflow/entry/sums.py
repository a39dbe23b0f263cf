"""A budget's total held against the sum of its parts while either is filled in, and in review."""

from decimal import Decimal

from tracker.domain.language import _
from tracker.domain.measure.quantity import with_unit
from tracker.domain.measure.sums import Sum


def contradicted_sums(value: Decimal, sums: tuple[Sum, ...]) -> tuple[Sum, ...]:
    """Those that cannot be right with this value, and with it in them."""
    return tuple(each for each in (one.with_own(value) for one in sums) if each.is_contradicted)


def contradiction(beside: Sum, unit: str) -> str:
    """分项合计27.52亿元,比总额26.9亿元多0.62亿元. ``beside`` is contradicted."""
    amount, total = beside.parts_executed, beside.total.executed
    assert amount is not None, "a contradiction has both"
    assert total is not None, "a contradiction has both"
    if beside.parts_reported == len(beside.parts):
        parts = _("分项")
    else:
        parts = _("{parts}个分项中已填报的{reported}个").format(
            parts=len(beside.parts), reported=beside.parts_reported
        )
    if not beside.total.is_own:
        parts = _("“{total}”的{parts}").format(total=beside.name, parts=parts)
    text = (
        _("{parts}合计{amount},比总额{total}多{difference}")
        if amount > total
        else _("{parts}合计{amount},比总额{total}少{difference}")
    )
    return text.format(
        parts=parts,
        amount=with_unit(amount, unit),
        total=with_unit(total, unit),
        difference=with_unit(abs(amount - total), unit),
    )
