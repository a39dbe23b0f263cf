"""A department's entry: from what was typed to a checked report, with findings beside the fields.

A finding either refuses (what was typed can't be read, or the rules require more) or asks (it
can be read but looks like a slip). Asking never blocks what is true: an answered question passes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from tracker.domain.errors import BadInput
from tracker.domain.lifecycle import Finality, YearEndCall
from tracker.domain.pace import expected_value
from tracker.domain.quantity import (
    DECIMAL_PLACES,
    amount_text,
    magnitude_slip,
    parse_amount,
    plain,
    read_back,
    rounded,
    with_unit,
)
from tracker.domain.quarter import Quarter
from tracker.domain.status import RuleSet, judge
from tracker.domain.target import Kind, Terms, completion
from tracker.domain.texts import clean_text

Choice = TypeVar("Choice", bound=StrEnum)


class Field(StrEnum):
    """The cells of an entry; drafts keep each as typed, under these names."""

    VALUE = "value"
    NOT_APPLICABLE = "not_applicable"
    DATA_MONTH = "data_month"
    FINALITY = "finality"
    SCOPE_NOTE = "scope_note"
    PROGRESS = "progress"
    PROBLEM = "problem"
    NEXT_STEP = "next_step"
    CALL = "call"
    CALL_VALUE = "call_value"
    REASON = "reason"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Field.VALUE: "本年累计",
    Field.NOT_APPLICABLE: "本季不适用",
    Field.DATA_MONTH: "数据截至月份",
    Field.FINALITY: "数据性质",
    Field.SCOPE_NOTE: "口径说明",
    Field.PROGRESS: "进展情况",
    Field.PROBLEM: "存在问题",
    Field.NEXT_STEP: "下一步举措",
    Field.CALL: "年底研判",
    Field.CALL_VALUE: "预计全年值",
    Field.REASON: "更正(回落)理由",
}


@dataclass(frozen=True)
class Entry:
    """A checked entry, ready to be submitted. ``value`` is None only with ``not_applicable``."""

    value: Decimal | None
    not_applicable: bool
    data_month: int
    finality: Finality
    progress: str
    problem: str = ""
    next_step: str = ""
    scope_note: str = ""
    call: YearEndCall | None = None
    call_value: Decimal | None = None
    reason: str = ""


@dataclass(frozen=True)
class Finding:
    """Something to be said beside a field. ``suggestion`` is a text that one click puts in."""

    field: Field
    message: str
    refuses: bool = True
    suggestion: str | None = None


@dataclass(frozen=True)
class Checked:
    """``entry`` is None while any finding refuses."""

    entry: Entry | None
    findings: tuple[Finding, ...]

    @property
    def questions(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if not finding.refuses)


def check_entry(
    typed: Mapping[str, str], terms: Terms, quarter: Quarter, previous: Decimal | None, rules: RuleSet
) -> Checked:
    """Read a draft's texts. ``previous`` is last quarter's cumulative value, None if there is none."""
    findings: list[Finding] = []
    texts = {name: _text(typed, name, findings) for name in _TEXT_FIELDS}
    month = _data_month(typed, quarter, findings)
    not_applicable = typed.get(Field.NOT_APPLICABLE) == "1"
    value = None if not_applicable else _value(typed, terms, findings)
    finality = _choice(Finality, typed, Field.FINALITY, findings)
    call = _choice(YearEndCall, typed, Field.CALL, findings) if typed.get(Field.CALL) else None
    call_value = _call_value(typed, terms, findings)
    findings += _required_always(texts, not_applicable)
    if value is not None and month is not None:
        findings += _required_when_behind(value, month, terms, quarter, rules, texts)
        findings += _questions(value, month, terms, previous, texts[Field.REASON])
    if month is None or finality is None or any(finding.refuses for finding in findings):
        return Checked(None, _once(findings))
    entry = Entry(
        value, not_applicable, month, finality, texts[Field.PROGRESS], texts[Field.PROBLEM],
        texts[Field.NEXT_STEP], texts[Field.SCOPE_NOTE], call, call_value, texts[Field.REASON],
    )  # fmt: skip
    return Checked(entry, tuple(findings))


_TEXT_FIELDS = (Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP, Field.SCOPE_NOTE, Field.REASON)


def _once(findings: list[Finding]) -> tuple[Finding, ...]:
    """One refusal a field: what is too long is not also missing."""
    first = {finding.field: finding for finding in reversed(findings) if finding.refuses}
    return tuple(finding for finding in findings if not finding.refuses or finding is first[finding.field])


def _required_always(texts: Mapping[Field, str], not_applicable: bool) -> list[Finding]:
    required = [Finding(Field.PROGRESS, "请填写进展情况。")]
    if not_applicable:
        required.append(Finding(Field.SCOPE_NOTE, "选择“本季不适用”,请在口径说明中写明原因。"))
    return [finding for finding in required if not texts[finding.field]]


def _text(typed: Mapping[str, str], name: Field, findings: list[Finding]) -> str:
    try:
        return clean_text(typed.get(name, ""), what=name.label)
    except BadInput as refusal:
        findings.append(Finding(name, str(refusal)))
        return ""


def _value(typed: Mapping[str, str], terms: Terms, findings: list[Finding]) -> Decimal | None:
    text = typed.get(Field.VALUE, "")
    try:
        if terms.kind is Kind.MILESTONE:
            return _milestone_value(text)
        return _amount(text, terms)
    except BadInput as refusal:
        findings.append(Finding(Field.VALUE, str(refusal)))
        return None


def _amount(text: str, terms: Terms) -> Decimal:
    """A rate can be negative, and so can a reduction: what was to fall has risen."""
    return parse_amount(
        text, terms.unit_of_measure, may_be_negative=terms.kind is Kind.RATE or terms.is_reduction
    )


def _milestone_value(text: str) -> Decimal:
    if text not in ("0", "1"):
        raise BadInput("请选择这个节点是否已经完成。")
    return Decimal(text)


def _call_value(typed: Mapping[str, str], terms: Terms, findings: list[Finding]) -> Decimal | None:
    text = typed.get(Field.CALL_VALUE, "").strip()
    if not text or terms.kind is Kind.MILESTONE:
        return None
    try:
        return _amount(text, terms)
    except BadInput as refusal:
        findings.append(Finding(Field.CALL_VALUE, str(refusal)))
        return None


def _data_month(typed: Mapping[str, str], quarter: Quarter, findings: list[Finding]) -> int | None:
    text = typed.get(Field.DATA_MONTH, "")
    if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= quarter.last_month:
        return int(text)
    findings.append(Finding(Field.DATA_MONTH, f"请选择数据截至月份(1—{quarter.last_month}月)。"))
    return None


def _choice(
    kind: type[Choice], typed: Mapping[str, str], name: Field, findings: list[Finding]
) -> Choice | None:
    try:
        return kind(typed.get(name, ""))
    except ValueError:
        findings.append(Finding(name, f"请选择{name.label}。"))
        return None


def _required_when_behind(
    value: Decimal, month: int, terms: Terms, quarter: Quarter, rules: RuleSet, texts: Mapping[Field, str]
) -> list[Finding]:
    status = judge(terms, value, month, quarter, rules).status
    if not status.is_behind:
        return []
    return [
        Finding(name, f"进度{status.word},请填写{name.label}。")
        for name in (Field.PROBLEM, Field.NEXT_STEP)
        if not texts[name]
    ]


def _questions(
    value: Decimal, month: int, terms: Terms, previous: Decimal | None, reason: str
) -> list[Finding]:
    asked = [_asks_about_magnitude(value, month, terms, previous), _asks_about_excess(value, terms)]
    if terms.kind in (Kind.RUNNING_TOTAL, Kind.BUDGET) and previous is not None and value < previous:
        asked.append(_about_fall(value, previous, terms, reason))
    return [finding for finding in asked if finding is not None]


def _asks_about_magnitude(
    value: Decimal, month: int, terms: Terms, previous: Decimal | None
) -> Finding | None:
    """A first quarter's figure is compared with what is expected by its month, not with the whole year."""
    expected = expected_value(terms, month)
    by_now: tuple[str, Decimal | None] = ("目标值", terms.value)
    if terms.is_paced and expected is not None:
        by_now = ("时序应达值", rounded(expected, DECIMAL_PLACES))
    slip = magnitude_slip(value, (("上季度", previous), by_now))
    if slip is None or terms.kind is Kind.MILESTONE:
        return None
    meant = with_unit(slip.suggestion, terms.unit_of_measure)
    return Finding(
        Field.VALUE,
        f"与{slip.compared_with}相差约 {slip.factor:,} 倍,是否应为 {meant}?",
        refuses=False,
        suggestion=plain(slip.suggestion),
    )


def _asks_about_excess(value: Decimal, terms: Terms) -> Finding | None:
    done = completion(terms, value)
    if done is None or done <= Fraction(6, 5):
        return None
    return Finding(Field.VALUE, "已超过全年目标的 120%,请确认口径和单位。", refuses=False)


def _about_fall(value: Decimal, previous: Decimal, terms: Terms, reason: str) -> Finding | None:
    """A running total that falls is either this quarter's increase by mistake, or needs a reason."""
    if reason:
        return None
    total = previous + value
    return Finding(
        Field.VALUE,
        f"累计值低于上季度的 {amount_text(previous)}。填的是否为本季新增?如是,累计应为 {amount_text(total)};"
        f"如确有回落,请填写理由。",
        refuses=True,
        suggestion=plain(total),
    )


def typing_hint(text: str, terms: Terms, previous: Decimal | None) -> str:
    """What is read back while typing: 累计 68;本季新增 = 68 − 45 = 23. Empty when nothing can be read."""
    if terms.kind is Kind.MILESTONE or not text.strip():
        return ""
    try:
        value = _amount(text, terms)
    except BadInput as refusal:
        return str(refusal)
    parts = [read_back(value, terms.unit_of_measure) or f"读作 {with_unit(value, terms.unit_of_measure)}"]
    if terms.kind in (Kind.RUNNING_TOTAL, Kind.BUDGET) and previous is not None:
        increment = amount_text(value - previous)
        parts.append(f"本季新增 = {amount_text(value)} − {amount_text(previous)} = {increment}")
    return ";".join(parts)
