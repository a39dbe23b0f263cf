"""One target in two sentences: how it is judged, and what is left of the year (the head of its page)."""

from collections.abc import Sequence

from tracker.domain.language import _, bracketed
from tracker.domain.language.numerals import in_numerals
from tracker.domain.measure.pace import due_amount, expected_value
from tracker.domain.measure.period import MONTHS_OF_YEAR, Period, span_of_months
from tracker.domain.measure.quantity import with_unit
from tracker.domain.measure.target import Kind
from tracker.domain.progress.calls import JudgedCall
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences.needed import needed_text
from tracker.domain.sentences.outlook import call_text, miss_text, verdict_word
from tracker.domain.sentences.scores import (
    caught_up_text,
    completion_text,
    gap_text,
    not_computable_text,
    nothing_text,
    required_text,
)


def judgement_text(score: Score, period: Period, scope_note: str = "") -> tuple[str, str]:
    """滞后,连续三期。 and behind it 1—9月应达75根,低于时序进度27.0个百分点.

    The first part is empty where the second says itself which kind of nothing it is.
    """
    nothing = nothing_text(score, period, scope_note)
    if nothing is not None:
        return "", nothing
    word = _("提前完成") if score.judgement.is_early else score.status.word
    if score.behind_for > 1:
        word = _("{word},连续{number}期").format(word=word, number=in_numerals(score.behind_for))
    parts = (_expected(score, period), _share(score), gap_text(score) or "", caught_up_text(score))
    return _("{text}。").format(text=word), _(",").join(filter(None, parts))


def _expected(score: Score, period: Period) -> str:
    """1—9月应达75根; of a limit what the months admit; of what is held against its target, its months."""
    figure, terms = score.figure, score.target.terms
    assert figure is not None, "without a figure it is one of the kinds of nothing"
    if score.status is Status.NOT_COMPUTABLE:
        return not_computable_text(terms)
    if terms.due is not None and (terms.kind is Kind.MILESTONE or terms.kind.is_state):
        return _("应于{due}底前完成").format(due=terms.due.label)
    if figure.data_month == MONTHS_OF_YEAR:
        return ""
    until = _("截至{data_month}月").format(data_month=figure.data_month)
    span = until if terms.kind.is_state else span_of_months(figure.data_month)
    if score.status is Status.NOT_DUE:
        return _("{span}不作要求({path})").format(span=span, path=terms.path_word)
    expected = expected_value(terms, figure.data_month, period)
    if terms.kind.is_kept or terms.is_met_or_not or expected is None:
        return span
    amount = with_unit(due_amount(terms, expected), terms.unit_of_measure)
    text = _("{span}限额{amount}") if terms.is_ceiling else _("{span}应达{amount}")
    return text.format(span=span, amount=amount)


def _share(score: Score) -> str:
    """The year's result as a share of the target; during the year the gap says it."""
    is_over = score.figure is not None and score.figure.data_month == MONTHS_OF_YEAR
    is_budget = score.target.terms.kind is Kind.BUDGET
    return completion_text(score) or "" if is_over or is_budget else ""


def left_text(score: Score, period: Period, rules: RuleSet, calls: Sequence[JudgedCall] = ()) -> str:
    """还差52根,剩3个月,平均每月约18根(至今每月约5根);牵头单位研判:有困难.

    Once the year is over what came of the department's last call. Empty where nothing is to be said.
    """
    figure, terms = score.figure, score.target.terms
    if figure is None:
        return ""
    needed = ""
    if figure.value is not None and terms.is_ceiling and terms.kind.is_flow and terms.value is not None:
        if (room := terms.value - figure.value) > 0:
            limit, left = (with_unit(each, terms.unit_of_measure) for each in (terms.value, room))
            needed = _("全年限额{limit},还余{left}").format(limit=limit, left=left)
    elif figure.value is not None and terms.kind is not Kind.MILESTONE and period.left:
        # What is held against its target all year has just been said to lack so much.
        is_told = terms.is_ceiling or (terms.kind.is_kept and score.status.is_behind)
        needed = required_text(score) or ("" if is_told else needed_text(score, period, rules))
    called = call_text(figure, terms)
    if calls:
        last = calls[-1]
        words = {"period": last.period.name, "call": last.call.word, "verdict": verdict_word(last.verdict)}
        called = _("牵头单位{period}研判“{call}”,{verdict}").format(**words)
        if expected := miss_text(last):
            called = bracketed(called, expected)
    elif called:
        called = _("牵头单位研判:{call}").format(call=called)
    return _(";").join(filter(None, (needed, called)))
