"""What the words around a number make of it (DOMAIN §1).

``Context`` cuts the surroundings of a number out of the notice: its clause (between commas or full
stops) and its sentence. The functions here read from it, by rule, the unit of measure, the modifier
and its operator, the tone 力争, the reduction 下降, and how the figures will behave (Kind).
"""

import re
from dataclasses import dataclass

from tracker.domain.measure.target import Kind, Operator
from tracker.notice.numbers import Span, bare_number

_CLAUSE_END = re.compile(r"[,\uff0c。;\uff1b:\uff1a\n]")
_SENTENCE_END = re.compile(r"[。\n]")
# A longer one before the one that it begins with: 人次 before 人.
_MEASURES = (
    "千瓦时|标箱|美元|人次|家次|公里|平方米|公顷|吨|亩|方|元|分|家|项|名|场|个|条|支|根|户|台|套|间|人|张|所"
    "|辆|件|%|\uff05"
)
_UNIT = re.compile(rf"[万亿]?(?:{_MEASURES})?(?:[(\uff08][套间台][)\uff09])?(?:/(?:千瓦时|辆|件|亩|人))?")
_PER = re.compile(r"每([十百千万]?[名人户])")
_BEFORE = re.compile(
    r"(不超过|不高于|不低于|不少于|超过|高于|突破|超|提升至|提高至|达到|达|约|至)“?(?:\d+个)?$"
)
_AFTER = re.compile(r"^”?(以上|左右|以下|以内)")
_MORE_THAN = ("超过", "超", "突破", "高于")
_ABOUT = ("左右", "约")
_PERCENT = ("%", "\uff05")
UPPER_BOUNDS = ("不超过", "不高于", "以下", "以内")
_STRETCH = re.compile(r"力争|争取")
_REDUCTION = re.compile(r"下降|降低|压减|减少")
# 累计培育100家 says how many there are; 累计完成 and 累计投资 say what the year has added.
_STOCK = re.compile(r"累计(?!投资|完成)|每[十百千万]?[名人户].*拥有")
_KEPT = re.compile(r"[年月]标准")


@dataclass(frozen=True)
class Context:
    """A number in its surroundings. ``number`` is the bare number inside ``span``."""

    text: str
    span: Span
    number: Span
    clause: Span
    sentence: Span

    @property
    def written(self) -> str:
        return self.span.of(self.text)

    @property
    def before(self) -> str:
        """The clause up to the number, without the reading's own characters."""
        return self.text[self.clause.start : self.span.start]

    @property
    def after(self) -> str:
        return self.text[self.span.end : self.clause.end]

    @property
    def is_quoted(self) -> bool:
        return self.text[: self.span.start].endswith("“") and self.text.startswith("”", self.span.end)

    @property
    def past_unit(self) -> str:
        """The clause behind the number's unit of measure: 以上住宅老旧电梯更新."""
        return self.text[self.number.end + len(self.unit_written) : self.clause.end]

    @property
    def unit_written(self) -> str:
        match = _UNIT.match(self.text, self.number.end)
        return match[0] if match else ""


def context_of(text: str, span: Span) -> Context:
    sentence = _around(text, span, _SENTENCE_END)
    return Context(text, span, bare_number(text, span), _around(text, span, _CLAUSE_END), sentence)


def _around(text: str, span: Span, border: re.Pattern[str]) -> Span:
    start = max((match.end() for match in border.finditer(text, 0, span.start)), default=0)
    end = border.search(text, span.end)
    return Span(start, end.start() if end else len(text))


def unit_of_measure(context: Context) -> str:
    """As written behind the number (万标箱, 台(套), 分/千瓦时), with the base of 每万名…20张: 张/万名."""
    per = _PER.search(context.before)
    unit = context.unit_written
    return f"{unit}/{per[1]}" if per and "/" not in unit else unit


def modifiers(context: Context) -> tuple[str, str]:
    """The words directly before and behind the number: (不低于, ""), ("", 以上)."""
    before = _BEFORE.search(context.text[context.clause.start : context.number.start])
    after = _AFTER.match(context.past_unit)
    return (before[1] if before else "", after[1] if after else "")


def wording(context: Context) -> str:
    """The modifier as written; 下降…以上 and 确保…以上 keep both halves."""
    before, after = modifiers(context)
    if after == "以上":
        frame = next((word for word in ("下降", "确保") if word in context.before), "")
        before = before or frame
    return f"{before}…{after}" if before and after else before or after


def operator(context: Context) -> Operator:
    """以上, 不低于, 达到 and a number without modifier: at least. 超过, 突破: more than. 左右, 约: about.

    不超过, 以内: at most.
    """
    before, after = modifiers(context)
    if after in _ABOUT or before in _ABOUT:
        return Operator.ABOUT
    if before in UPPER_BOUNDS or after in UPPER_BOUNDS:
        return Operator.AT_MOST
    return Operator.MORE_THAN if before in _MORE_THAN else Operator.AT_LEAST


def is_stretch(clause: str) -> bool:
    """力争, 争取, 积极争取 within the clause: a tone, not an operator."""
    return _STRETCH.search(clause) is not None


def is_reduction(context: Context) -> bool:
    return _REDUCTION.search(context.before) is not None


def kind(context: Context) -> Kind:
    """How the figures behave: a percentage is a rate, 累计培育 and a price lowered are stocks to reach,
    低保年标准 is a level to keep, everything else the year's flow.
    """
    if unit_of_measure(context).startswith(_PERCENT):
        return Kind.RATE
    if _KEPT.search(context.before):
        return Kind.LEVEL
    if is_reduction(context) or _STOCK.search(context.before):
        return Kind.STOCK
    return Kind.RUNNING_TOTAL
