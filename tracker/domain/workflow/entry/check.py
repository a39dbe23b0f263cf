"""From a draft's texts to a checked entry, with what is to be said beside each field."""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.figure import Finality, Neighbours, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Terms
from tracker.domain.progress.judging import judge
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.workflow.entry.call import about_call
from tracker.domain.workflow.entry.fields import Checked, Entry, Field, Finding
from tracker.domain.workflow.entry.guards import guards
from tracker.domain.workflow.entry.month import about_month
from tracker.domain.workflow.entry.reading import read_amount, read_value

Choice = TypeVar("Choice", bound=StrEnum)


def check_entry(
    typed: Mapping[str, str], terms: Terms, period: Period, neighbours: Neighbours, rules: RuleSet
) -> Checked:
    """Read a draft's texts; ``neighbours`` are the year's figures that this one is held against."""
    findings: list[Finding] = []
    texts = {name: _text(typed, name, findings) for name in _TEXT_FIELDS}
    month = _data_month(typed, period, findings)
    not_applicable = typed.get(Field.NOT_APPLICABLE) == "1"
    value = None if not_applicable else _value(typed, terms, period, findings)
    finality = _choice(Finality, typed, Field.FINALITY, findings)
    call = _choice(YearEndCall, typed, Field.CALL, findings) if typed.get(Field.CALL) else None
    call_value = _call_value(typed, terms, findings)
    findings += _required_always(texts, not_applicable, period)
    if value is not None and month is not None:
        findings += _required_when_behind(value, month, terms, period, rules, texts)
        findings += guards(value, month, period, terms, neighbours, texts[Field.REASON])
        findings += about_month(month, period, neighbours, texts[Field.SCOPE_NOTE])
    findings += about_call(call, call_value, value, terms, rules.tolerance)
    if month is None or finality is None or any(finding.refuses for finding in findings):
        return Checked(None, _once(findings))
    entry = Entry(
        value=value,
        not_applicable=not_applicable,
        data_month=month,
        finality=finality,
        progress=texts[Field.PROGRESS],
        problem=texts[Field.PROBLEM],
        next_step=texts[Field.NEXT_STEP],
        scope_note=texts[Field.SCOPE_NOTE],
        call=call,
        call_value=call_value,
        reason=texts[Field.REASON],
    )
    return Checked(entry, tuple(findings))


_TEXT_FIELDS = (Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP, Field.SCOPE_NOTE, Field.REASON)


def _once(findings: list[Finding]) -> tuple[Finding, ...]:
    """One refusal a field: what is too long is not also missing."""
    # Reversed, for a dict keeps the last of each field.
    first = {finding.field: finding for finding in reversed(findings) if finding.refuses}
    return tuple(finding for finding in findings if not finding.refuses or finding is first[finding.field])


def _required_always(texts: Mapping[Field, str], not_applicable: bool, period: Period) -> list[Finding]:
    required = [Finding(Field.PROGRESS, _("请填写进展情况。"))]
    if not_applicable:
        sentence = _("选择“{this}不适用”,请在口径说明中写明原因。")
        required.append(Finding(Field.SCOPE_NOTE, sentence.format(this=period.rhythm.this_short)))
    return [finding for finding in required if not texts[finding.field]]


def _text(typed: Mapping[str, str], name: Field, findings: list[Finding]) -> str:
    try:
        return clean_text(typed.get(name, ""), what=name.label)
    except BadInput as refusal:
        findings.append(Finding(name, str(refusal)))
        return ""


def _value(typed: Mapping[str, str], terms: Terms, period: Period, findings: list[Finding]) -> Decimal | None:
    text = typed.get(Field.VALUE, "")
    if terms.kind is not Kind.MILESTONE and not text.strip():
        sentence = _("还没有填写数值。没有完成请填 0;{this}确实没有数据请选“{this}不适用”。")
        findings.append(Finding(Field.VALUE, sentence.format(this=period.rhythm.this_short)))
        return None
    try:
        return read_value(text, terms)
    except BadInput as refusal:
        findings.append(Finding(Field.VALUE, str(refusal)))
        return None


def _call_value(typed: Mapping[str, str], terms: Terms, findings: list[Finding]) -> Decimal | None:
    text = typed.get(Field.CALL_VALUE, "").strip()
    if not text or terms.kind is Kind.MILESTONE:
        return None
    try:
        return read_amount(text, terms)
    except BadInput as refusal:
        findings.append(Finding(Field.CALL_VALUE, str(refusal)))
        return None


def _data_month(typed: Mapping[str, str], period: Period, findings: list[Finding]) -> int | None:
    text = typed.get(Field.DATA_MONTH, "")
    if text.isascii() and text.isdigit() and len(text) <= 2 and 1 <= int(text) <= period.last_month:
        return int(text)
    asked = _("请选择数据截至月份(1—{last_month}月)。").format(last_month=period.last_month)
    findings.append(Finding(Field.DATA_MONTH, _unknown(text) + asked))
    return None


def _choice(
    kind: type[Choice], typed: Mapping[str, str], name: Field, findings: list[Finding]
) -> Choice | None:
    try:
        return kind(typed.get(name, ""))
    except ValueError:
        asked = _("请选择{name}。").format(name=name.label)
        findings.append(Finding(name, _unknown(typed.get(name, "")) + asked))
        return None


def _unknown(text: str) -> str:
    """What was pasted and is none of the choices is named."""
    return _("没有“{text}”这个选项。").format(text=text) if text.strip() else ""


def _required_when_behind(
    value: Decimal, month: int, terms: Terms, period: Period, rules: RuleSet, texts: Mapping[Field, str]
) -> list[Finding]:
    status = judge(terms, value, month, period, rules).status
    if not status.is_behind:
        return []
    return [
        Finding(name, _("进度{status},请填写{name}。").format(status=status.word, name=name.label))
        for name in (Field.PROBLEM, Field.NEXT_STEP)
        if not texts[name]
    ]
