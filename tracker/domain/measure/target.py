"""The terms of a target: what was promised, in which sense, and when it is met (DOMAIN §1, §2)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period


class Kind(StrEnum):
    """How the figures of a target behave over the year. ``word`` is what people read."""

    RUNNING_TOTAL = "running_total"
    LEVEL = "level"
    RATE = "rate"
    MILESTONE = "milestone"
    BUDGET = "budget"

    @property
    def word(self) -> str:
        return _(_KIND_WORDS[self])


_KIND_WORDS = {
    Kind.RUNNING_TOTAL: marked("累计量"),
    Kind.LEVEL: marked("水平"),
    Kind.RATE: marked("比率"),
    Kind.MILESTONE: marked("节点"),
    Kind.BUDGET: marked("预算"),
}


class Operator(StrEnum):
    """How the number is to be read (DOMAIN §1; 民法典 1259: 以上 includes the number, 超过 does not)."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    ABOUT = "~"

    @property
    def sign(self) -> str:
        return {"AT_LEAST": "≥", "MORE_THAN": ">", "ABOUT": "≈"}[self.name]


class Path(StrEnum):
    """When how much is expected (DOMAIN §3)."""

    EVEN = "even"
    OWN_PLAN = "own_plan"
    YEAR_END = "year_end"
    FLAT = "flat"

    @property
    def word(self) -> str:
        return _(_PATH_WORDS[self])


_PATH_WORDS = {
    Path.EVEN: marked("按月均衡"),
    Path.OWN_PLAN: marked("自定季度计划"),
    Path.YEAR_END: marked("年底一次性完成"),
    Path.FLAT: marked("全年对照目标值"),
}
DEFAULT_PATHS = {
    Kind.RUNNING_TOTAL: Path.EVEN,
    Kind.BUDGET: Path.EVEN,
    Kind.LEVEL: Path.FLAT,
    Kind.RATE: Path.FLAT,
    Kind.MILESTONE: Path.YEAR_END,
}


@dataclass(frozen=True)
class Terms:
    """One version of what a target asks for.

    ``value`` is in ``unit_of_measure`` as written (36 for 36万标箱); None for a milestone.
    ``is_reduction``: figures and value are achieved reductions, as positive amounts (下降…以上).
    ``plan_values``: cumulative values at the ends of the year's periods; only with Path.OWN_PLAN.
    ``due``: the period by whose end a milestone is to be done.
    ``is_stretch``: 力争/争取, a tone, not an operator.
    """

    kind: Kind
    operator: Operator
    value: Decimal | None
    unit_of_measure: str
    path: Path
    baseline: Decimal = Decimal(0)
    plan_values: tuple[Decimal, ...] | None = None
    due: Period | None = None
    is_reduction: bool = False
    is_stretch: bool = False
    condition: str = ""

    def __post_init__(self) -> None:
        if self.kind is Kind.MILESTONE:
            if self.due is None or self.value is not None:
                raise BadInput(_("节点类目标要有完成季度,且没有目标值。"))
        elif self.value is None:
            raise BadInput(_("{kind}类目标要有目标值。").format(kind=self.kind.word))
        if (self.path is Path.OWN_PLAN) != (self.plan_values is not None) or self.plan_values == ():
            raise BadInput(_("自定季度计划要有四个季度的计划值,其他路径没有。"))
        if self.kind is Kind.RATE and self.path is Path.EVEN:
            raise BadInput(_("比率类目标全年对照目标值,不能按月分摊。"))
        if self.is_reduction and (self.baseline != 0 or (self.value is not None and self.value < 0)):
            raise BadInput(_("下降类目标按下降幅度填写,以正数表示,没有基数。"))
        if self.plan_values is not None and self.value is not None:
            last = self.plan_values[-1]
            if last < self.value if self.is_rising else last > self.value:
                raise BadInput(_("自定季度计划的第四季度计划值要达到目标值。"))

    @property
    def span(self) -> Decimal | None:
        """What is to be covered from the baseline to the target; None for a milestone."""
        return None if self.value is None else self.value - self.baseline

    @property
    def is_rising(self) -> bool:
        """Whether more is better: the target is not below its baseline."""
        return self.value is not None and self.value >= self.baseline

    @property
    def is_paced(self) -> bool:
        """Whether the expected amount grows over the year."""
        return self.path is not Path.FLAT and self.kind is not Kind.MILESTONE


def completion(terms: Terms, value: Decimal) -> Fraction | None:
    """完成率 as it is, above 1 too. None where none exists: milestone, target 0 or equal to its baseline."""
    if terms.span is None or terms.span == 0 or terms.value == 0:
        return None
    return Fraction(value - terms.baseline) / Fraction(terms.span)


def met(terms: Terms, value: Decimal, tolerance: Decimal) -> bool:
    """Whether the value satisfies the words. ``tolerance`` is the share meant by 左右 (0.05).

    A milestone is met by 1 (done) and not by 0.
    """
    if terms.value is None:
        return value == 1
    if terms.operator is Operator.ABOUT:
        return abs(value - terms.value) <= abs(terms.value) * tolerance
    if terms.operator is Operator.MORE_THAN:
        return value > terms.value if terms.is_rising else value < terms.value
    return value >= terms.value if terms.is_rising else value <= terms.value
