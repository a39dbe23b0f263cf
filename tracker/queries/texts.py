"""What departments wrote beside their figures, with what they supplied later (补充说明)."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.measure.figure import Texts
from tracker.domain.workflow.supplement import Supplement
from tracker.tables import Account, Report
from tracker.tables import Supplement as SupplementRow

_FEW = 500  # SQLite admits a limited number of parameters


def texts_of_reports(
    session: Session, report_ids: Collection[int], as_of: datetime | None = None
) -> dict[int, Texts]:
    """By report id, as known at ``as_of``; callers check who may read them."""
    columns: Any = select(  # type: ignore[call-overload]
        Report.id, Report.progress, Report.problem, Report.next_step, Report.scope_note
    )
    texts: dict[int, Texts] = {}
    for few in _in_few(report_ids):
        for report_id, progress, problem, next_step, scope_note in session.exec(
            columns.where(col(Report.id).in_(few))
        ):
            texts[report_id] = Texts(
                progress=progress, problem=problem, next_step=next_step, scope_note=scope_note
            )
    for report_id, supplement in supplements_of(session, report_ids, as_of).items():
        texts[report_id] = supplement.on_top_of(texts[report_id])
    return texts


def supplements_of(
    session: Session, report_ids: Collection[int], as_of: datetime | None = None
) -> dict[int, Supplement]:
    """By report id, as known at ``as_of``; callers check who may read them."""
    supplements = {}
    for few in _in_few(report_ids):
        query = (
            select(SupplementRow, Account.name)
            .join(Account, col(Account.id) == SupplementRow.written_by_id)
            .where(col(SupplementRow.report_id).in_(few))
        )
        if as_of is not None:
            query = query.where(SupplementRow.written_at <= as_of)
        for row, by in session.exec(query):
            supplements[row.report_id] = Supplement(row.problem, row.next_step, by, row.written_at)
    return supplements


def _in_few(report_ids: Collection[int]) -> list[list[int]]:
    listed = list(report_ids)
    return [listed[start : start + _FEW] for start in range(0, len(listed), _FEW)]
