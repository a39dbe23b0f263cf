"""How the due targets stood period by period, as a meeting sees the trend."""

from tracker.domain.measure.pace import is_due
from tracker.domain.measure.target import Kind
from tracker.domain.meetings.comparison import ChangeKind
from tracker.domain.meetings.meeting import EarlierPeriod, LastMeeting
from tracker.domain.meetings.snapshot import Frozen
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status


def statuses_before(last: LastMeeting, card: Scorecard) -> dict[int, Status]:
    """The targets' statuses at the last meeting.

    A snapshot keeps of the last one what differs: where no change is told, a status was what it is.
    """
    before = {score.target.id: score.status for score in card.targets}
    for change in last.comparison.changes:
        if change.terms.kind is Kind.BUDGET:
            continue
        if change.kind is ChangeKind.ADDED:
            before.pop(change.target_id, None)
        elif change.before is not None:
            before[change.target_id] = change.before
    return before


def statuses_a_period_ago(frozen: Frozen) -> dict[int, Status]:
    """By target, as the last meeting was told, so that comparisons agree; else as known when frozen."""
    last, card = frozen.last, frozen.card
    if last is not None and last.period == card.period.previous:
        return statuses_before(last, card)
    known = ((score.target.id, score.previous_status) for score in card.targets)
    return {target: status for target, status in known if status is not None}


def earlier_periods(frozen: Frozen) -> tuple[EarlierPeriod, ...]:
    """The periods before this one, the oldest first; in older snapshots what they know of the last one."""
    card, previous = frozen.card, frozen.card.period.previous
    if frozen.records.earlier or previous is None:
        return frozen.records.earlier
    terms = {score.target.id: score.target.terms for score in card.targets}
    counts: dict[Status, int] = {}
    for target, status in statuses_a_period_ago(frozen).items():
        # What was met before it was due is outside of the due, whatever its status.
        if not status.is_outside and (target not in terms or is_due(terms[target], previous)):
            counts[status] = counts.get(status, 0) + 1
    return (EarlierPeriod(previous, counts),) if counts else ()
