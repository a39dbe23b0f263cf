"""Submitting and withdrawing a figure. A submission is immutable; what follows it is another row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Change, Refusal, StaleState
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.workflow.entry import Entry, Field, Finding, check_entry
from tracker.domain.workflow.lifecycle import Decision, check_decision, check_submission
from tracker.services import audit, evidence
from tracker.services.drafts import stale_cell
from tracker.services.rules import rules_in_force
from tracker.services.standing import (
    Held,
    after_review,
    after_submission,
    effective_value,
    hold,
    report_of,
    standing_of,
    state_for_rules,
)
from tracker.services.windows import lock_reason_for, window_in_force
from tracker.tables import Account, DraftCell, Report, Review, Standing


@dataclass(frozen=True)
class Seen:
    """What the person had before their eyes: the number of the latest submission (0: none),
    per field the stored cell's version (0: not stored) and the text, and the files' SHA-256."""

    number: int
    cells: Mapping[Field, tuple[int, str]]
    files: frozenset[str] = frozenset()


class EntryRefused(BadInput):
    """The entry is not complete or can't be read; ``findings`` says where."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__(" ".join(finding.message for finding in findings if finding.refuses))
        self.findings = findings


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
        return _same_click(repeated, person, target_id, period)
    standing = standing_of(session, target_id, period)
    latest = None if standing is None else report_of(session, standing.latest_report_id)
    _require_seen(session, target_id, period, latest, seen)
    submitted, draft = evidence.stored_files(session, target_id, period)
    files = evidence.require_seen(submitted, draft, seen.files)
    entry = _checked(session, held, period, seen)
    locked_because = lock_reason_for(session, held.target.plan_id, period, held.lead_unit_id, now)
    check_submission(state_for_rules(standing), entry.reason, locked_because)
    report = _row(entry, target_id, period, latest, standing)
    report.click_key, report.submitted_by_id, report.submitted_at = click_key, person.account_id, now
    report.is_on_time = _on_time(session, held, period, now)
    session.add(report)
    session.flush()
    after_submission(session, report)
    session.exec(
        delete(DraftCell).where(col(DraftCell.target_id) == target_id, col(DraftCell.period) == period)
    )
    assert report.id is not None
    detail: dict[str, object] = {"report": report.id}
    if files:
        detail["files"] = evidence.name_in_report(session, report.id, files)
    evidence.drop_draft(session, target_id, period, draft)
    action = "更正填报" if report.corrects_id else "提交填报"
    audit.record(session, person, action, f"{held.target.code} {period}", now, detail)
    return report.id


def withdraw(session: Session, person: Person, report_id: int, now: datetime) -> None:
    """Take a submission back before it is reviewed."""
    report = report_of(session, report_id)
    held = hold(session, person, Action.REPORT, report.target_id, report.period)
    require_latest(session, report)
    review = Review(
        report_id=report_id, decision=Decision.WITHDRAW, decided_by_id=person.account_id, decided_at=now
    )
    session.add(review)
    session.flush()
    after_review(session, report, review)
    audit.record(
        session, person, "撤回填报", f"{held.target.code} {report.period}", now, {"report": report_id}
    )


def require_latest(session: Session, report: Report) -> None:
    """A decision is about the latest submission, still waiting. Raises StaleState or Locked."""
    standing = standing_of(session, report.target_id, report.period)
    assert standing is not None, "a report has a standing"
    if standing.latest_report_id != report.id:
        raise StaleState(
            _("这项数据已有新的提交,请查看最新内容后再操作。"), _what_came(session, standing, report)
        )
    check_decision(standing.latest_state)


def _what_came(session: Session, standing: Standing, seen: Report) -> tuple[Change, ...]:
    newer = report_of(session, standing.latest_report_id)
    author = session.get(Account, newer.submitted_by_id)
    return (Change(Field.VALUE.label, _value_text(seen), _value_text(newer), author.name if author else ""),)


def _value_text(report: Report) -> str:
    return _("不适用") if report.value is None else plain(report.value)


def _same_click(repeated: Report, person: Person, target_id: int, period: Period) -> int:
    same = (repeated.submitted_by_id, repeated.target_id, repeated.period)
    if same != (person.account_id, target_id, period) or repeated.id is None:
        raise Refusal(_("这次提交的标识已被使用,请刷新页面后重试。"))
    return repeated.id


def _require_seen(
    session: Session, target_id: int, period: Period, latest: Report | None, seen: Seen
) -> None:
    if latest is not None and latest.number != seen.number:
        author = session.get(Account, latest.submitted_by_id)
        name = author.name if author else ""
        typed = seen.cells.get(Field.VALUE, (0, ""))[1]
        change = Change(Field.VALUE.label, typed, _value_text(latest), name)
        raise StaleState(
            _("{name}已就这项数据提交了新的填报,您的内容没有提交。").format(name=name), (change,)
        )
    cells = session.exec(
        select(DraftCell).where(DraftCell.target_id == target_id, DraftCell.period == period)
    )
    for cell in cells:
        version, text = seen.cells.get(Field(cell.field), (0, ""))
        if cell.version != version and cell.text != text:
            raise stale_cell(session, cell, Field(cell.field), text)


def _checked(session: Session, held: Held, period: Period, seen: Seen) -> Entry:
    assert held.target.id is not None
    typed = {field.value: text for field, (_, text) in seen.cells.items()}
    previous = effective_value(session, held.target.id, period.previous)
    checked = check_entry(typed, held.terms, period, previous, rules_in_force(session, held.target.plan_id))
    if checked.entry is None:
        raise EntryRefused(checked.findings)
    return checked.entry


def _on_time(session: Session, held: Held, period: Period, now: datetime) -> bool:
    """Whether the quarter's first submission was on time (tables.Report)."""
    first = session.exec(
        select(Report.is_on_time).where(
            Report.target_id == held.target.id, Report.period == period, Report.number == 1
        )
    ).first()
    if first is not None:
        return first
    window = window_in_force(session, held.target.plan_id, period)
    return window is not None and window.is_on_time(now)


def _row(
    entry: Entry, target_id: int, period: Period, latest: Report | None, standing: Standing | None
) -> Report:
    """The entry as a row; who, when and on time are filled in by ``submit``."""
    return Report(
        target_id=target_id,
        period=period,
        number=1 if latest is None else latest.number + 1,
        click_key="",
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
        corrects_id=standing.approved_report_id if standing is not None else None,
        is_on_time=False,
        submitted_by_id=0,
    )  # type: ignore[call-arg]
