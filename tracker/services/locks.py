"""Whether a quarter takes entries of a target now: one question for drafts and their files."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.language.errors import Locked
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import entry_lock
from tracker.services.standing import Held, standing_of, state_for_rules
from tracker.services.windows import lock_reason_for


def require_unlocked(session: Session, held: Held, period: Period, now: datetime) -> None:
    """Raise Locked, in words, when the window or the life cycle admits no entry."""
    assert held.target.id is not None
    state = state_for_rules(standing_of(session, held.target.id, period))
    window_lock = lock_reason_for(session, held.target.plan_id, period, held.lead_unit_id, now)
    reason = entry_lock(state, window_lock)
    if reason is not None:
        raise Locked(reason)
