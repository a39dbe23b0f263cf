"""Reviewing: approve with a verified value, or return with a note. Each submission is decided once."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from sqlmodel import Session

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.language.texts import clean_text
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind
from tracker.domain.workflow.approval import (
    Refused,
    Signature,
    check_answers,
    check_confirmed,
    open_objections,
)
from tracker.domain.workflow.lifecycle import Decision, Stance, VerifyMethod
from tracker.services import audit
from tracker.services.countersigns import signatures_of
from tracker.services.many import one_by_one
from tracker.services.options import head_confirms
from tracker.services.reports import require_latest
from tracker.services.standing import Held, after_review, hold, report_of
from tracker.tables import HeadConfirmation, ObjectionAnswer, Report, Review

_NO_ANSWERS: Mapping[int, str] = MappingProxyType({})


def approve(
    session: Session,
    person: Person,
    report_id: int,
    now: datetime,
    *,
    verified_value: Decimal | None = None,
    method: VerifyMethod | None = None,
    note: str = "",
    answers: Mapping[int, str] = _NO_ANSWERS,
) -> None:
    """Approve the submission that was seen, named by its id: nothing unseen is approved.

    ``verified_value`` (审核值) only where it differs from the reported one; then how it was verified
    must be said. ``answers``: by the id of each open objection that was seen, what the office says to it.
    Raises StaleState when a newer submission or an objection came, Locked when it is already decided
    or waits for the head of its unit.
    """
    report = report_of(session, report_id)
    held = _ready(session, person, report)
    is_confirmed = session.get(HeadConfirmation, report_id) is not None
    check_confirmed(head_confirms(session, held.target.plan_id), is_confirmed)
    said = signatures_of(session, report_id)
    answered = {key: clean_text(text, what=_("对异议的答复")) for key, text in answers.items()}
    check_answers(open_objections(said), answered)
    if verified_value is not None:
        _check_possible(held, report, verified_value)
    if verified_value == report.value:
        verified_value = None
    if verified_value is not None and method is None:
        raise BadInput(_("审核值与填报值不同,请选择核实方式。"))
    review = Review(
        report_id=report_id,
        decision=Decision.APPROVE,
        verified_value=verified_value,
        method=method,
        note=clean_text(note, what=_("审核意见")),
        decided_by_id=person.account_id,
        decided_at=now,
    )
    _decide(session, person, held, report, review, "审核通过")
    _answer(session, review, said, answered)


def approve_many(session: Session, person: Person, seen: Sequence[int], now: datetime) -> tuple[Refused, ...]:
    """Approve the submissions that were seen as they were reported, in one transaction.

    What was decided or resubmitted meanwhile, waits for its head or is objected to is skipped and
    returned with the sentence; the others are approved.
    """
    return one_by_one(session, seen, lambda report_id: approve(session, person, report_id, now))


def send_back(session: Session, person: Person, report_id: int, note: str, now: datetime) -> None:
    """Return a submission to the department; the note says what to mend."""
    cleaned = clean_text(note, what=_("退回意见"))
    if not cleaned:
        raise BadInput(_("退回时请写明需要修改的内容。"))
    report = report_of(session, report_id)
    held = _ready(session, person, report)
    review = Review(
        report_id=report_id,
        decision=Decision.RETURN,
        note=cleaned,
        decided_by_id=person.account_id,
        decided_at=now,
    )
    _decide(session, person, held, report, review, "审核退回")


def _ready(session: Session, person: Person, report: Report) -> Held:
    held = hold(session, person, Action.REVIEW, report.target_id, report.period)
    require_latest(session, report)
    return held


def _check_possible(held: Held, report: Report, value: Decimal) -> None:
    if report.value is None:
        raise BadInput(_("这项填报为“本季不适用”,没有可核定的数值。"))
    if held.terms.kind is Kind.MILESTONE and value not in (0, 1):
        raise BadInput(_("节点类目标的审核值只能是已完成或未完成。"))


def _decide(
    session: Session, person: Person, held: Held, report: Report, review: Review, action: str
) -> None:
    session.add(review)
    session.flush()
    after_review(session, report, review)
    detail: dict[str, object] = {"report": report.id}
    if review.verified_value is not None:
        detail["verified"] = plain(review.verified_value)
    audit.record(session, person, action, f"{held.target.code} {report.period}", review.decided_at, detail)


def _answer(session: Session, review: Review, said: Sequence[Signature], answers: Mapping[int, str]) -> None:
    """Each objection that was answered keeps its answer, also one that was taken back meanwhile."""
    assert review.id is not None, "the review is stored"
    for each in said:
        text = answers.get(each.id, "")
        if each.stance is Stance.OBJECT and text:
            session.add(ObjectionAnswer(countersign_id=each.id, review_id=review.id, text=text))
    session.flush()
