"""Reporting windows: the mayor's office opens a quarter, says when it is due and when it closes,

and lets one unit in after it has closed (补报), with a reason.
"""

from datetime import datetime

from sqlmodel import Session, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _, in_chinese
from tracker.domain.language.errors import BadInput, Change, Locked, NeedsReason, NotFound, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import check_let_in, day_and_hour
from tracker.queries.people import account_name
from tracker.queries.plans import window_of
from tracker.queries.windows import newest_exception
from tracker.services import audit
from tracker.services.standing import require_admitted
from tracker.tables import ReportingWindow, Unit, WindowException


def set_window(
    session: Session,
    person: Person,
    plan_id: int,
    period: Period,
    opens_at: datetime,
    due_at: datetime,
    closes_at: datetime,
    now: datetime,
) -> None:
    """Set a quarter's window; earlier settings stay on record. Raises BadInput on a wrong order."""
    require(person, Action.SET_WINDOW)
    require_admitted(session, plan_id, Action.SET_WINDOW)
    if not opens_at < due_at <= closes_at:
        raise BadInput(_("时间顺序应为:开放早于截止,截止不晚于关闭。"))
    versions = select(func.max(ReportingWindow.version)).where(
        ReportingWindow.plan_id == plan_id, ReportingWindow.period == period
    )
    session.add(
        ReportingWindow(
            plan_id=plan_id,
            period=period,
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
    audit.record(session, person, "设置填报窗口", _in_trail(period), now, detail)


def let_in(
    session: Session,
    person: Person,
    plan_id: int,
    period: Period,
    unit_id: int,
    closes_at: datetime,
    reason: str,
    now: datetime,
    *,
    seen_id: int | None = None,
) -> None:
    """Let one unit enter after the quarter has closed, until ``closes_at``; what it enters is late.

    ``seen_id``: the running exception of the unit that the person saw; None where there was none.
    The same again (a double click) changes nothing. Raises NeedsReason, BadInput, Locked (no window
    is set), NotFound (no such unit), StaleState (set otherwise meanwhile).
    """
    require(person, Action.SET_WINDOW)
    require_admitted(session, plan_id, Action.SET_WINDOW)
    why = clean_text(reason, what=_("开放理由"))
    if not why:
        raise NeedsReason(_("请写明为该单位开放补报的理由。"))
    check_let_in(window_of(session, plan_id, period), closes_at, now)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(_("没有这个单位。"))
    newest = newest_exception(session, plan_id, period, unit_id)
    exception = WindowException(
        plan_id=plan_id,
        period=period,
        unit_id=unit_id,
        version=_next(newest),
        closes_at=closes_at,
        reason=why,
        set_by_id=person.account_id,
        set_at=now,
    )
    repeated = (closes_at, why, person.account_id)
    if newest is not None and (newest.closes_at, newest.reason, newest.set_by_id) == repeated:
        return
    # One that has ended is nothing to have seen.
    running_id = newest.id if newest is not None and now < newest.closes_at else None
    if newest is not None and running_id != seen_id:
        raise _set_otherwise(session, newest, unit.name, seen_id, now)
    session.add(exception)
    session.flush()
    detail = {"closes": closes_at, "reason": why}
    audit.record(session, person, "开放补报", f"{_in_trail(period)} {unit.name}", now, detail)


def end_exception(session: Session, person: Person, exception_id: int, now: datetime) -> None:
    """End a unit's exception now, which the person saw under this id.

    Raises NotFound, Locked (it has ended), StaleState (it was set otherwise meanwhile).
    """
    require(person, Action.SET_WINDOW)
    seen = session.get(WindowException, exception_id)
    if seen is None:
        raise NotFound(_("没有这次补报开放。"))
    require_admitted(session, seen.plan_id, Action.SET_WINDOW)
    unit = session.get(Unit, seen.unit_id)
    newest = newest_exception(session, seen.plan_id, seen.period, seen.unit_id)
    assert unit is not None, "the database holds an exception to its unit"
    assert newest is not None, "there is one: it was just read"
    if newest.closes_at <= now:
        raise Locked(_("{unit}的补报已经结束。").format(unit=unit.name))
    if newest.id != exception_id:
        raise _set_otherwise(session, newest, unit.name, exception_id, now)
    ended = WindowException(
        plan_id=seen.plan_id,
        period=seen.period,
        unit_id=seen.unit_id,
        version=_next(newest),
        closes_at=now,
        reason=newest.reason,
        set_by_id=person.account_id,
        set_at=now,
    )
    session.add(ended)
    session.flush()
    audit.record(session, person, "结束补报", f"{_in_trail(seen.period)} {unit.name}", now)


@in_chinese()
def _in_trail(period: Period) -> str:
    return period.label


def _next(newest: WindowException | None) -> int:
    return 1 if newest is None else newest.version + 1


def _set_otherwise(
    session: Session, newest: WindowException, unit: str, seen_id: int | None, now: datetime
) -> StaleState:
    seen = None if seen_id is None else session.get(WindowException, seen_id)
    name = account_name(session, newest.set_by_id)
    until = day_and_hour(newest.closes_at)
    sentence = (
        _("{name}刚为{unit}开放补报至{until},您的设置没有保存。请核对后再操作。")
        if now < newest.closes_at
        else _("{name}刚为{unit}在{until}结束了补报,您的设置没有保存。请核对后再操作。")
    )
    change = Change(_("补报截止"), "" if seen is None else day_and_hour(seen.closes_at), until, name)
    return StaleState(sentence.format(name=name, unit=unit, until=until), (change,))
