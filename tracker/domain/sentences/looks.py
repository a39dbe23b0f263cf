"""Why a waiting submission deserves a look: the arithmetic behind each reason, in words."""

from decimal import Decimal

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import Slip, amount_text, share_text
from tracker.domain.measure.target import Kind, Terms, value_in_words
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences.scores import completion_text, gap_text
from tracker.domain.workflow.queue import Look, Reason, share_of_the_period


def look_text(look: Look, score: Score, period: Period) -> str:
    """较上季度 45 增至 450,约 10 倍. ``score`` and ``period`` are those that the look was found in."""
    figure, terms = score.figure, score.target.terms
    assert figure is not None, "only what was submitted is looked at"
    match look:
        case Look(Reason.OBJECTION, signature) if signature is not None:
            return _("{unit}:{note}").format(unit=signature.unit, note=signature.note)
        case Look(Reason.EARLIER_OBJECTION, signature) if signature is not None:
            return _("{unit}对此前的提交:{note}").format(unit=signature.unit, note=signature.note)
        case Look(Reason.JUMP, slip=slip) if slip is not None and figure.value is not None:
            return _jump(slip, figure.value, None if score.previous is None else score.previous.value)
        case Look(Reason.CORRECTION, replaces=replaces) if replaces is not None:
            return _replaced(replaces, figure, terms)
    match look.reason:
        case Reason.FALL:
            return _fall(score)
        case Reason.EXCESS:
            return _("{completion},超过 120%").format(completion=completion_text(score))
        case Reason.SURGE:
            return _surge(score)
        case Reason.EXACT:
            done = score.judgement.completion
            return _("完成率恰为 {share},与{span}时序进度完全相同").format(
                share="" if done is None else share_text(done), span=period.span
            )
        case Reason.ESTIMATE:
            return _("{data_month}月数据为预计数").format(data_month=figure.data_month)
        case Reason.LATE:
            return _("首次提交晚于截止时间")
    return gap_text(score) or completion_text(score) or _("已到节点,尚未完成")


def _jump(slip: Slip, value: Decimal, previous: Decimal | None) -> str:
    reference, now = amount_text(slip.reference), amount_text(value)
    rose = abs(value) > abs(slip.reference)
    times = _("{factor} 倍").format(factor=f"{slip.factor:,}") if rose else f"1/{slip.factor:,}"
    # Against the last figure it has risen or fallen; of a target or a pace it is only so many times as much.
    if slip.reference == previous:
        text = (
            _("较{compared_with} {reference} 增至 {now},约 {times}")
            if rose
            else _("较{compared_with} {reference} 降至 {now},约 {times}")
        )
        return text.format(compared_with=slip.compared_with, reference=reference, now=now, times=times)
    return _("{now} 约为{compared_with} {reference} 的 {times}").format(
        now=now, compared_with=slip.compared_with, reference=reference, times=times
    )


def _fall(score: Score) -> str:
    figure, previous = score.figure, score.previous
    if figure is None or previous is None or figure.value is None or previous.value is None:
        return ""
    return _("累计由{last} {amount} 降至 {amount2},回落 {fallen}").format(
        last=score.rhythm.last,
        amount=amount_text(previous.value),
        amount2=amount_text(figure.value),
        fallen=amount_text(previous.value - figure.value),
    )


def _surge(score: Score) -> str:
    change, span, share = score.change, score.target.terms.span, share_of_the_period(score)
    if change is None or span is None or share is None:
        return ""
    return _("{this}新增 {amount},占全年目标 {amount2} 的 {share}").format(
        this=score.rhythm.this_short,
        amount=amount_text(change),
        amount2=amount_text(span),
        share=share_text(share),
    )


def _replaced(old: Figure, new: Figure, terms: Terms) -> str:
    is_amount = terms.kind is not Kind.MILESTONE
    before, now = (
        amount_text(value) if is_amount and value is not None else value_in_words(value, terms)
        for value in (old.value, new.value)
    )
    text = _("已审核的 {before} 改为 {now}").format(before=before, now=now)
    if old.value is None or new.value is None or not is_amount or old.value == new.value:
        return text
    change = new.value - old.value
    more = _("{said},增加 {amount}") if change > 0 else _("{said},减少 {amount}")
    return more.format(said=text, amount=amount_text(abs(change)))
