"""What the figures of a quarter give a meeting cause to decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.domain.progress.status import Status


class Cause(StrEnum):
    """The weightiest first."""

    ADJUST = "adjust"
    DIFFICULT = "difficult"
    OVERDUE = "overdue"


@dataclass(frozen=True)
class Decision:
    """A target that a meeting is asked about, and why; there is one cause at least."""

    score: Score
    causes: tuple[Cause, ...]


def decisions(card: Scorecard) -> tuple[Decision, ...]:
    """The furthest behind first.

    A milestone overdue, and what its lead calls difficult by the year's end or in need of adjustment.
    """
    order = {score.target.id: place for place, score in enumerate(card.behind)}
    by_lag = sorted(
        card.targets, key=lambda score: (order.get(score.target.id, len(order)), score.target.code)
    )
    return tuple(Decision(score, causes) for score in by_lag if (causes := tuple(_causes(score))))


def _causes(score: Score) -> Iterator[Cause]:
    # What is achieved needs no decision, whatever its lead feared.
    call = None if score.figure is None or score.status is Status.ACHIEVED else score.figure.call
    if call is YearEndCall.ADJUST:
        yield Cause.ADJUST
    if call is YearEndCall.DIFFICULT:
        yield Cause.DIFFICULT
    if score.target.terms.kind is Kind.MILESTONE and score.status.is_behind:
        yield Cause.OVERDUE
