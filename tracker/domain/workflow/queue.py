"""Reviewing: which waiting submission deserves a look first and why, and the value that the office found."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.figure import Figure, Finality, Neighbour, Neighbours
from tracker.domain.measure.pace import expected_value
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import Slip, scale_of
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.sums import Sum
from tracker.domain.measure.target import Kind, Path, Terms, milestone_choices
from tracker.domain.measure.units import counts
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import Status
from tracker.domain.workflow.approval import Signature, open_objections
from tracker.domain.workflow.entry import EXCESS, contradicted_sums, is_old, read_amount, suspected_slip
from tracker.domain.workflow.lifecycle import Stance

_SURGE = Fraction(1, 2)  # of the year in one quarter: more than this deserves a look
_FEW = 20  # whole things: below, a figure lies on its line by chance


class Reason(StrEnum):
    """Why a submission deserves a look, the weightiest first."""

    OBJECTION = "objection"
    EARLIER_OBJECTION = "earlier_objection"
    JUMP = "jump"
    FALL = "fall"
    ABOVE_LATER = "above_later"
    OLD_DATA = "old_data"
    EXCESS = "excess"
    SURGE = "surge"
    CORRECTION = "correction"
    BEHIND = "behind"
    SLIGHTLY_BEHIND = "slightly_behind"
    STOPS_SHORT = "stops_short"
    ESTIMATE = "estimate"
    LATE = "late"
    SUM = "sum"
    EXACT = "exact"

    def word_in(self, rhythm: Rhythm) -> str:
        return _(_WORDS[self]).format(this=rhythm.this_short)

    @property
    def weight(self) -> int:
        return len(Reason) - list(Reason).index(self)


_WORDS = {
    Reason.OBJECTION: marked("有异议"),
    Reason.EARLIER_OBJECTION: marked("曾有异议"),
    Reason.JUMP: marked("数值悬殊"),
    Reason.FALL: marked("累计回落"),
    Reason.ABOVE_LATER: marked("高于后期"),
    Reason.OLD_DATA: marked("数据未更新"),
    Reason.EXCESS: marked("超目标"),
    Reason.SURGE: marked("{this}集中"),
    Reason.CORRECTION: marked("更正"),
    Reason.BEHIND: marked("滞后"),
    Reason.SLIGHTLY_BEHIND: marked("稍慢"),
    Reason.STOPS_SHORT: marked("数据月较早"),
    Reason.ESTIMATE: marked("预计"),
    Reason.LATE: marked("逾期"),
    Reason.SUM: marked("与总额不符"),
    Reason.EXACT: marked("恰为时序"),
}


@dataclass(frozen=True)
class Look:
    """A reason, with what its sentence needs besides the score (sentences/looks.py).

    ``signature`` only of the objections, ``slip`` only of a jump, ``replaces`` only of a correction,
    ``beside`` only of a total that contradicts another period's, which it is; ``sum`` only of a budget's that
    can't be right with it.
    """

    reason: Reason
    signature: Signature | None = None
    slip: Slip | None = None
    replaces: Figure | None = None
    beside: Neighbour | None = None
    sum: Sum | None = None


def looks(
    score: Score,
    period: Period,
    neighbours: Neighbours,
    *,
    replaces: Figure | None = None,
    signatures: Iterable[Signature] = (),
    earlier: Iterable[Signature] = (),
) -> tuple[Look, ...]:
    """The reasons to look at a submission, the weightiest first; ``score`` judges it as it was sent.

    ``neighbours``: the year's figures that it is held against. ``replaces``: the approved figure that a
    correction would replace. ``earlier``: what was said of this quarter's submissions before.
    """
    figure = score.figure
    if figure is None:
        return ()
    reasons = [Look(Reason.OBJECTION, signature=each) for each in open_objections(signatures)]
    reasons += [
        Look(Reason.EARLIER_OBJECTION, signature=each) for each in earlier if each.stance is Stance.OBJECT
    ]
    reasons += _odd_values(score, period, neighbours)
    if figure.value is not None and is_old(figure.data_month, period):
        reasons.append(Look(Reason.OLD_DATA))
    elif figure.value is not None and figure.stops_short:
        reasons.append(Look(Reason.STOPS_SHORT))
    if figure.is_correction and replaces is not None:
        reasons.append(Look(Reason.CORRECTION, replaces=replaces))
    if score.status.is_behind:
        is_slight = score.status is Status.SLIGHTLY_BEHIND
        reasons.append(Look(Reason.SLIGHTLY_BEHIND if is_slight else Reason.BEHIND))
    if figure.finality is Finality.ESTIMATE:
        reasons.append(Look(Reason.ESTIMATE))
    if not figure.is_on_time:
        reasons.append(Look(Reason.LATE))
    return tuple(sorted(reasons, key=lambda look: -look.reason.weight))


def review_order(reasons: Sequence[Look], awaits_head: bool, arrival: int) -> tuple[bool, int, int]:
    """A sort key: what can't be approved yet last; else the weightiest reason, and each as it came."""
    return awaits_head, -max((look.reason.weight for look in reasons), default=0), arrival


def _odd_values(score: Score, period: Period, neighbours: Neighbours) -> Iterator[Look]:
    """PEERS §12.15 (slips), §12.24 (sandbagging, year-end rush: a note for the reviewer, nothing public)."""
    figure, terms = score.figure, score.target.terms
    if figure is None or figure.value is None or terms.kind is Kind.MILESTONE:
        return
    slip = suspected_slip(figure.value, figure.data_month, period, terms, neighbours)
    if slip is not None:
        yield Look(Reason.JUMP, slip=slip)
    done = score.judgement.completion
    if done is not None and done > EXCESS:
        yield Look(Reason.EXCESS)
    for beside in contradicted_sums(figure.value, neighbours.sums):
        yield Look(Reason.SUM, sum=beside)
    if not terms.kind.is_flow:
        return
    earlier, later = neighbours.earlier, neighbours.later
    if earlier is not None and figure.value < earlier.value:
        yield Look(Reason.FALL, beside=earlier)
    if later is not None and figure.value > later.value:
        yield Look(Reason.ABOVE_LATER, beside=later)
    share = share_of_the_period(score)
    # Where the year's end is when all is due, all of it comes in one quarter.
    if share is not None and share > _SURGE and terms.path is not Path.YEAR_END:
        yield Look(Reason.SURGE)
    if _lies_on_the_line(figure.value, figure.data_month, period, terms):
        yield Look(Reason.EXACT)


def _lies_on_the_line(value: Decimal, month: int, period: Period, terms: Terms) -> bool:
    """To the last digit what is expected by its month: it may have been reckoned from that."""
    is_small = counts(terms.unit_of_measure) and value * scale_of(terms.unit_of_measure) < _FEW
    return terms.path is Path.EVEN and not is_small and value == expected_value(terms, month, period)


def share_of_the_period(score: Score) -> Fraction | None:
    """What the quarter added, as a share of the whole year's way; None where either is missing."""
    change, span = score.change, score.target.terms.span
    return None if change is None or not span else Fraction(change) / Fraction(span)


def read_verified(text: str, terms: Terms) -> Decimal | None:
    """The 审核值 as typed, in the target's unit of measure; None when nothing was typed.

    Raises BadInput, with a sentence, for what can't be read. Of a milestone it is its choice.
    """
    if not text.strip():
        return None
    if terms.kind is not Kind.MILESTONE:
        return read_amount(text, terms)
    if text not in milestone_choices(terms):
        raise BadInput(_("节点类目标的审核值请从选项中选择。"))
    return Decimal(text)
