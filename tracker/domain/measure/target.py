"""The terms of a target: what was promised, in which sense, and when it is met (DOMAIN §1, §2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from tracker.domain.language import _, bracketed, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import IN_POINTS, amount_text, quotient, with_unit
from tracker.domain.measure.rhythm import Rhythm


class Kind(StrEnum):
    """How the figures of a target behave over the year. ``word`` is what people read."""

    RUNNING_TOTAL = "running_total"
    STOCK = "stock"
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

    @cached_property
    def is_flow(self) -> bool:
        """Whether it adds up over the year: reported cumulative since 1 January, never to fall."""
        return _KINDS[self].is_flow

    @cached_property
    def is_rate(self) -> bool:
        """Whether it is a percentage or growth: never summed, may be negative, and may fall again."""
        return _KINDS[self].is_rate

    @cached_property
    def is_state(self) -> bool:
        """Whether it stood at something when the year began, which is not known."""
        return _KINDS[self].is_state

    @cached_property
    def is_kept(self) -> bool:
        """Whether it has to hold at every report, and is 已完成 only with the year's last data."""
        return _KINDS[self].is_kept

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
    AT_MOST = "<="
    LESS_THAN = "<"
    ABOUT = "~"
    RANGE = "range"

    def of(self, amount: str) -> str:
        """The number as a notice would word it: 超过36万标箱. At least a number is the number: 100家."""
        worded = {
            ">": _("超过{amount}"),
            "<=": _("不超过{amount}"),
            "<": _("低于{amount}"),
            "~": _("{amount}左右"),
        }
        return worded.get(self.value, "{amount}").format(amount=amount)

    @property
    def word(self) -> str:
        """For lists to choose from."""
        return {
            ">=": _("不低于(含本数)"),
            ">": _("超过(不含本数)"),
            "<=": _("不超过(含本数)"),
            "<": _("低于(不含本数)"),
            "~": _("左右"),
            "range": _("区间(含两端)"),
        }[self.value]

    @cached_property
    def is_ceiling(self) -> bool:
        """Whether less is better: 以内, 不超过, 低于."""
        return self in (Operator.AT_MOST, Operator.LESS_THAN)


class Path(StrEnum):
    """When how much is expected (DOMAIN §3)."""

    EVEN = "even"
    OWN_PLAN = "own_plan"
    YEAR_END = "year_end"
    FLAT = "flat"

    def word_in(self, rhythm: Rhythm) -> str:
        """A plan of one's own is called by its periods: 自定季度计划."""
        return _(_PATH_WORDS[self]).format(adjective=rhythm.adjective)


_PATH_WORDS = {
    Path.EVEN: marked("按月均衡"),
    Path.OWN_PLAN: marked("自定{adjective}计划"),
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
    is_kept: bool = False


_OF_A_FLOW = (Path.EVEN, Path.OWN_PLAN, Path.YEAR_END)
_KINDS = {
    Kind.RUNNING_TOTAL: _KindRecord(
        word=marked("累计量"), usual_path=Path.EVEN, paths=_OF_A_FLOW, verb=marked("累计完成"), is_flow=True
    ),
    Kind.STOCK: _KindRecord(
        word=marked("存量"),
        usual_path=Path.YEAR_END,
        paths=(Path.YEAR_END, Path.OWN_PLAN, Path.EVEN),
        is_state=True,
    ),
    Kind.LEVEL: _KindRecord(
        word=marked("水平"), usual_path=Path.FLAT, paths=(Path.FLAT,), is_state=True, is_kept=True
    ),
    Kind.RATE: _KindRecord(
        word=marked("比率"),
        usual_path=Path.FLAT,
        paths=(Path.FLAT, Path.OWN_PLAN, Path.YEAR_END),
        is_rate=True,
        is_kept=True,
    ),
    Kind.MILESTONE: _KindRecord(word=marked("节点"), usual_path=Path.YEAR_END),
    Kind.BUDGET: _KindRecord(
        word=marked("预算"), usual_path=Path.EVEN, paths=_OF_A_FLOW, verb=marked("累计执行"), is_flow=True
    ),
}


@dataclass(frozen=True)
class Step:
    """One step of a milestone that holds several: 开工, 封顶, 竣工; done by the end of ``due``."""

    name: str
    due: Period


@dataclass(frozen=True)
class Terms:
    """One version of what a target asks for.

    ``value`` is in ``unit_of_measure`` as written (36 for 36万标箱); None for a milestone. ``upper``: the
    other end of a range, above ``value``. ``is_reduction``: figures and value are achieved reductions, as
    positive amounts (下降…以上). ``plan_values``: cumulative values at the ends of the year's periods; only
    with Path.OWN_PLAN. ``due``: the period by whose end it is to be reached; None: the plan's last, and a
    milestone has to name it. It may lie after the plan's year (到2028年). ``steps``: of a milestone, in
    their order; its figures then count the steps that are done, else 1 is done and 0 is not.
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
    upper: Decimal | None = None
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        if self.kind is Kind.MILESTONE:
            if self.due is None or self.value is not None:
                raise BadInput(_("节点类目标要有完成期限,且没有目标值。"))
            if self.steps and (
                list(self.steps) != sorted(self.steps, key=lambda step: step.due)
                or self.steps[-1].due != self.due
            ):
                raise BadInput(_("节点的各个步骤要按时间先后排列,最后一步的期限就是完成期限。"))
        elif self.value is None:
            raise BadInput(_("{kind}类目标要有目标值。").format(kind=self.kind.word))
        elif self.steps:
            raise BadInput(_("只有节点类目标可以分步骤。"))
        if (self.operator is Operator.RANGE) != (self.upper is not None):
            raise BadInput(_("区间目标要有上限,其他目标没有。"))
        if self.upper is not None and self.value is not None and self.upper <= self.value:
            raise BadInput(_("区间的上限要大于下限。"))
        if (self.path is Path.OWN_PLAN) != (self.plan_values is not None) or self.plan_values == ():
            raise BadInput(_("自定计划要有全年各期的计划值,其他路径没有。"))
        if self.kind.is_rate and self.path is Path.EVEN:
            raise BadInput(_("比率类目标全年对照目标值,不能按月分摊。"))
        if self.is_reduction and (self.baseline != 0 or (self.value is not None and self.value < 0)):
            raise BadInput(_("下降类目标按下降幅度填写,以正数表示,没有基数。"))
        # What is due after this year's plan of its own need not be reached in it.
        if self.plan_values is not None and self.value is not None and self.due is None:
            # A plan may go beyond the target, but not end short of it.
            last = self.plan_values[-1]
            if last < self.value if self.is_rising else last > self.value:
                raise BadInput(_("{path}的全年计划值要达到目标值。").format(path=self.path_word))

    @property
    def path_word(self) -> str:
        rhythm = Rhythm.QUARTERLY if self.plan_values is None else Rhythm.of(len(self.plan_values))
        return self.path.word_in(rhythm)

    @property
    def span(self) -> Decimal | None:
        """What is to be covered from the baseline to the target; None for a milestone."""
        return None if self.value is None else self.value - self.baseline

    @property
    def is_ceiling(self) -> bool:
        """Whether it is a limit that must not be passed; what falls to 0 from a baseline is on its way."""
        return self.operator.is_ceiling and not self.falls_to_zero

    @property
    def falls_to_zero(self) -> bool:
        """清零 from a known baseline: 10 → 0, whatever the operator says of the 0; not 零增长."""
        if not self.baseline or self.value != 0 or self.baseline < 0:
            return False
        return self.operator.is_ceiling or not self.kind.is_rate

    @property
    def is_rising(self) -> bool:
        """Whether more is better: by the operator."""
        return self.value is not None and not (self.operator.is_ceiling or self.falls_to_zero)

    @property
    def is_met_or_not(self) -> bool:
        """Whether no share of the way can be told: 保持, 零增长, 清零 without a baseline (DOMAIN §3)."""
        return self.value is not None and not self.is_ceiling and self.span == 0

    @property
    def is_paced(self) -> bool:
        """Whether the expected amount grows over the year."""
        return self.path is not Path.FLAT and self.kind is not Kind.MILESTONE

    @property
    def steps_in_all(self) -> int:
        """What a milestone's figure is when it is done."""
        return len(self.steps) or 1


def completion(terms: Terms, value: Decimal) -> Fraction | None:
    """完成率 as it is, above 1 too.

    None where none exists: a milestone, a ceiling, a target equal to its baseline, and one that its baseline
    has passed already (−2 % from 0), which is met or not.
    """
    span = terms.span
    if not span or terms.is_ceiling or (span > 0) != terms.is_rising:
        return None
    return quotient(value - terms.baseline, span)


def about(value: Decimal, tolerance: Decimal) -> tuple[Decimal, Decimal]:
    """From where 左右 is met, and beyond what it is said to have gone too far."""
    margin = abs(value) * tolerance
    return value - margin, value + margin


def met(terms: Terms, value: Decimal, tolerance: Decimal) -> bool:
    """Whether the value satisfies the words. ``tolerance`` is the share meant by 左右 (0.05).

    A milestone is met by all its steps, one without steps by 1.
    """
    if terms.value is None:
        return value == terms.steps_in_all
    if terms.falls_to_zero:
        return value <= 0
    match terms.operator:
        case Operator.AT_LEAST:
            return value >= terms.value
        case Operator.ABOUT:
            return value >= about(terms.value, tolerance)[0]
        case Operator.RANGE:
            assert terms.upper is not None, "Terms admits a range only with its upper end"
            return terms.value <= value <= terms.upper
        case Operator.MORE_THAN:
            return value > terms.value
        case Operator.AT_MOST:
            return value <= terms.value
    return value < terms.value


def passes_limit(terms: Terms, value: Decimal) -> bool:
    """Whether a figure is beyond what the whole year admits, and cannot come back where it adds up."""
    if terms.value is None:
        return False
    if terms.is_ceiling:
        return value > terms.value or (terms.operator is Operator.LESS_THAN and value == terms.value)
    return terms.upper is not None and value > terms.upper


def goes_beyond_about(terms: Terms, value: Decimal, tolerance: Decimal) -> bool:
    """超出左右幅度: met, and marked (DOMAIN §1)."""
    is_about = terms.operator is Operator.ABOUT and terms.value is not None
    return is_about and terms.value is not None and value > about(terms.value, tolerance)[1]


def target_text(terms: Terms, *, or_more: bool = False) -> str:
    """What is promised: 超过36万标箱; 5%—6%; 年度预算5.98亿元; 2025年四季度底前完成.

    ``or_more``: the notice says 以上, which holds the number too (民法典 1259): 力争4项以上.
    """
    if terms.value is None:
        return _("节点") if terms.due is None else _("{due}底前完成").format(due=terms.due.label)
    unit = terms.unit_of_measure
    if terms.kind is Kind.BUDGET:
        text = _("年度预算约{amount}") if terms.operator is Operator.ABOUT else _("年度预算{amount}")
        return text.format(amount=with_unit(terms.value, unit))
    if terms.upper is None:
        amount = terms.operator.of(with_unit(terms.value, unit))
        if or_more and terms.operator is Operator.AT_LEAST:
            amount = _("{amount}以上").format(amount=amount)
    else:
        lower = with_unit(terms.value, unit) if unit in IN_POINTS else amount_text(terms.value)
        amount = f"{lower}—{with_unit(terms.upper, unit)}"
    text = _("下降{amount}").format(amount=amount) if terms.is_reduction else amount
    return _("力争{target}").format(target=text) if terms.is_stretch else text


def planned_text(terms: Terms) -> str:
    """The own plan's values: 一季度20、上半年50、前三季度80、全年100; empty on any other path."""
    if terms.plan_values is None:
        return ""
    rhythm = Rhythm.of(len(terms.plan_values))
    return _("、").join(
        _("{span}{amount}").format(span=rhythm.span_of(number), amount=amount_text(value))
        for number, value in enumerate(terms.plan_values, start=1)
    )


def milestone_word(value: Decimal, terms: Terms | None = None) -> str:
    """A milestone's figure in words: 1 is done; of several steps, the last one that is: 已完成2步(封顶)."""
    if terms is None or not terms.steps:
        return _("已完成") if value == 1 else _("尚未完成")
    done = int(value)
    if done >= len(terms.steps):
        return _("已完成")
    if done < 1:
        return _("尚未完成")
    return _("已完成{count}步({name})").format(count=done, name=terms.steps[done - 1].name)


def milestone_choices(terms: Terms) -> dict[str, str]:
    """A milestone's figures by their text: 1 or 0, or how many steps are done; all of them first."""
    if not terms.steps:
        return {"1": _("已完成"), "0": _("未完成")}
    return {str(done): milestone_word(Decimal(done), terms) for done in range(len(terms.steps), -1, -1)}


def value_in_words(value: Decimal | None, terms: Terms, marks: Iterable[str] = ()) -> str:
    """27万标箱(预计,未审核); a milestone in words; 不适用 where there is no value."""
    if value is None:
        bare = _("不适用")
    elif terms.kind is Kind.MILESTONE:
        bare = milestone_word(value, terms)
    else:
        bare = with_unit(value, terms.unit_of_measure)
    beside = _(",").join(marks)
    return bracketed(bare, beside) if beside else bare
