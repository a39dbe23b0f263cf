"""What a submission is decided on, gathered once under the target's lock (services/reports.py)."""

from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists
from sqlmodel import Session, col, select

from tracker.domain.language.errors import Locked
from tracker.domain.measure.figure import neighbours_at
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Terms
from tracker.domain.workflow.drafts import Cell
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.evidence import DraftFiles, EvidenceFile
from tracker.domain.workflow.lifecycle import Decision
from tracker.domain.workflow.submission import Before, Latest
from tracker.queries.evidence import files_of_drafts, files_of_reports
from tracker.queries.figures import compared_with, own_year_of, served
from tracker.queries.forms import DRAFT_CELL, draft_cell
from tracker.queries.plans import PLAN_AT, PlanAt, plan_of
from tracker.queries.windows import let_in_until
from tracker.tables import Account, DraftCell, DraftFile, Report, Review


class Made(NamedTuple):
    """A submission of before: its id, and what it is one of."""

    report_id: int
    target_id: int
    period: Period
    submitted_by_id: int


class Asked(NamedTuple):
    """What a submission asks first: of its plan, of the click, and of the form that is being filled in.

    ``repeated``: what the same click has made already, if it has; ``cells``: those of the draft;
    ``has_files``: whether it holds some at all.
    """

    plan: PlanAt
    repeated: Made | None
    cells: dict[Field, Cell]
    has_files: bool


_TARGET: Any = bindparam("target_id", type_=Report.__table__.c.target_id.type)  # type: ignore[attr-defined]
_PERIOD: Any = bindparam("period", type_=Report.__table__.c.period.type)  # type: ignore[attr-defined]
_FILES = exists().where(col(DraftFile.target_id) == _TARGET, col(DraftFile.period) == _PERIOD)
_MADE: Any = (Report.id, Report.target_id, Report.period, Report.submitted_by_id)
# A row for each cell of the draft, one where it has none.
_ASKED: Any = (
    PLAN_AT.add_columns(_FILES, *_MADE, *DRAFT_CELL)
    .join(Report, col(Report.click_key) == bindparam("click_key"), isouter=True)
    .join(
        DraftCell,
        and_(col(DraftCell.target_id) == _TARGET, col(DraftCell.period) == _PERIOD),
        isouter=True,
    )
    .join(Account, col(Account.id) == DraftCell.saved_by_id, isouter=True)
)


def asked_of_click(session: Session, plan_id: int, target_id: int, period: Period, click_key: str) -> Asked:
    """In one statement; the plan is the target's."""
    given = {"plan_id": plan_id, "target_id": target_id, "period": period, "click_key": click_key}
    rows = session.connection().execute(_ASKED, given).all()
    row = rows[0]
    has_files, report_id, *made = row[-len(DRAFT_CELL) - len(_MADE) - 1 : -len(DRAFT_CELL)]
    repeated = None if report_id is None else Made(report_id, *made)
    cells = dict(draft_cell(each[-len(DRAFT_CELL) :]) for each in rows if each.field is not None)
    return Asked(plan_of(row, period), repeated, cells, has_files)


def before_submission(
    session: Session,
    asked: Asked,
    plan_id: int,
    target_id: int,
    period: Period,
    terms: Terms,
    lead_unit_id: int,
) -> Before:
    """A target's quarter as it stands, with the draft of now; callers check the person's right to it.

    Raises Locked for a target that is reported with one of another plan.
    """
    plan = asked.plan
    newest, others = own_year_of(session, target_id, period)
    if plan.has_links:
        source = served(session, plan_id, period).get(target_id)
        if source is not None:
            raise Locked(source.lock)
        others = compared_with(session, plan_id, period, among=(target_id,)).get(target_id, {})
    latest: Latest | None = None
    submitted: tuple[EvidenceFile, ...] = ()
    if newest is not None:
        was_on_time = _was_on_time(session, target_id, period)
        latest = Latest(
            newest.report_id, newest.number, newest.value, newest.state, was_on_time=was_on_time, by=newest.by
        )
        submitted = files_of_reports(session, [newest.report_id]).get(newest.report_id, ())
    return Before(
        terms=terms,
        period=period,
        rules=plan.rules,
        window=plan.window,
        let_in_until=let_in_until(session, plan_id, period, lead_unit_id) if plan.has_exceptions else None,
        neighbours=neighbours_at(period, others),
        latest=latest,
        approved_id=None if newest is None else newest.approved_id,
        cells=asked.cells,
        submitted=submitted,
        draft=files_of_drafts(session, [target_id], period)[target_id] if asked.has_files else DraftFiles(),
    )


def _was_on_time(session: Session, target_id: int, period: Period) -> bool | None:
    """Of the first submission that was not withdrawn, as it was stored; None where all were."""
    return session.exec(
        select(Report.is_on_time)
        .join(Review, col(Review.report_id) == Report.id, isouter=True)
        .where(
            Report.target_id == target_id,
            Report.period == period,
            col(Review.decision).is_distinct_from(Decision.WITHDRAW),
        )
        .order_by(col(Report.number))
        .limit(1)
    ).first()
