"""A tree of budgets in words: allocated, executed, and what the parts add up to beside their total."""

from collections.abc import Iterable
from decimal import Decimal

from tracker.domain.language import _, bracketed, marked
from tracker.domain.measure.quantity import with_unit
from tracker.domain.measure.sums import Sum
from tracker.domain.measure.target import Operator
from tracker.domain.progress.budgets import Budget, listed_twice
from tracker.domain.progress.status import labelled
from tracker.domain.sentences.scores import completion_share, value_text

# The heads of a table of budgets; ``cells`` gives what stands below them.
HEADS = (
    marked("预算"),
    marked("年度预算"),
    marked("累计执行"),
    marked("执行率"),
    marked("分项年度预算合计"),
    marked("分项累计执行合计"),
)


def heads() -> tuple[str, ...]:
    return tuple(map(_, HEADS))


def cells(budget: Budget) -> tuple[str, ...]:
    """What stands below each head but the first, which is the budget's name."""
    terms, beside = budget.score.target.terms, budget.sum
    allocated = with_unit(budget.allocated, terms.unit_of_measure)
    if terms.operator is Operator.ABOUT:
        allocated = _("约{amount}").format(amount=allocated)
    return (
        allocated,
        value_text(budget.score) or labelled(budget.score.status),
        completion_share(budget.score.judgement) or "—",
        _sum(beside.parts_allocated, beside.allocated_difference, terms.unit_of_measure),
        _sum(beside.parts_executed, beside.executed_difference, terms.unit_of_measure, _coverage(beside)),
    )


def sums_text(budget: Budget) -> str:
    """分项合计: 年度预算144.86亿元(比总额多50.35亿元);累计执行97.3亿元(8个分项已填报7个)."""
    allocated, executed = cells(budget)[3:]
    text = _("分项合计: 年度预算{allocated}").format(allocated=allocated)
    if budget.sum.parts_executed is None:
        return text
    return _("{text};累计执行{executed}").format(text=text, executed=executed)


def _coverage(beside: Sum) -> str:
    """How many of the parts the sum is of, where it is not all."""
    if beside.parts_reported == len(beside.parts):
        return ""
    return _("{parts}个分项已填报{reported}个").format(
        parts=len(beside.parts), reported=beside.parts_reported
    )


def _sum(amount: Decimal | None, difference: Decimal | None, unit: str, coverage: str = "") -> str:
    """144.86亿元(比总额多50.35亿元); a dash where nothing is added up."""
    beside = [coverage] if coverage else []
    if difference is not None:
        beside.append(_difference(difference, unit))
    text = "—" if amount is None else with_unit(amount, unit)
    return bracketed(text, _(",").join(beside)) if beside else text


def _difference(difference: Decimal, unit: str) -> str:
    if not difference:
        return _("与总额一致")
    text = _("比总额多{amount}") if difference > 0 else _("比总额少{amount}")
    return text.format(amount=with_unit(abs(difference), unit))


def twice_lines(roots: Iterable[Budget], area: int | None = None) -> tuple[str, ...]:
    """One sentence for each amount that stands in two areas; with ``area`` those that it has a part in."""
    return tuple(
        _("“{one}”({code})与“{other}”({other_code})同为{amount},可能是同一笔资金,合计时注意重复。").format(
            one=one.score.target.name,
            code=one.score.target.code,
            other=other.score.target.name,
            other_code=other.score.target.code,
            amount=with_unit(one.allocated, one.score.target.terms.unit_of_measure),
        )
        for one, other in listed_twice(roots)
        if area is None or area in (one.score.target.area.number, other.score.target.area.number)
    )
