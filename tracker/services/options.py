"""How a plan is run: switches of the mayor's office. Each setting is a new version."""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.services import audit
from tracker.tables import PlanOption


def set_head_confirms(session: Session, person: Person, plan_id: int, on: bool, now: datetime) -> None:
    """Switch the confirmation by the unit's head on or off (DOMAIN §6); the same again changes nothing.

    On: what waits for review and is not confirmed waits for the head first. Off: it is released.
    """
    require(person, Action.SET_WINDOW)
    newest = _newest(session, plan_id)
    if on == (newest is not None and newest.head_confirms):
        return
    session.add(
        PlanOption(
            plan_id=plan_id,
            version=1 if newest is None else newest.version + 1,
            head_confirms=on,
            set_by_id=person.account_id,
            set_at=now,
        )
    )
    session.flush()
    audit.record(session, person, "启用单位负责人确认" if on else "停用单位负责人确认", "", now)


def head_confirms(session: Session, plan_id: int) -> bool:
    newest = _newest(session, plan_id)
    return newest is not None and newest.head_confirms


def _newest(session: Session, plan_id: int) -> PlanOption | None:
    query = select(PlanOption).where(PlanOption.plan_id == plan_id)
    return session.exec(query.order_by(col(PlanOption.version).desc()).limit(1)).first()
