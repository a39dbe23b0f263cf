"""催报: the record of what was sent to a department, or could not be sent.

Nothing is sent here: a message leaves the house outside any transaction (tracker/notify), and what
became of it is logged in one of its own.
"""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _, in_chinese
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.period import Period
from tracker.domain.workflow.chasing import Channel
from tracker.services import audit
from tracker.services.standing import require_admitted
from tracker.tables import ChaseMessage, Unit


def log(
    session: Session,
    person: Person | None,
    plan_id: int,
    period: Period,
    unit_id: int,
    channel: Channel,
    recipients: str,
    text: str,
    error: str,
    now: datetime,
) -> None:
    """Record a message; ``error`` is empty when it went out. ``person`` is None for the scheduler."""
    if person is not None:
        require(person, Action.CHASE)
    require_admitted(session, plan_id, Action.CHASE)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise NotFound(_("没有这个单位。"))
    session.add(
        ChaseMessage(
            plan_id=plan_id,
            period=period,
            unit_id=unit_id,
            channel=channel,
            recipients=recipients,
            text=text,
            error=error,
            sent_by_id=None if person is None else person.account_id,
            sent_at=now,
        )
    )
    session.flush()
    detail = {"channel": channel.value, "recipients": recipients, "error": error}
    # The trail is one for all readers, in whatever language this person works.
    with in_chinese():
        subject = f"{period.label} {unit.name}"
    audit.record(session, person, "催报", subject, now, detail)
