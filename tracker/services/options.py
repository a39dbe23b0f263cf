"""How a plan is run: switches of the mayor's office. Each setting is a new version."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person, require
from tracker.queries.signatures import head_switch
from tracker.services import audit
from tracker.services.standing import require_admitted
from tracker.tables import PlanOption


def set_head_confirms(session: Session, person: Person, plan_id: int, on: bool, now: datetime) -> None:
    """Switch the confirmation by the unit's head on or off (DOMAIN §6); the same again changes nothing.

    On: what waits for review and is not confirmed waits for the head first. Off: it is released.
    """
    require(person, Action.SET_WINDOW)
    require_admitted(session, plan_id, Action.SET_WINDOW)
    switch = head_switch(session, plan_id)
    if on == switch.on:
        return
    session.add(
        PlanOption(
            plan_id=plan_id,
            version=switch.version + 1,
            head_confirms=on,
            set_by_id=person.account_id,
            set_at=now,
        )
    )
    session.flush()
    audit.record(session, person, "启用单位负责人确认" if on else "停用单位负责人确认", "", now)
