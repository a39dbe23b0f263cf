"""What a unit has begun and not finished: drafts, and submissions that wait or were returned."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, union
from sqlmodel import Session, col, select

from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.entry import Field
from tracker.queries.figures import latest_of
from tracker.tables import Account, DraftCell, DraftFile, Report, Review


@dataclass(frozen=True)
class OpenDraft:
    """What was typed and not submitted: the fields' texts as typed, and the files added."""

    target: Target
    period: Period
    typed: tuple[tuple[Field, str], ...]
    files: tuple[str, ...]
    saved_by: str
    saved_at: datetime


@dataclass(frozen=True)
class OpenReport:
    """A submission that waits for review, or was returned with a note."""

    target: Target
    period: Period
    value: Decimal | None
    submitted_by: str
    submitted_at: datetime
    note: str = ""
    returned_by: str = ""
    returned_at: datetime | None = None


_AT: Any = bindparam("period")
# Built once: a clerk's page asks it at every run.
_DRAFTED = union(*(select(table.target_id).where(table.period == _AT) for table in (DraftCell, DraftFile)))


def drafted_at(session: Session, period: Period) -> frozenset[int]:
    """The targets with something in a draft of a quarter; callers check who may know."""
    return frozenset(session.connection().execute(_DRAFTED, {"period": period}).scalars())


def drafts_of(session: Session, led: dict[int, Target]) -> tuple[OpenDraft, ...]:
    """In the notice's order, then by quarter; the last hand on any field is named."""
    files = _draft_files(session, led)
    cells: dict[tuple[int, Period], list[tuple[DraftCell, str]]] = defaultdict(list)
    rows = session.exec(
        select(DraftCell, Account.name)
        .join(Account, col(Account.id) == DraftCell.saved_by_id)
        .where(col(DraftCell.target_id).in_(list(led)))
        .order_by(col(DraftCell.period), col(DraftCell.saved_at))
    )
    for cell, name in rows:
        cells[cell.target_id, cell.period].append((cell, name))
    drafts = {key: _draft(led[key[0]], key[1], group, files[key]) for key, group in cells.items()}
    return tuple(drafts[key] for target_id in led for key in drafts if key[0] == target_id)


def _draft(target: Target, period: Period, cells: list[tuple[DraftCell, str]], files: list[str]) -> OpenDraft:
    # They come in the order in which they were saved.
    last, by = cells[-1]
    texts = {Field(cell.field): cell.text for cell, _ in cells}
    typed = tuple((field, texts[field]) for field in Field if texts.get(field))
    return OpenDraft(
        target=target,
        period=period,
        typed=typed,
        files=tuple(files),
        saved_by=by,
        saved_at=last.saved_at,
    )


def _draft_files(session: Session, led: Iterable[int]) -> dict[tuple[int, Period], list[str]]:
    names: dict[tuple[int, Period], list[str]] = defaultdict(list)
    query = select(DraftFile).where(col(DraftFile.target_id).in_(list(led)), ~col(DraftFile.is_removed))
    for file in session.exec(query.order_by(col(DraftFile.changed_at))):
        names[file.target_id, file.period].append(file.name)
    return names


def open_reports(
    session: Session, plan: PlanRef, led: dict[int, Target], as_of: datetime | None
) -> tuple[OpenReport, ...]:
    """The latest submissions that are waiting or returned, the oldest quarter first."""
    states: dict[int, ReportState] = {}
    for period in plan.periods:
        for target_id, (report_id, state) in latest_of(session, plan.id, period, as_of).items():
            if target_id in led and state in (ReportState.SUBMITTED, ReportState.RETURNED):
                states[report_id] = state
    rows = session.exec(
        select(Report, Account.name)
        .join(Account, col(Account.id) == Report.submitted_by_id)
        .where(col(Report.id).in_(list(states)))
        .order_by(col(Report.period), col(Report.id))
    ).all()
    returned = {key for key, state in states.items() if state is ReportState.RETURNED}
    notes = _notes(session, returned)
    reports = []
    for report, name in rows:
        note, returned_by, returned_at = notes.get(report.id or 0, ("", "", None))
        reports.append(
            OpenReport(
                target=led[report.target_id],
                period=report.period,
                value=report.value,
                submitted_by=name,
                submitted_at=report.submitted_at,
                note=note,
                returned_by=returned_by,
                returned_at=returned_at,
            )
        )
    return tuple(reports)


def _notes(session: Session, returned: set[int]) -> dict[int, tuple[str, str, datetime]]:
    rows = session.exec(
        select(Review, Account.name)
        .join(Account, col(Account.id) == Review.decided_by_id)
        .where(col(Review.report_id).in_(list(returned)))
    )
    return {review.report_id: (review.note, name, review.decided_at) for review, name in rows}
