"""Submitting and withdrawing a figure. A submission is immutable; what follows it is another row."""

from datetime import datetime

from sqlmodel import Session

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import Refusal
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import Decision
from tracker.domain.workflow.submission import Accepted, EntryRefused, Seen, accept
from tracker.queries.filing import asked_of_click, before_submission
from tracker.services import audit, drafts, evidence
from tracker.services.standing import Decided, Held, hold, hold_waiting, store_review, store_submission

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
    asked = asked_of_click(session, held.plan_id, target_id, period, click_key)
    if asked.repeated is not None:
        report_id, *submitted = asked.repeated
        if submitted != [target_id, period, person.account_id]:
            raise Refusal(_("这次提交的标识已被使用,请刷新页面后重试。"))
        return report_id
    before = before_submission(session, asked, held.plan_id, target_id, period, held.terms, held.lead_unit_id)
    accepted = accept(before, seen, now)
    report_id = _store(session, person, held, accepted, click_key, now)
    drafts.drop(session, target_id, period, cells=bool(asked.cells), files=asked.has_files)
    return report_id


def _store(
    session: Session, person: Person, held: Held, accepted: Accepted, click_key: str, now: datetime
) -> int:
    """The submission with its files and its line in the trail."""
    entry = accepted.entry
    report_id = store_submission(
        session,
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
    detail: dict[str, object] = {"report": report_id}
    if accepted.files:
        detail["files"] = evidence.name_in_report(session, report_id, accepted.files)
    action = "提交填报" if accepted.corrects_id is None else "更正填报"
    audit.record(session, person, action, held.subject, now, detail)
    return report_id


def withdraw(session: Session, person: Person, report_id: int, now: datetime) -> None:
    """Take a submission back before it is reviewed."""
    held, report = hold_waiting(session, person, Action.REPORT, report_id)
    store_review(session, person, "撤回填报", held, report, Decided(Decision.WITHDRAW, now))
