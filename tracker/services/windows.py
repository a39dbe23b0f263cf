"""Reporting windows: the mayor's office opens a quarter, says when it is due and when it closes."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.errors import BadInput
from tracker.domain.lifecycle import Window, lock_reason
from tracker.domain.quarter import Quarter
from tracker.services import audit
from tracker.tables import ReportingWindow


def set_window(
    session: Session,
    person: Person,
    plan_id: int,
    quarter: Quarter,
    opens_at: datetime,
    due_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> None:
    """Set a quarter's window; earlier settings stay on record. Raises BadInput on a wrong order."""
    require(person, Action.SET_WINDOW)
    if not opens_at < due_at <= closes_at:
        raise BadInput("时间顺序应为:开放早于截止,截止不晚于关闭。")
    versions = select(func.max(ReportingWindow.version)).where(
        ReportingWindow.plan_id == plan_id, ReportingWindow.quarter == quarter
    )
    session.add(
        ReportingWindow(
            plan_id=plan_id,
            quarter=quarter,
            version=(session.exec(versions).one() or 0) + 1,
            opens_at=opens_at,
            due_at=due_at,
            closes_at=closes_at,
            set_by_id=person.account_id,
            set_at=now,
        )
    )
    session.flush()
    detail = {"opens": opens_at, "due": due_at, "closes": closes_at}
    audit.record(session, person, "设置填报窗口", quarter.label, now, detail)


def window_in_force(session: Session, plan_id: int, quarter: Quarter) -> Window | None:
    row = session.exec(
        select(ReportingWindow)
        .where(ReportingWindow.plan_id == plan_id, ReportingWindow.quarter == quarter)
        .order_by(col(ReportingWindow.version).desc())
        .limit(1)
    ).first()
    return None if row is None else Window(row.quarter, row.opens_at, row.due_at, row.closes_at)


def lock_reason_for(session: Session, plan_id: int, quarter: Quarter, now: datetime) -> str | None:
    return lock_reason(quarter, window_in_force(session, plan_id, quarter), now)
