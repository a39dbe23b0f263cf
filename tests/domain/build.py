"""Terms as the notice of 2025 states them, in one line each, for the tables of cases."""

from decimal import Decimal
from typing import Any

from hypothesis import settings

from tracker.domain.measure.figure import Neighbour, Neighbours
from tracker.domain.measure.period import Period
from tracker.domain.measure.sums import Money, Sum
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms
from tracker.domain.progress.judging import judge
from tracker.domain.progress.rule_sets import Method, RuleSet
from tracker.domain.progress.status import Judgement

# No deadline: a busy machine is no bug. Rules are small, so sixty examples find what there is.
QUICK = settings(deadline=None, max_examples=60)
Q1, Q2, Q3, Q4 = (Period(2025, number) for number in (1, 2, 3, 4))
RULES = RuleSet()
# 银川: 10 points behind are on pace, 30 slightly behind.
POINTS = RuleSet(2, "按百分点", Method.POINTS, Decimal(10), Decimal(30), Decimal(1), Decimal(5))


def dec(text: str | int) -> Decimal:
    return Decimal(text)


def beside(period: Period, previous: str | int | None = None) -> Neighbours:
    """The figure of the quarter before, with that quarter's last month, and no later one."""
    if previous is None or period.previous is None:
        return Neighbours()
    return Neighbours(Neighbour(period.previous, dec(previous), period.previous.last_month))


def summed(total: str | None, *parts: str | None, allocated: str | int = 10, own: int = 0) -> Sum:
    """A total and its parts by what was executed; ``own`` is the typed one, 0 the total. Parts share 10."""
    share = Decimal(10) / len(parts)
    executed = [None if each is None else dec(each) for each in (total, *parts)]
    money = [
        Money(share if place else dec(allocated), value, place == own) for place, value in enumerate(executed)
    ]
    return Sum("教育资金", money[0], tuple(money[1:]))


def total(value: str | int = 100, unit: str = "家", path: Path = Path.EVEN, **rest: Any) -> Terms:
    """A running total: 新增高新技术企业 100 家."""
    return _terms(Kind.RUNNING_TOTAL, value, unit, path, rest)


def level(value: str | int = 100, unit: str = "元", **rest: Any) -> Terms:
    return _terms(Kind.LEVEL, value, unit, rest.pop("path", Path.FLAT), rest)


def stock(value: str | int = 9, unit: str = "个", **rest: Any) -> Terms:
    """A state to be reached by its due period: 累计培育重点村9个."""
    return _terms(Kind.STOCK, value, unit, rest.pop("path", Path.YEAR_END), rest)


def rate(value: str | int = 20, unit: str = "%", **rest: Any) -> Terms:
    return _terms(Kind.RATE, value, unit, rest.pop("path", Path.FLAT), rest)


def budget(value: str | int = "5.98", **rest: Any) -> Terms:
    return _terms(Kind.BUDGET, value, "亿元", Path.EVEN, rest)


def milestone(due: Period = Q3, steps: tuple[Step, ...] = ()) -> Terms:
    return Terms(Kind.MILESTONE, Operator.AT_LEAST, None, "", Path.YEAR_END, due=due, steps=steps)


def planned(*values: str | int, kind: Kind = Kind.RUNNING_TOTAL, **rest: Any) -> Terms:
    """Own plan: the values at the ends of Q1..Q4; the target is the last."""
    rest.setdefault("value", values[-1])
    value = rest.pop("value")
    unit = "%" if kind is Kind.RATE else "家"
    return _terms(kind, value, unit, Path.OWN_PLAN, {**rest, "plan_values": tuple(map(dec, values))})


def _terms(kind: Kind, value: str | int, unit: str, path: Path, rest: dict[str, Any]) -> Terms:
    operator = rest.pop("operator", Operator.AT_LEAST)
    for name in ("baseline", "upper"):
        if name in rest:
            rest[name] = dec(rest[name])
    return Terms(kind, operator, dec(value), unit, path, **rest)


def judged(
    terms: Terms, value: str | int | None, month: int, period: Period | None = None, rules: RuleSet = RULES
) -> Judgement:
    """Judge a typed value; the quarter is the one that holds the data month unless said."""
    amount = None if value is None else dec(value)
    at = period or Period(2025, (month + 2) // 3)
    said = judge(terms, amount, month, at, rules)
    assert judge(terms, amount, month, at, rules, status_alone=True).status is said.status
    return said
