"""What a number is (DOMAIN §1): every number of a notice gets exactly one reading.

``classify`` proposes one by rule, in words that a person can check. The rules are tried from top to
bottom and the first that fits decides: what a number cannot be (part of a name, a date) comes before
what it may be (a target). A person has the last word: readings.csv marks what was set by hand.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.domain.language import _, marked
from tracker.domain.measure.target import Kind, Operator
from tracker.notice import wording
from tracker.notice.numbers import Span, value_of
from tracker.notice.wording import Context, context_of, unit_of_measure


class ReadingKind(StrEnum):
    TARGET = "target"
    BUDGET = "budget"
    STANDARD = "standard"
    CONDITION = "condition"
    NAME = "name"
    DATE = "date"
    REFERENCE = "reference"

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
}


@dataclass(frozen=True)
class ProposedTerms:
    """What the words say of a target or a budget; ``number`` is the bare number."""

    number: Span
    value: Decimal
    unit_of_measure: str
    wording: str
    operator: Operator
    kind: Kind
    is_stretch: bool
    is_reduction: bool


@dataclass(frozen=True)
class Proposal:
    """A reading by rule, with its reason in Chinese. ``terms`` only for targets and budgets."""

    span: Span
    kind: ReadingKind
    reason: str
    terms: ProposedTerms | None = None


@dataclass(frozen=True)
class Rule:
    kind: ReadingKind
    reason: str
    fits: Callable[[Context], bool]


def classify(text: str, span: Span) -> Proposal:
    """The reading of the first rule that fits; a number that no rule knows is left to a person."""
    context = context_of(text, span)
    for rule in RULES:
        if rule.fits(context):
            return Proposal(span, rule.kind, rule.reason, _terms(context, rule.kind))
    return Proposal(span, ReadingKind.REFERENCE, "待人工判断")


def _terms(context: Context, kind: ReadingKind) -> ProposedTerms | None:
    value = value_of(context.number.of(context.text))
    if kind not in (ReadingKind.TARGET, ReadingKind.BUDGET) or value is None:
        return None
    return ProposedTerms(
        number=context.number,
        value=value,
        unit_of_measure=unit_of_measure(context),
        wording=wording.wording(context),
        operator=wording.operator(context),
        kind=Kind.BUDGET if kind is ReadingKind.BUDGET else wording.kind(context),
        is_stretch=wording.is_stretch(context.clause.of(context.text)),
        is_reduction=wording.is_reduction(context),
    )


def _has_digits(context: Context) -> bool:
    return re.search(r"\d", context.written) is not None


def _is_calendar_year(context: Context) -> bool:
    return re.match(r"\d{4}年", context.written) is not None


def _is_bare_year(context: Context) -> bool:
    """2025海宁追潮马拉松: a year without 年, joined to a name."""
    return (
        re.fullmatch(r"20\d\d", context.written) is not None
        and re.match(r"[\u4e00-\u9fff]{3}", context.after) is not None
    )


def _names_a_programme(context: Context) -> bool:
    """万名基层医生进修三年行动: a round Chinese numeral before …行动 or …工程 is part of its name."""
    return not _has_digits(context) and re.match(r"[^、]{0,12}(?:行动|工程)", context.after) is not None


def _is_quoted_scheme(context: Context) -> bool:
    """两免三减半: a tax rate spelled as a phrase."""
    return context.is_quoted and re.search(r"[免减折]", context.written) is not None


def _is_quoted_name(context: Context) -> bool:
    return context.is_quoted and re.search(r"[%\uff05]", context.written) is None


def _is_round_name(context: Context) -> bool:
    """百千万永久基本农田: three round numerals in a row are a name, not 百千万 of anything."""
    return re.fullmatch(r"[百千万亿]{3,}", context.written) is not None


def _qualifies_with_object(context: Context) -> bool:
    """对…高于5%的企业, 对年销售额500万以上营销主体: the number picks who is meant, before what they get."""
    phrase = re.search(r"对(?!接)[^对]*$", context.before)
    if not phrase or re.search(r"给予|予以", phrase[0]):
        return False
    return re.match(r"(?:以[上下内])?(?:的|[\u4e00-\u9fff]{2})", context.past_unit) is not None


def _is_attributive(context: Context) -> bool:
    """6000元以下的手机; 年产值超10亿元的…产业链: unit and 的 lead on to what is described."""
    if re.search(r"给予|予以|补[贴助]", context.before):
        return False
    return _has_digits(context) and re.match(r"(?:以[上下内])?的", context.past_unit) is not None


def _is_age_or_size_class(context: Context) -> bool:
    """500吨级及以上泊位, 20年以上住宅老旧电梯, 15-20年."""
    return (
        re.match(r"(?:吨级|年以[上下])", context.after) is not None
        or re.fullmatch(r"\d+[-—~至]\d+年?", context.written) is not None
    )


def _is_bare_myriad(context: Context) -> bool:
    """超亿美元外资大项目, 亿元以上农业项目: a sum without digits sets a size, not an amount to reach."""
    return (
        context.written in ("万", "亿", "百万", "千万") and re.match(r"[美欧]?元", context.after) is not None
    )


def _is_allocation(context: Context) -> bool:
    """An amount of money in the sentence of 预算安排, or in the one that carries on with 其中."""
    if not re.match(r"[万亿]元", unit_of_measure(context)):
        return False
    sentence = context.sentence.of(context.text)
    if sentence.lstrip().startswith("其中"):
        earlier = context.text.rfind("。", 0, context.sentence.start - 1)
        sentence = context.text[earlier + 1 : context.sentence.end]
    return "预算安排" in sentence


def _is_rate_of_support(context: Context) -> bool:
    clause = context.clause.of(context.text)
    if re.search(r"补贴|补助|奖励|资助|给予|予以|减按", clause) is None:
        return False
    return re.match(r"[万亿]?元|[%\uff05]|类", unit_of_measure(context) or context.after) is not None


def _counts_what_is_named(context: Context) -> bool:
    """三大领域, 三所高校, 省市两级: counts what was listed or exists already."""
    return not _has_digits(context) and re.match(r"[大所级]", context.after) is not None


def _is_plain_amount(context: Context) -> bool:
    return (
        _has_digits(context)
        and value_of(context.number.of(context.text)) is not None
        and unit_of_measure(context) not in ("", "万", "亿")
    )


RULES = (
    Rule(
        ReadingKind.NAME, "文件名称中的版本年份", lambda c: _is_calendar_year(c) and c.after.startswith("版")
    ),
    Rule(
        ReadingKind.REFERENCE, "对照年份", lambda c: _is_calendar_year(c) and c.before.endswith(("较", "比"))
    ),
    Rule(ReadingKind.DATE, "日期", _is_calendar_year),
    Rule(ReadingKind.NAME, "活动名称中的年份", _is_bare_year),
    Rule(ReadingKind.NAME, "届次、会次", lambda c: c.before.endswith("第") or c.after.startswith("届")),
    Rule(
        ReadingKind.NAME, "版本号、等级或代号", lambda c: re.search(r"版$|[A-ZⅠ-Ⅻ]$", c.written) is not None
    ),
    Rule(ReadingKind.NAME, "等级名称", lambda c: c.after.startswith("星级")),
    Rule(ReadingKind.STANDARD, "收费折扣", lambda c: c.after.startswith("折")),
    Rule(ReadingKind.STANDARD, "税收优惠标准", _is_quoted_scheme),
    Rule(ReadingKind.NAME, "专有名称", _is_quoted_name),
    Rule(ReadingKind.NAME, "专有名称", _is_round_name),
    Rule(ReadingKind.REFERENCE, "对照基数", lambda c: c.is_quoted and c.after.startswith("”的基础上")),
    Rule(ReadingKind.NAME, "行动、工程名称", _names_a_programme),
    Rule(ReadingKind.REFERENCE, "比值的计算基数", lambda c: not _has_digits(c) and c.before.endswith("每")),
    Rule(ReadingKind.REFERENCE, "指上文已列事项", lambda c: c.before.strip().endswith("上述")),
    Rule(ReadingKind.CONDITION, "能效等级", lambda c: re.match(r"级[、能]", c.after) is not None),
    Rule(ReadingKind.CONDITION, "对象门槛", _qualifies_with_object),
    Rule(ReadingKind.CONDITION, "对象门槛", _is_attributive),
    Rule(ReadingKind.CONDITION, "规模、年限门槛", _is_age_or_size_class),
    Rule(ReadingKind.CONDITION, "规模门槛", _is_bare_myriad),
    Rule(ReadingKind.BUDGET, "财政预算安排", _is_allocation),
    Rule(ReadingKind.STANDARD, "补助标准", _is_rate_of_support),
    Rule(ReadingKind.CONDITION, "对象范围", lambda c: c.after.startswith("类")),
    Rule(ReadingKind.CONDITION, "上限", lambda c: bool({*wording.modifiers(c)} & {*wording.UPPER_BOUNDS})),
    Rule(ReadingKind.REFERENCE, "所列或既有事项的计数", _counts_what_is_named),
    Rule(ReadingKind.TARGET, "年度目标", _is_plain_amount),
)
