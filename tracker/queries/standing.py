"""Where a target's quarter stands, for a write that follows; its caller has asked who may."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import entry_lock, entry_state
from tracker.queries.figures import served
from tracker.queries.windows import lock_reason_for
from tracker.tables import Report, Standing


def standing_of(session: Session, target_id: int, period: Period) -> Standing | None:
    return session.get(Standing, (target_id, period))


def report_of(session: Session, report_id: int) -> Report:
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound(_("没有这次填报。"))
    return report


def entry_lock_of(
    session: Session, plan_id: int, target_id: int, lead_unit_id: int, period: Period, now: datetime
) -> str | None:
    """Why the target's quarter takes no entry now, in words; None when it does."""
    source = served(session, plan_id, period).get(target_id)
    if source is not None:
        return source.lock
    standing = standing_of(session, target_id, period)
    has_approved = standing is not None and standing.approved_report_id is not None
    state = entry_state(None if standing is None else standing.latest_state, has_approved)
    return entry_lock(state, lock_reason_for(session, plan_id, period, lead_unit_id, now))
