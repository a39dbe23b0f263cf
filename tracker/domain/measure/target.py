"""The terms of a target: what was promised, in which sense, and when it is met (DOMAIN §1, §2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.language import _, bracketed, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import amount_text, with_unit
from tracker.domain.measure.rhythm import Rhythm


class Kind(StrEnum):
    """How the figures of a target behave over the year. ``word`` is what people read."""

    RUNNING_TOTAL = "running_total"
    LEVEL = "level"
    RATE = "rate"
    MILESTONE = "milestone"
    BUDGET = "budget"

    @property
    def word(self) -> str:
        return _(_KINDS[self].word)

    @property
    def verb(self) -> str:
        """What stands before a figure in a sentence: 累计完成27万标箱."""
        return _(_KINDS[self].verb)

    @property
    def is_flow(self) -> bool:
        """Whether it adds up over the year: reported cumulative since 1 January, never to fall."""
        return _KINDS[self].is_flow

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage or growth: never summed, may be negative, and may fall again."""
        return _KINDS[self].is_rate

    @property
    def is_state(self) -> bool:
        """Whether it stood at something when the year began, which is not known."""
        return _KINDS[self].is_state

    @property
    def paths(self) -> "tuple[Path, ...]":
        """The paths that it may be put on, the usual one first; a milestone has none to choose."""
        return _KINDS[self].paths

    @property
    def usual_path(self) -> "Path":
        return _KINDS[self].usual_path


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


@dataclass(frozen=True, kw_only=True)
class _KindRecord:
    word: str
    usual_path: Path
    paths: tuple[Path, ...] = ()
    verb: str = marked("为")
    is_flow: bool = False
    is_rate: bool = False
    is_state: bool = False


_OF_A_FLOW = (Path.EVEN, Path.OWN_PLAN, Path.YEAR_END)
_KINDS = {
    Kind.RUNNING_TOTAL: _KindRecord(
        word=marked("累计量"), usual_path=Path.EVEN, paths=_OF_A_FLOW, verb=marked("累计完成"), is_flow=True
    ),
    Kind.LEVEL: _KindRecord(
        word=marked("水平"), usual_path=Path.FLAT, paths=(Path.FLAT, *_OF_A_FLOW), is_state=True
    ),
    Kind.RATE: _KindRecord(
        word=marked("比率"),
        usual_path=Path.FLAT,
        paths=(Path.FLAT, Path.OWN_PLAN, Path.YEAR_END),
        is_rate=True,
    ),
    Kind.MILESTONE: _KindRecord(word=marked("节点"), usual_path=Path.YEAR_END),
    Kind.BUDGET: _KindRecord(
        word=marked("预算"), usual_path=Path.EVEN, paths=_OF_A_FLOW, verb=marked("累计执行"), is_flow=True
    ),
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
        if self.kind.is_rate and self.path is Path.EVEN:
            raise BadInput(_("比率类目标全年对照目标值,不能按月分摊。"))
        if self.is_reduction and (self.baseline != 0 or (self.value is not None and self.value < 0)):
            raise BadInput(_("下降类目标按下降幅度填写,以正数表示,没有基数。"))
        if self.plan_values is not None and self.value is not None:
            # A plan may go beyond the target, but not end short of it.
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


def about(value: Decimal, tolerance: Decimal) -> tuple[Decimal, Decimal]:
    """The least and the most that 左右 admits."""
    margin = abs(value) * tolerance
    return value - margin, value + margin


def met(terms: Terms, value: Decimal, tolerance: Decimal) -> bool:
    """Whether the value satisfies the words. ``tolerance`` is the share meant by 左右 (0.05).

    A milestone is met by 1 (done) and not by 0.
    """
    if terms.value is None:
        return value == 1
    if terms.operator is Operator.ABOUT:
        low, high = about(terms.value, tolerance)
        return low <= value <= high
    if terms.operator is Operator.MORE_THAN:
        return value > terms.value if terms.is_rising else value < terms.value
    return value >= terms.value if terms.is_rising else value <= terms.value


def target_text(terms: Terms) -> str:
    """What is promised: ≥36万标箱; 2025年四季度底前完成. A falling target is met from above: ≤."""
    if terms.value is None:
        return _("节点") if terms.due is None else _("{due}底前完成").format(due=terms.due.label)
    sign = terms.operator.sign if terms.is_rising else terms.operator.sign.translate(_FALLING)
    text = _("下降{amount}") if terms.is_reduction else "{amount}"
    text = text.format(amount=f"{sign}{with_unit(terms.value, terms.unit_of_measure)}")
    return _("力争{target}").format(target=text) if terms.is_stretch else text


_FALLING = str.maketrans("≥>", "≤<")


def planned_text(terms: Terms) -> str:
    """The own plan's values: 一季度20、上半年50、前三季度80、全年100; empty on any other path."""
    if terms.plan_values is None:
        return ""
    rhythm = Rhythm.of(len(terms.plan_values))
    return _("、").join(
        _("{span}{amount}").format(span=rhythm.span_of(number), amount=amount_text(value))
        for number, value in enumerate(terms.plan_values, start=1)
    )


def milestone_word(value: Decimal) -> str:
    """A milestone's figure in words: 1 is done."""
    return _("已完成") if value == 1 else _("尚未完成")


def value_in_words(value: Decimal | None, terms: Terms, marks: Iterable[str] = ()) -> str:
    """27万标箱(预计,未审核); a milestone in words; 不适用 where there is no value."""
    if value is None:
        bare = _("不适用")
    elif terms.kind is Kind.MILESTONE:
        bare = milestone_word(value)
    else:
        bare = with_unit(value, terms.unit_of_measure)
    beside = _(",").join(marks)
    return bracketed(bare, beside) if beside else bare
