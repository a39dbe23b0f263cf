"""Reviewing: approve with a verified value, or return with a note. Each submission is decided once."""

from datetime import datetime
from decimal import Decimal

from sqlmodel import Session

from tracker.domain.access import Action, Person
from tracker.domain.errors import BadInput
from tracker.domain.lifecycle import Decision, VerifyMethod
from tracker.domain.quantity import plain
from tracker.domain.target import Kind
from tracker.domain.texts import clean_text
from tracker.services import audit
from tracker.services.reports import require_latest
from tracker.services.standing import after_review, hold, report_of
from tracker.tables import Report, Review


def approve(
    session: Session,
    person: Person,
    report_id: int,
    now: datetime,
    *,
    verified_value: Decimal | None = None,
    method: VerifyMethod | None = None,
    note: str = "",
) -> None:
    """Approve the submission that was seen, named by its id: nothing unseen is approved.

    ``verified_value`` (审核值) only where it differs from the reported one; then how it was verified
    must be said. Raises StaleState when a newer submission came, Locked when it is already decided.
    """
    report = report_of(session, report_id)
    if verified_value is not None and report.value is None:
        raise BadInput("这项填报为“本季不适用”,没有可核定的数值。")
    if verified_value is not None and not _is_possible(session, person, report, verified_value):
        raise BadInput("节点类目标的审核值只能是已完成或未完成。")
    if verified_value == report.value:
        verified_value = None
    if verified_value is not None and method is None:
        raise BadInput("审核值与填报值不同,请选择核实方式。")
    review = Review(
        report_id=report_id,
        decision=Decision.APPROVE,
        verified_value=verified_value,
        method=method,
        note=clean_text(note, what="审核意见"),
        decided_by_id=person.account_id,
        decided_at=now,
    )
    _decide(session, person, report, review, "审核通过")


def send_back(session: Session, person: Person, report_id: int, note: str, now: datetime) -> None:
    """Return a submission to the department; the note says what to mend."""
    cleaned = clean_text(note, what="退回意见")
    if not cleaned:
        raise BadInput("退回时请写明需要修改的内容。")
    review = Review(
        report_id=report_id,
        decision=Decision.RETURN,
        note=cleaned,
        decided_by_id=person.account_id,
        decided_at=now,
    )
    _decide(session, person, report_of(session, report_id), review, "审核退回")


def _is_possible(session: Session, person: Person, report: Report, value: Decimal) -> bool:
    held = hold(session, person, Action.REVIEW, report.target_id, report.quarter)
    return held.terms.kind is not Kind.MILESTONE or value in (0, 1)


def _decide(session: Session, person: Person, report: Report, review: Review, action: str) -> None:
    held = hold(session, person, Action.REVIEW, report.target_id, report.quarter)
    require_latest(session, report)
    session.add(review)
    session.flush()
    after_review(session, report, review)
    detail: dict[str, object] = {"report": report.id}
    if review.verified_value is not None:
        detail["verified"] = plain(review.verified_value)
    audit.record(session, person, action, f"{held.target.code} {report.quarter}", review.decided_at, detail)
