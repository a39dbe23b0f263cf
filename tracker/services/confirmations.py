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
from tracker.services import audit
from tracker.services.many import one_by_one
from tracker.services.options import head_confirms
from tracker.services.reports import require_latest
from tracker.services.standing import Held, after_review, hold, report_of
from tracker.tables import HeadConfirmation, Report, Review


def confirm(session: Session, person: Person, report_id: int, now: datetime) -> None:
    """Confirm the submission that was seen, named by its id.

    Raises StaleState when a newer one came, Locked when it is decided, confirmed, or the switch is off.
    """
    report = report_of(session, report_id)
    held = _ready(session, person, report)
    session.add(HeadConfirmation(report_id=report_id, confirmed_by_id=person.account_id, confirmed_at=now))
    session.flush()
    _record(session, person, "负责人确认", held, report, now)


def confirm_many(session: Session, person: Person, seen: Sequence[int], now: datetime) -> tuple[Refused, ...]:
    """Confirm the submissions that were seen; what changed meanwhile is skipped and named."""
    return one_by_one(session, seen, lambda report_id: confirm(session, person, report_id, now))


def send_back(session: Session, person: Person, report_id: int, note: str, now: datetime) -> None:
    """Return a submission within the unit: the office never sees it as waiting again."""
    cleaned = clean_text(note, what=_("退回意见"))
    if not cleaned:
        raise BadInput(_("退回时请写明需要修改的内容。"))
    report = report_of(session, report_id)
    held = _ready(session, person, report)
    review = Review(
        report_id=report_id,
        decision=Decision.RETURN,
        note=f"单位负责人{person.name}退回:{cleaned}",
        decided_by_id=person.account_id,
        decided_at=now,
    )
    session.add(review)
    session.flush()
    after_review(session, report, review)
    _record(session, person, "负责人退回", held, report, now)


def _ready(session: Session, person: Person, report: Report) -> Held:
    held = hold(session, person, Action.CONFIRM, report.target_id, report.period)
    require_latest(session, report)
    is_confirmed = session.get(HeadConfirmation, report.id) is not None
    check_confirmation(head_confirms(session, held.target.plan_id), is_confirmed)
    return held


def _record(session: Session, person: Person, action: str, held: Held, report: Report, now: datetime) -> None:
    subject = f"{held.target.code} {report.period}"
    audit.record(session, person, action, subject, now, {"report": report.id})
