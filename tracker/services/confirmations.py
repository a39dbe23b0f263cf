"""The unit's head stands behind a submission before the office reviews it (单位负责人确认, DOMAIN §6)."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text
from tracker.domain.workflow.approval import Refused, check_confirmation
from tracker.domain.workflow.lifecycle import Decision
from tracker.queries.signatures import said_of
from tracker.queries.standing import ReportAt
from tracker.services import audit
from tracker.services.many import one_by_one
from tracker.services.second_person import require_second
from tracker.services.standing import Decided, Held, hold_waiting, store_review
from tracker.tables import HeadConfirmation


def confirm(session: Session, person: Person, report_id: int, now: datetime) -> None:
    """Confirm the submission that was seen, named by its id.

    Raises StaleState when a newer one came, Locked when it is decided, confirmed, or the switch is off,
    OwnWork where its submitter, head since, would confirm it although another head could.
    """
    held, report = _hold(session, person, report_id)
    alone = require_second(session, person, Action.CONFIRM, {report.submitted_by_id}, held.lead_unit_id)
    session.add(HeadConfirmation(report_id=report_id, confirmed_by_id=person.account_id, confirmed_at=now))
    session.flush()
    detail: dict[str, object] = {"report": report_id} | ({"reason": alone} if alone else {})
    audit.record(session, person, "负责人确认", held.subject, now, detail)


def confirm_many(session: Session, person: Person, seen: Sequence[int], now: datetime) -> tuple[Refused, ...]:
    """Confirm the submissions that were seen; what changed meanwhile or is one's own is left and named."""
    return one_by_one(session, seen, lambda report_id: confirm(session, person, report_id, now))


def send_back(session: Session, person: Person, report_id: int, note: str, now: datetime) -> None:
    """Return a submission within the unit: the office never sees it as waiting again."""
    cleaned = clean_text(note, what=_("退回意见"))
    if not cleaned:
        raise BadInput(_("退回时请写明需要修改的内容。"))
    held, report = _hold(session, person, report_id)
    note = f"单位负责人{person.name}退回：{cleaned}"
    store_review(session, person, "负责人退回", held, report, Decided(Decision.RETURN, now, note=note))


def _hold(session: Session, person: Person, report_id: int) -> tuple[Held, ReportAt]:
    held, report = hold_waiting(session, person, Action.CONFIRM, report_id)
    said = said_of(session, held.plan_id, report_id)
    check_confirmation(said.head_confirms, said.is_confirmed)
    return held, report
