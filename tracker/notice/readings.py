"""What a number is (DOMAIN §1): every number of a notice gets exactly one reading.

``classify`` proposes one by rule, in words that a person can check. The rules are tried from top to
bottom and the first that fits decides: what a number cannot be (part of a name, a date) comes before
what it may be (a target). A person has the last word: readings.csv marks what was set by hand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tracker.domain.language import _, marked
from tracker.domain.measure.target import Kind, Operator
from tracker.notice import wording
from tracker.notice.kinds import kind_of
from tracker.notice.normalise import Span, View, view_of
from tracker.notice.numbers import value_of
from tracker.notice.rules import conditions, counts, money, names
from tracker.notice.weights import confidence_of
from tracker.notice.wording import Context, context_in, unit_of_measure


class ReadingKind(StrEnum):
    """``INTERIM``: a value on the way to a target of the same article (一季度20%). ``UNDECIDED``: nobody has
    said what the number is; a plan is not published with one.
    """

    TARGET = "target"
    BUDGET = "budget"
    STANDARD = "standard"
    CONDITION = "condition"
    NAME = "name"
    DATE = "date"
    REFERENCE = "reference"
    INTERIM = "interim"
    UNDECIDED = "undecided"

    @property
    def word(self) -> str:
        return _(_WORDS[self])


_WORDS = {
    ReadingKind.TARGET: marked("目标"),
    ReadingKind.BUDGET: marked("预算"),
    ReadingKind.STANDARD: marked("补助标准"),
    ReadingKind.CONDITION: marked("认定条件"),
    ReadingKind.NAME: marked("名称"),
    ReadingKind.DATE: marked("日期"),
    ReadingKind.REFERENCE: marked("对照"),
    ReadingKind.INTERIM: marked("阶段值"),
    ReadingKind.UNDECIDED: marked("待定"),
}
PROMISES = (ReadingKind.TARGET, ReadingKind.BUDGET)


@dataclass(frozen=True)
class ProposedTerms:
    """What the words say of a target or a budget; ``number`` is the bare number.

    ``upper``: the other end of a range; ``baseline``: 30 of 由30家增加到50家.
    """

    number: Span
    value: Decimal
    unit_of_measure: str
    wording: str
    operator: Operator
    kind: Kind
    is_stretch: bool
    is_reduction: bool
    upper: Decimal | None = None
    baseline: Decimal | None = None


@dataclass(frozen=True)
class Proposal:
    """A reading by rule, with its reason in Chinese. ``terms`` for targets, budgets and interim values.

    ``confidence``: how often such a reading is right, 0 to 1; below ``SURE`` a person should look.
    """

    span: Span
    kind: ReadingKind
    reason: str
    terms: ProposedTerms | None = None
    confidence: float = 1.0


SURE = 0.9
# How often narrow rules, and what the head of a table's column says, were right; measured as weights.BANDS.
NARROW = 0.99


@dataclass(frozen=True)
class Rule:
    """``is_narrow``: it judges by the number itself or by the words that touch it, and was right in every
    number held out (NARROW); of the others the weights give a second opinion.
    """

    kind: ReadingKind
    reason: str
    fits: Callable[[Context], bool]
    is_narrow: bool = False


def narrow(kind: ReadingKind, reason: str, fits: Callable[[Context], bool]) -> Rule:
    return Rule(kind, reason, fits, is_narrow=True)


def classify(text: str, span: Span) -> Proposal:
    """The reading of the first rule that fits. Spans are characters of the text as stored."""
    view = view_of(text)
    return moved_out(view, classify_in(view, view.inward(span)))


def moved_out(view: View, proposal: Proposal) -> Proposal:
    """A proposal in the text read as one in the text as stored."""
    terms = proposal.terms
    if terms is not None:
        terms = replace(terms, number=view.outward(terms.number))
    return replace(proposal, span=view.outward(proposal.span), terms=terms)


def classify_in(view: View, span: Span) -> Proposal:
    """The same within the text read; a number that no rule knows is left to a person."""
    context = context_in(view, span)
    for rule in RULES:
        if rule.fits(context):
            confidence = NARROW if rule.is_narrow else confidence_of(context, rule.kind)
            return Proposal(span, rule.kind, rule.reason, terms_of(context, rule.kind), confidence)
    if context.has_digits:
        return Proposal(span, ReadingKind.UNDECIDED, "待人工判断", confidence=0.2)
    return Proposal(span, ReadingKind.REFERENCE, "待人工判断", confidence=0.5)


def terms_of(context: Context, kind: ReadingKind) -> ProposedTerms | None:
    value = value_of(context.number.of(context.text))
    if kind not in (*PROMISES, ReadingKind.INTERIM) or value is None:
        return None
    return ProposedTerms(
        number=context.number,
        value=value,
        unit_of_measure=unit_of_measure(context),
        wording=wording.wording(context),
        operator=wording.operator(context),
        kind=Kind.BUDGET if kind is ReadingKind.BUDGET else kind_of(context),
        is_stretch=wording.is_stretch(context.words),
        is_reduction=wording.is_reduction(context),
        upper=wording.second_value(context),
        baseline=_baseline(context),
    )


_FROM = re.compile(
    rf"[由从]{counts.ONCE}(\d+(?:\.\d+)?)[^\d,]{{0,8}}(?:增加|提高|提升|上升|增长|扩大|发展|拓展|下降|降低|减少|压缩|缩短|调整)[到至]$"
)


def _baseline(context: Context) -> Decimal | None:
    """30 of 由30家增加到50家."""
    found = _FROM.search(context.before)
    return Decimal(found[1]) if found else None


RULES = (
    narrow(
        ReadingKind.NAME,
        "文件名称中的版本年份",
        lambda c: names.is_calendar_year(c) and c.after.startswith("版"),
    ),
    narrow(
        ReadingKind.REFERENCE,
        "对照年份",
        lambda c: (
            (names.is_calendar_year(c) and c.before.endswith(("较", "比")))
            or (c.before.endswith(("与", "同")) and re.match(r"(?:同期)?相?比", c.after) is not None)
        ),
    ),
    narrow(ReadingKind.DATE, "日期", names.is_calendar_year),
    narrow(ReadingKind.DATE, "月份、季度", names.is_month_or_quarter),
    narrow(ReadingKind.NAME, "活动名称中的年份", names.is_bare_year),
    narrow(
        ReadingKind.NAME,
        "届次、会次",
        lambda c: (
            c.before.endswith("第")
            or re.match(r"届[^次、]", c.after) is not None
            # 党的二十大, 二中、三中全会
            or (re.match(r"大", c.after) is not None and c.before.endswith("党的"))
            or re.match(r"(?:中、[一二三四五六七八九]){0,3}中全会", c.after) is not None
        ),
    ),
    narrow(
        ReadingKind.NAME,
        "版本号、等级或代号",
        lambda c: re.search(r"版$|[A-ZⅠ-Ⅻ]$", c.written) is not None,
    ),
    narrow(ReadingKind.NAME, "等级名称", lambda c: c.after.startswith("星级")),
    narrow(ReadingKind.STANDARD, "收费折扣", lambda c: c.after.startswith("折")),
    Rule(ReadingKind.STANDARD, "税收优惠标准", names.is_quoted_scheme),
    narrow(ReadingKind.NAME, "专有名称", names.is_quoted_name),
    narrow(ReadingKind.NAME, "专有名称", names.is_round_name),
    narrow(ReadingKind.REFERENCE, "对照基数", lambda c: c.is_quoted and c.after.startswith("”的基础上")),
    narrow(ReadingKind.NAME, "名称中的数字", lambda c: not c.is_quoted and names.stands_in_a_quotation(c)),
    narrow(ReadingKind.NAME, "名称、编号中的数字", names.is_part_of_a_name),
    Rule(ReadingKind.TARGET, "工程所培育的人数", names.counts_people_to_train),
    narrow(ReadingKind.NAME, "行动、工程名称", names.names_a_programme),
    narrow(ReadingKind.REFERENCE, "比值的计算基数", lambda c: not c.has_digits and c.before.endswith("每")),
    narrow(
        ReadingKind.REFERENCE,
        "指上文已列事项",
        lambda c: re.search(r"上述$|^以上$", c.before.strip()) is not None,
    ),
    narrow(ReadingKind.REFERENCE, "对照基数", counts.is_base_of_a_change),
    Rule(ReadingKind.CONDITION, "对象的承诺", conditions.is_pledged),
    narrow(ReadingKind.CONDITION, "名次", conditions.is_of_an_order),
    narrow(ReadingKind.CONDITION, "对象门槛", conditions.is_since_an_event),
    narrow(ReadingKind.CONDITION, "能效等级", lambda c: re.match(r"级[、能]", c.after) is not None),
    narrow(ReadingKind.CONDITION, "对象门槛", conditions.qualifies_with_object),
    narrow(ReadingKind.CONDITION, "对象门槛", conditions.is_attributive),
    narrow(ReadingKind.CONDITION, "规模、年限门槛", conditions.is_age_or_size_class),
    narrow(ReadingKind.CONDITION, "规模门槛", conditions.is_bare_myriad),
    narrow(ReadingKind.CONDITION, "规模门槛", conditions.is_threshold_of_size),
    narrow(ReadingKind.CONDITION, "考核办法", conditions.is_of_an_assessment),
    narrow(ReadingKind.CONDITION, "文书份数", conditions.is_of_copies),
    Rule(ReadingKind.CONDITION, "对象范围", conditions.is_along_a_way),
    Rule(ReadingKind.REFERENCE, "所述对象的规模", counts.is_of_the_whole),
    Rule(ReadingKind.REFERENCE, "过去的数值", counts.is_past),
    Rule(ReadingKind.BUDGET, "财政预算安排", money.is_allocation),
    Rule(ReadingKind.REFERENCE, "既有的数值", counts.is_in_use),
    Rule(ReadingKind.CONDITION, "数量上限", conditions.is_limited_choice),
    Rule(ReadingKind.CONDITION, "工作频次", conditions.is_frequency),
    Rule(ReadingKind.CONDITION, "单个对象的要求", conditions.is_of_a_duty),
    Rule(ReadingKind.STANDARD, "税收优惠标准", lambda c: c.after.startswith("加计扣除")),
    Rule(ReadingKind.STANDARD, "单个对象的额度", lambda c: conditions.is_of_each(c) and money.is_money(c)),
    Rule(ReadingKind.STANDARD, "补助标准", money.is_enjoyed),
    Rule(ReadingKind.STANDARD, "补助标准", money.is_rate_of_support),
    Rule(ReadingKind.STANDARD, "补助的上限、比例", money.is_a_cap_of_support),
    Rule(ReadingKind.REFERENCE, "所述对象的数量", counts.is_of_people_named),
    Rule(ReadingKind.BUDGET, "安排的资金", money.is_funding),
    Rule(
        ReadingKind.STANDARD,
        "补助期限",
        lambda c: (
            conditions.is_period_of_time(c)
            and money.SUPPORTED_TIME.search(c.words + money.beside(c)) is not None
        ),
    ),
    Rule(ReadingKind.CONDITION, "期限", conditions.is_within_a_time),
    Rule(ReadingKind.CONDITION, "期限", conditions.is_period_of_time),
    Rule(ReadingKind.CONDITION, "单个对象的要求", lambda c: conditions.is_of_each(c) and c.has_digits),
    narrow(ReadingKind.CONDITION, "对象范围", counts.is_of_classes),
    narrow(ReadingKind.REFERENCE, "所列事项的计数", counts.announces_a_list),
    narrow(ReadingKind.REFERENCE, "所列或既有事项的计数", counts.counts_what_is_named),
    narrow(ReadingKind.REFERENCE, "所列或既有事项的计数", counts.counts_named_things),
    Rule(ReadingKind.TARGET, "年度目标", counts.is_plain_amount),
    Rule(ReadingKind.TARGET, "年度目标", counts.is_bare_measure),
    Rule(ReadingKind.TARGET, "以汉字写的目标", counts.is_counted_in_words),
)
