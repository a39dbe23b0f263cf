"""Submitting and withdrawing a figure. A submission is immutable; what follows it is another row."""

from datetime import datetime

from sqlmodel import Session, select

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import Locked, Refusal
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import Decision
from tracker.domain.workflow.submission import Accepted, EntryRefused, Seen, accept
from tracker.queries.figures import served
from tracker.queries.filing import before_submission
from tracker.services import audit, drafts, evidence
from tracker.services.standing import Held, hold, hold_waiting, store_review, store_submission
from tracker.tables import Report, Review

__all__ = ["EntryRefused", "Seen", "submit", "withdraw"]


def submit(
    session: Session,
    person: Person,
    target_id: int,
    period: Period,
    seen: Seen,
    click_key: str,
    now: datetime,
) -> int:
    """Turn the form that was seen into an immutable submission; returns its id.

    The same ``click_key`` twice is one submission: a double click makes one report.
    Raises StaleState (something changed since it was seen), Locked, NeedsReason, EntryRefused.
    """
    held = hold(session, person, Action.REPORT, target_id, period)
    repeated = session.exec(select(Report).where(Report.click_key == click_key)).first()
    if repeated is not None:
        submitted = (repeated.submitted_by_id, repeated.target_id, repeated.period)
        if submitted != (person.account_id, target_id, period) or repeated.id is None:
            raise Refusal(_("这次提交的标识已被使用,请刷新页面后重试。"))
        return repeated.id
    source = served(session, held.target.plan_id, period).get(target_id)
    if source is not None:
        raise Locked(source.lock)
    before = before_submission(
        session, held.target.plan_id, target_id, period, held.version.terms, held.lead_unit_id
    )
    accepted = accept(before, seen, now)
    return _store(session, person, held, accepted, click_key, now)


def _store(
    session: Session, person: Person, held: Held, accepted: Accepted, click_key: str, now: datetime
) -> int:
    """The submission with its files and its line in the trail; the draft ends."""
    entry = accepted.entry
    report = Report(
        target_id=held.target_id,
        period=held.period,
        number=accepted.number,
        click_key=click_key,
        value=entry.value,
        is_not_applicable=entry.not_applicable,
        data_month=entry.data_month,
        finality=entry.finality,
        progress=entry.progress,
        problem=entry.problem,
        next_step=entry.next_step,
        scope_note=entry.scope_note,
        call=entry.call,
        call_value=entry.call_value,
        reason=entry.reason,
        corrects_id=accepted.corrects_id,
        is_on_time=accepted.is_on_time,
        submitted_by_id=person.account_id,
        submitted_at=now,
    )
    store_submission(session, report)
    assert report.id is not None, "it was just stored"
    detail: dict[str, object] = {"report": report.id}
    if accepted.files:
        detail["files"] = evidence.name_in_report(session, report.id, accepted.files)
    drafts.drop(session, held.target_id, held.period)
    action = "提交填报" if accepted.corrects_id is None else "更正填报"
    audit.record(session, person, action, held.subject, now, detail)
    return report.id


def withdraw(session: Session, person: Person, report_id: int, now: datetime) -> None:
    """Take a submission back before it is reviewed."""
    held, report = hold_waiting(session, person, Action.REPORT, report_id)
    review = Review(
        report_id=report_id, decision=Decision.WITHDRAW, decided_by_id=person.account_id, decided_at=now
    )
    store_review(session, person, "撤回填报", held, report, review)
