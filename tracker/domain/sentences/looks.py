"""Why a waiting submission deserves a look: the arithmetic behind each reason, in words."""

from decimal import Decimal

from tracker.domain.language import _
from tracker.domain.measure.figure import Figure, Neighbour
from tracker.domain.measure.period import Period, span_of_months
from tracker.domain.measure.quantity import Slip, amount_text, share_text, with_unit
from tracker.domain.measure.target import Kind, Terms, value_in_words
from tracker.domain.progress.scorecard import Score
from tracker.domain.sentences.scores import completion_text, gap_text
from tracker.domain.workflow.entry import contradiction
from tracker.domain.workflow.queue import Look, Reason, share_of_the_period


def look_tag(look: Look, score: Score) -> str:
    """The reason in a few words, with its number where that is short: 本季占全年52.0%; 1—8月; 有异议."""
    share = share_of_the_period(score)
    if look.reason is Reason.SURGE and share is not None:
        return _("{this}占全年{share}").format(this=score.rhythm.this_short, share=share_text(share))
    if look.reason is Reason.STOPS_SHORT and score.figure is not None:
        return span_of_months(score.figure.data_month)
    return look.reason.word_in(score.rhythm)


def look_text(look: Look, score: Score, period: Period) -> str:
    """较上季度 45 增至 450,约10倍. ``score`` and ``period`` are those that the look was found in."""
    figure, terms = score.figure, score.target.terms
    assert figure is not None, "only what was submitted is looked at"
    match look:
        case Look(Reason.OBJECTION, signature) if signature is not None:
            return _("{unit}:{note}").format(unit=signature.unit, note=signature.note)
        case Look(Reason.EARLIER_OBJECTION, signature) if signature is not None:
            return _("{unit}对此前的提交:{note}").format(unit=signature.unit, note=signature.note)
        case Look(Reason.JUMP, slip=slip) if slip is not None and figure.value is not None:
            return _jump(slip, figure.value)
        case Look(Reason.CORRECTION, replaces=replaces) if replaces is not None:
            return _replaced(replaces, figure, terms)
        case Look(Reason.FALL, beside=beside) if beside is not None and figure.value is not None:
            return _fall(beside, figure.value, period)
        case Look(Reason.SUM, sum=beside) if beside is not None:
            return contradiction(beside, terms.unit_of_measure)
        case Look(Reason.ABOVE_LATER, beside=beside) if beside is not None and figure.value is not None:
            return _("累计 {amount} 高于{later}已报的 {amount2}").format(
                amount=amount_text(figure.value),
                later=beside.period.name,
                amount2=amount_text(beside.value),
            )
    match look.reason:
        case Reason.OLD_DATA:
            return _("数据截至{month}月,没有{period}的数据:按“未更新”计,不作评价").format(
                month=figure.data_month, period=period.name
            )
        case Reason.STOPS_SHORT:
            return _("数据为{span}").format(span=span_of_months(figure.data_month))
        case Reason.EXCESS:
            return _("{completion},超过 120%").format(completion=completion_text(score))
        case Reason.SURGE:
            return _surge(score)
        case Reason.EXACT if figure.value is not None:
            return _("恰为{span}的时序应达值 {amount}").format(
                span=span_of_months(figure.data_month), amount=with_unit(figure.value, terms.unit_of_measure)
            )
        case Reason.ESTIMATE:
            return _("{data_month}月数据为预计数").format(data_month=figure.data_month)
        case Reason.LATE:
            return _("首次提交晚于截止时间")
    return gap_text(score) or completion_text(score) or _("已到节点,尚未完成")


def _jump(slip: Slip, value: Decimal) -> str:
    name, reference, now = slip.reference.name, amount_text(slip.reference.amount), amount_text(value)
    if slip.factor is None:
        return _("填报为 0,{compared_with}为 {reference}").format(compared_with=name, reference=reference)
    rose = abs(value) > abs(slip.reference.amount)
    factor = amount_text(slip.factor)
    times = _("{factor}倍").format(factor=factor) if rose else f"1/{factor}"
    # Against the last figure it has risen or fallen; of a target or a pace it is only so many times as much.
    if slip.reference.is_earlier:
        text = (
            _("较{compared_with} {reference} 增至 {now},约{times}")
            if rose
            else _("较{compared_with} {reference} 降至 {now},约{times}")
        )
        return text.format(compared_with=name, reference=reference, now=now, times=times)
    return _("{now} 约为{compared_with} {reference} 的{times}").format(
        now=now, compared_with=name, reference=reference, times=times
    )


def _fall(earlier: Neighbour, value: Decimal, period: Period) -> str:
    return _("累计由{last} {amount} 降至 {amount2},回落 {fallen}").format(
        last=earlier.name_at(period),
        amount=amount_text(earlier.value),
        amount2=amount_text(value),
        fallen=amount_text(earlier.value - value),
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
