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
from tracker.domain.workflow.approval import (
    Refused,
    check_answers,
    check_confirmed,
    differing_value,
    open_objections,
)
from tracker.domain.workflow.lifecycle import Decision, Stance, VerifyMethod
from tracker.queries.signatures import said_of, signatures_of
from tracker.services.many import one_by_one
from tracker.services.second_person import require_second
from tracker.services.standing import Decided, hold_waiting, store_review

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
    or waits for the head of its unit, OwnWork where its submitter, since moved to the office, would approve
    it although another one could.
    """
    held, report = hold_waiting(session, person, Action.REVIEW, report_id)
    alone = require_second(session, person, Action.REVIEW, {report.submitted_by_id})
    said = said_of(session, held.plan_id, report_id)
    signatures = signatures_of(session, [report_id])[report_id] if said.has_signatures else ()

    check_confirmed(said.head_confirms, said.is_confirmed)
    answered = {key: clean_text(text, what=_("对异议的答复")) for key, text in answers.items()}
    check_answers(open_objections(signatures), answered)
    verified_value = differing_value(held.terms, report.value, verified_value, method)

    decided = Decided(
        Decision.APPROVE,
        now,
        note=clean_text(note, what=_("审核意见")),
        verified_value=verified_value,
        method=method,
    )
    # Each objection that was answered keeps its answer, also one that was taken back meanwhile.
    kept = {
        signature.id: text
        for signature in signatures
        if signature.stance is Stance.OBJECT and (text := answered.get(signature.id, ""))
    }
    store_review(session, person, "审核通过", held, report, decided, kept, alone)


def approve_many(session: Session, person: Person, seen: Sequence[int], now: datetime) -> tuple[Refused, ...]:
    """Approve the submissions that were seen as they were reported, in one transaction.

    What was decided or resubmitted meanwhile, waits for its head, is objected to or is one's own is skipped
    and returned with the sentence; the others are approved.
    """
    return one_by_one(session, seen, lambda report_id: approve(session, person, report_id, now))


def send_back_many(
    session: Session, person: Person, seen: Sequence[int], note: str, now: datetime
) -> tuple[Refused, ...]:
    """Return the submissions that were seen, all with one note; what is not returned: ``approve_many``."""
    if not note.strip():
        raise BadInput(_("退回时请写明需要修改的内容。"))
    return one_by_one(session, seen, lambda report_id: send_back(session, person, report_id, note, now))


def send_back(session: Session, person: Person, report_id: int, note: str, now: datetime) -> None:
    """Return a submission to the department; the note says what to mend."""
    cleaned = clean_text(note, what=_("退回意见"))
    if not cleaned:
        raise BadInput(_("退回时请写明需要修改的内容。"))
    held, report = hold_waiting(session, person, Action.REVIEW, report_id)
    store_review(session, person, "审核退回", held, report, Decided(Decision.RETURN, now, note=cleaned))
