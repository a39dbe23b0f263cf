"""What the words around a number make of it (DOMAIN §1).

``Context`` cuts the surroundings of a number out of the notice: its clause (between commas or full
stops) and its sentence. The functions here read from it, by rule, the unit of measure, the modifier
its operator, the tone 力争 and the reduction 下降; kinds.py: how the figures will behave.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from tracker.domain.measure.target import Operator
from tracker.domain.measure.units import known_units
from tracker.notice.normalise import Span, View
from tracker.notice.numbers import bare_number, second_number, unit_within, value_of

# 人 of 100人才, 家 of 3家庭, 年 of 2年级 begin a noun; 点 of 3点 and 项目 after 5项 do not.
_NO_UNIT = (
    r"(?!人才|人工|人口|人大|人民|人均|人社|家庭|年级|年度|年代|级|分之|位于|组织|种植|种业|套餐"
    r"|站点|道路|片区|点位于|件事|期间|次数|天然|方面|方案|方式|方向|轮岗|口袋|户外|场景|层面|段落|班子)"
)
# What an amount is of: 吨/平方公里·月, 人/10万, 元/千瓦时.
_BASE = (
    r"(?:(?:10|[十百千])?万?(?:千瓦时|千克|辆|件|亩|人|平方米|元|月|年|日|天|周|小时|立方米|平方公里|公里|户|吨|头|只|家|次|辆次|标箱)(?:·[年月日])?"
    r"|(?:10|[十百千])?万)"
)
_UNIT = re.compile(
    rf"(?:多|余)?(?P<unit>(?:万亿|[万亿])?(?:{_NO_UNIT}(?:{'|'.join(map(re.escape, known_units()))})"
    r"(?:(?<=[家座栋处所艘件户宗])次(?![要数日年生品序]))?)?"
    rf"(?:[(][套间台件次个户][)])?(?:/{_BASE}|:1(?![\d.:]))?)"
)
_LISTED = re.compile(r"(?:[、和及/]\d+(?:\.\d+)?(?!\d))+(?=[万亿]?(?:个|年|月|天|家|名|%))")
_PER = re.compile(r"每([十百千万][名户])")
_BEFORE = re.compile(
    r"(不[得应能可]?(?:超过|多于|大于|高于|突破|低于|少于|小于)|超过|高于|大于|突破|多于|低于|小于|少于|不足|不满|超|逾"
    r"|提升至|提升到|提高至|提高到|增加至|增加到|增至|扩大[到至]|拓展到|扩展到|延长[到至]|达到|达|(?<![签预违集履制节])约为|(?<![签预违集履制节])约|大约|近|至少|降至|降到|降低至|降低到|下降至|下降到"
    r"|压缩至|压缩到|缩短至|缩短到|缩小[至到]|收窄至|减少至|减少到|压降[至到]|压减[至到]|精简[至到]|控制在|稳定在|保持在|维持在|至|到|[≥≤＞＜><])(?:“|为|全市|全县|全区)?(?:\d+个)?$"
)
_BARE_BOUND = re.compile("^不[得应能可]")
_SHARED = re.compile(r"分别[^\d]*(?P<first>\d)[^,]*$")
_AFTER = re.compile(r"^”?(?:及|\()?(以上|左右|上下|以下|以内|之内|之间|前后)")
_MORE_THAN = ("超过", "超", "突破", "高于", "大于", "多于", "逾", "＞", ">")
_ABOUT = ("左右", "约", "约为", "大约", "上下", "前后")
_LESS_THAN = ("低于", "小于", "少于", "不足", "不满", "＜", "<")
REDUCED_TO = (
    "压缩至",
    "压缩到",
    "缩短至",
    "缩短到",
    "压降至",
    "压降到",
    "压减至",
    "压减到",
    "精简至",
    "精简到",
    "降至",
    "降到",
    "缩小至",
    "缩小到",
    "收窄至",
    "降低至",
    "降低到",
    "下降至",
    "下降到",
    "减少至",
    "减少到",
)
RAISED_TO = (
    "提升至",
    "提升到",
    "提高至",
    "提高到",
    "增加至",
    "增加到",
    "增至",
    "扩大到",
    "扩大至",
    "拓展到",
    "扩展到",
    "延长至",
    "延长到",
)
UPPER_BOUNDS = ("不超过", "不多于", "不大于", "不高于", "不突破", "以下", "以内", "之内", "≤", *REDUCED_TO)
_STRETCH = re.compile(r"力争|争取")
_REDUCTION = re.compile(r"(?:下降|降低|压减|减少|削减|压降|降幅|下浮)(?!至|到|为)")
_REACHED = re.compile(r"(?:下降|降低|降|压减|减少|压缩|缩短)(?:至|到|为)|控制在|低于")


@dataclass(frozen=True)
class Context:
    """A number in its surroundings. ``number`` is the bare number inside ``span``; all in the text read."""

    view: View
    span: Span
    number: Span
    clause: Span
    sentence: Span

    @property
    def text(self) -> str:
        return self.view.text

    @cached_property
    def written(self) -> str:
        return self.span.of(self.text)

    @cached_property
    def before(self) -> str:
        """The clause up to the number, without the reading's own characters."""
        return self.text[self.clause.start : self.span.start]

    @cached_property
    def after(self) -> str:
        return self.text[self.span.end : self.clause.end]

    @cached_property
    def words(self) -> str:
        return self.clause.of(self.text)

    @cached_property
    def said(self) -> str:
        """The sentence. It is cut far from the number, so that a text without full stops costs no more."""
        start, end = (
            max(self.sentence.start, self.span.start - 400),
            min(self.sentence.end, self.span.end + 400),
        )
        return self.text[start:end]

    @cached_property
    def earlier(self) -> str:
        """The sentence up to the number."""
        return self.text[max(self.sentence.start, self.span.start - 400) : self.span.start]

    @cached_property
    def later(self) -> str:
        return self.text[self.span.end : min(self.sentence.end, self.span.end + 200)]

    @cached_property
    def has_digits(self) -> bool:
        return re.search(r"\d", self.written) is not None

    @property
    def is_quoted(self) -> bool:
        return (
            self.span.start > 0
            and self.text[self.span.start - 1] == "“"
            and self.text.startswith("”", self.span.end)
        )

    @cached_property
    def amount_end(self) -> int:
        """Where the amount ends and its unit of measure begins: of a range, behind its second number."""
        second = second_number(self.text, self.span)
        return second.end if second else self.number.end

    @cached_property
    def past_unit(self) -> str:
        """The clause behind the number's unit of measure: 以上住宅老旧电梯更新."""
        return self.text[self.unit_span.end : self.clause.end]

    @cached_property
    def unit_span(self) -> Span:
        # 6、18个月, 65和55%: the numbers of a list share the unit behind the last.
        listed = _LISTED.match(self.text, self.amount_end)
        match = _UNIT.match(self.text, listed.end() if listed else self.amount_end)
        return Span(*match.span("unit")) if match else Span(self.amount_end, self.amount_end)

    @cached_property
    def unit_written(self) -> str:
        """As it stands behind the number, with 万 and 亿, without blanks; full width stays."""
        return unit_within(self.written) or self.view.written(self.unit_span)


def context_in(view: View, span: Span) -> Context:
    """``span`` in characters of the text read."""
    return Context(view, span, bare_number(view.text, span), view.clause(span), view.sentence(span))


def unit_of_measure(context: Context) -> str:
    """As written behind the number (万标箱, 台(套), 分/千瓦时), with the base of 每万名…20张: 张/万名."""
    per = _PER.search(context.before)
    unit = context.unit_written
    return f"{unit}/{per[1]}" if per and unit and "/" not in unit else unit


def modifiers(context: Context) -> tuple[str, str]:
    """The words directly before and behind the number: (不低于, ""), ("", 以上)."""
    before = _BEFORE.search(
        context.text[max(context.clause.start, context.number.start - 24) : context.number.start]
    )
    after = _AFTER.match(context.past_unit)
    if before is None and (shared := _SHARED.search(context.before)) is not None:
        before = _BEFORE.search(context.before[: shared.start("first")])  # 分别不高于75、42
    return (_BARE_BOUND.sub("不", before[1]) if before else "", after[1] if after else "")


def before_modifier(context: Context) -> str:
    """The clause up to the number, without 达到, 不低于 and the like."""
    return _BEFORE.sub("", context.before)


def wording(context: Context) -> str:
    """The modifier as written; 下降…以上 and 确保…以上 keep both halves."""
    before, after = modifiers(context)
    if after == "以上":
        frame = next((word for word in ("下降", "确保") if word in context.before), "")
        before = before or frame
    return f"{before}…{after}" if before and after else before or after


def operator(context: Context) -> Operator:
    """以上, 不低于, 达到 and a number without modifier: at least. 超过, 突破: more than. 左右, 约: about.

    不超过, 控制在…以内, 降至: at most. 低于: less than. Two numbers: a range.
    """
    if second_value(context) is not None:
        return Operator.RANGE
    before, after = modifiers(context)
    if after in _ABOUT or before in _ABOUT:
        return Operator.ABOUT
    if before in UPPER_BOUNDS or after in UPPER_BOUNDS or (before == "控制在" and after != "以上"):
        return Operator.AT_MOST
    if before in _LESS_THAN:
        return Operator.LESS_THAN
    return Operator.MORE_THAN if before in _MORE_THAN else Operator.AT_LEAST


def second_value(context: Context) -> Decimal | None:
    """The upper end of a range, where it lies above the lower."""
    second = second_number(context.text, context.span)
    if second is None:
        return None
    upper, lower = value_of(second.of(context.text)), value_of(context.number.of(context.text))
    return upper if upper is not None and lower is not None and upper > lower else None


def is_stretch(clause: str) -> bool:
    """力争, 争取, 积极争取 within the clause: a tone, not an operator."""
    return _STRETCH.search(clause) is not None


def is_reduction(context: Context) -> bool:
    return _REDUCTION.search(context.before) is not None and not _REACHED.search(context.before)
