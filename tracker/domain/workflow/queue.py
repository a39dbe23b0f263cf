"""Reviewing: which waiting submission deserves a look first and why, and the value that the office found."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import amount_text, parse_amount
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Kind, Path, Terms
from tracker.domain.progress.scorecard import Figure, Score
from tracker.domain.progress.status import Status
from tracker.domain.sentences import completion_text, gap_text, share_text
from tracker.domain.workflow.approval import Signature, open_objections
from tracker.domain.workflow.entry import EXCESS, suspected_slip
from tracker.domain.workflow.lifecycle import Finality, Stance

_FLOWS = (Kind.RUNNING_TOTAL, Kind.BUDGET)


class Reason(StrEnum):
    """Why a submission deserves a look, the weightiest first."""

    OBJECTION = "objection"
    EARLIER_OBJECTION = "earlier_objection"
    JUMP = "jump"
    FALL = "fall"
    EXCESS = "excess"
    SURGE = "surge"
    CORRECTION = "correction"
    BEHIND = "behind"
    SLIGHTLY_BEHIND = "slightly_behind"
    ESTIMATE = "estimate"
    LATE = "late"
    EXACT = "exact"

    @property
    def word(self) -> str:
        return _(_WORDS[self])

    @property
    def weight(self) -> int:
        return len(Reason) - list(Reason).index(self)


_WORDS = {
    Reason.OBJECTION: marked("有异议"),
    Reason.EARLIER_OBJECTION: marked("曾有异议"),
    Reason.JUMP: marked("数量级"),
    Reason.FALL: marked("累计回落"),
    Reason.EXCESS: marked("超目标"),
    Reason.SURGE: marked("本季集中"),
    Reason.CORRECTION: marked("更正"),
    Reason.BEHIND: marked("滞后"),
    Reason.SLIGHTLY_BEHIND: marked("稍慢"),
    Reason.ESTIMATE: marked("预计"),
    Reason.LATE: marked("逾期"),
    Reason.EXACT: marked("恰为时序"),
}


@dataclass(frozen=True)
class Look:
    """A reason with its arithmetic in words: 较上季度 45 增至 450,约 10 倍."""

    reason: Reason
    said: str


def looks(
    score: Score,
    period: Period,
    *,
    replaces: Figure | None = None,
    signatures: Iterable[Signature] = (),
    earlier: Iterable[Signature] = (),
) -> tuple[Look, ...]:
    """The reasons to look at a submission, the weightiest first; ``score`` judges it as it was sent.

    ``replaces``: the approved figure that a correction would replace. ``earlier``: what was said of
    this quarter's submissions before.
    """
    if score.figure is None:
        return ()
    found = [*_objections(signatures, earlier), *_odd_values(score, period)]
    if score.figure.is_correction and replaces is not None:
        found.append(Look(Reason.CORRECTION, _replaced(replaces, score.figure, score.target.terms)))
    found += [*_behind(score), *_of_the_figure(score.figure)]
    return tuple(sorted(found, key=lambda look: -look.reason.weight))


def review_order(found: Sequence[Look], awaits_head: bool, arrival: int) -> tuple[bool, int, int]:
    """A sort key: what can't be approved yet last; else the weightiest reason, and each as it came."""
    return awaits_head, -max((look.reason.weight for look in found), default=0), arrival


def _objections(signatures: Iterable[Signature], earlier: Iterable[Signature]) -> list[Look]:
    found = [
        Look(Reason.OBJECTION, _("{unit}:{note}").format(unit=each.unit, note=each.note))
        for each in open_objections(signatures)
    ]
    return found + [
        Look(Reason.EARLIER_OBJECTION, _("{unit}对此前的提交:{note}").format(unit=each.unit, note=each.note))
        for each in earlier
        if each.stance is Stance.OBJECT
    ]


def _odd_values(score: Score, period: Period) -> list[Look]:
    """PEERS §12.15 (slips), §12.24 (sandbagging, year-end rush: a note for the reviewer, nothing public)."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None or terms.kind is Kind.MILESTONE:
        return []
    previous = None if score.previous is None else score.previous.value
    found = [
        (Reason.JUMP, _jump(figure.value, figure.data_month, terms, previous, period.rhythm)),
        (Reason.FALL, _fall(figure.value, terms, previous, period.rhythm)),
        (Reason.EXCESS, _excess(score)),
        (Reason.SURGE, _surge(score)),
        (Reason.EXACT, _exact(score, period)),
    ]
    return [Look(reason, said) for reason, said in found if said]


def _jump(value: Decimal, month: int, terms: Terms, previous: Decimal | None, rhythm: Rhythm) -> str:
    slip = suspected_slip(value, month, terms, previous, rhythm)
    if slip is None:
        return ""
    reference, now = amount_text(slip.reference), amount_text(value)
    rose = abs(value) > abs(slip.reference)
    times = _("{factor} 倍").format(factor=f"{slip.factor:,}") if rose else f"1/{slip.factor:,}"
    if slip.reference == previous:
        said = (
            _("较{compared_with} {reference} 增至 {now},约 {times}")
            if rose
            else _("较{compared_with} {reference} 降至 {now},约 {times}")
        )
        return said.format(compared_with=slip.compared_with, reference=reference, now=now, times=times)
    return _("{now} 约为{compared_with} {reference} 的 {times}").format(
        now=now, compared_with=slip.compared_with, reference=reference, times=times
    )


def _fall(value: Decimal, terms: Terms, previous: Decimal | None, rhythm: Rhythm) -> str:
    if terms.kind not in _FLOWS or previous is None or value >= previous:
        return ""
    fallen = amount_text(previous - value)
    return _("累计由{last} {amount} 降至 {amount2},回落 {fallen}").format(
        last=rhythm.last, amount=amount_text(previous), amount2=amount_text(value), fallen=fallen
    )


def _excess(score: Score) -> str:
    done = score.judgement.completion
    return (
        _("{completion},超过 120%").format(completion=completion_text(score))
        if done is not None and done > EXCESS
        else ""
    )


def _surge(score: Score) -> str:
    """More than half of the year in one quarter, unless the year's end is when all is due."""
    terms, change = score.target.terms, score.change
    if terms.kind not in _FLOWS or terms.path is Path.YEAR_END or change is None or not terms.span:
        return ""
    share = Fraction(change) / Fraction(terms.span)
    if share <= Fraction(1, 2):
        return ""
    return _("{this}新增 {amount},占全年目标 {amount2} 的 {share}").format(
        this=score.rhythm.this_short,
        amount=amount_text(change),
        amount2=amount_text(terms.span),
        share=share_text(share),
    )


def _exact(score: Score, period: Period) -> str:
    """25, 50, 75, 100 % at the quarter's end, to the dot."""
    terms, share = score.target.terms, Fraction(period.number, period.rhythm.periods)
    if terms.kind not in _FLOWS or terms.path is not Path.EVEN or score.judgement.completion != share:
        return ""
    return _("完成率恰为 {share},与{span}时序进度完全相同").format(share=share_text(share), span=period.span)


def _replaced(old: Figure, new: Figure, terms: Terms) -> str:
    before, now = _shown(old.value, terms), _shown(new.value, terms)
    said = _("已审核的 {before} 改为 {now}").format(before=before, now=now)
    if old.value is None or new.value is None or terms.kind is Kind.MILESTONE or old.value == new.value:
        return said
    change = new.value - old.value
    more = _("{said},增加 {amount}") if change > 0 else _("{said},减少 {amount}")
    return more.format(said=said, amount=amount_text(abs(change)))


def _shown(value: Decimal | None, terms: Terms) -> str:
    if value is None:
        return _("不适用")
    if terms.kind is Kind.MILESTONE:
        return _("已完成") if value == 1 else _("尚未完成")
    return amount_text(value)


def _behind(score: Score) -> list[Look]:
    if not score.status.is_behind:
        return []
    reason = Reason.BEHIND if score.status is Status.BEHIND else Reason.SLIGHTLY_BEHIND
    return [Look(reason, gap_text(score) or completion_text(score) or _("已到节点,尚未完成"))]


def _of_the_figure(figure: Figure) -> list[Look]:
    found = []
    if figure.finality is Finality.ESTIMATE:
        found.append(
            Look(Reason.ESTIMATE, _("{data_month}月数据为预计数").format(data_month=figure.data_month))
        )
    if not figure.is_on_time:
        found.append(Look(Reason.LATE, _("首次提交晚于截止时间")))
    return found


def read_verified(text: str, terms: Terms) -> Decimal | None:
    """The 审核值 as typed, in the target's unit of measure; None when nothing was typed.

    Raises BadInput, with a sentence, for what can't be read. A milestone is 1 (done) or 0.
    """
    if not text.strip():
        return None
    if terms.kind is Kind.MILESTONE:
        if text not in ("0", "1"):
            raise BadInput(_("节点类目标的审核值只能是已完成或未完成。"))
        return Decimal(text)
    may_be_negative = terms.kind is Kind.RATE or terms.is_reduction
    return parse_amount(text, terms.unit_of_measure, may_be_negative=may_be_negative)
