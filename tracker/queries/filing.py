"""What a submission is decided on, gathered once under the target's lock (services/reports.py)."""

from sqlmodel import Session, col, select

from tracker.domain.measure.figure import neighbours_at
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Terms
from tracker.domain.workflow.evidence import DraftFiles
from tracker.domain.workflow.lifecycle import Decision
from tracker.domain.workflow.submission import Before, Latest
from tracker.queries.evidence import files_of_drafts, files_of_reports
from tracker.queries.figures import compared_with
from tracker.queries.forms import cells_of_drafts
from tracker.queries.plans import rules_at, window_of
from tracker.queries.windows import let_in_until
from tracker.tables import Account, Report, Review, Standing


def before_submission(
    session: Session, plan_id: int, target_id: int, period: Period, terms: Terms, lead_unit_id: int
) -> Before:
    """A target's quarter as it stands, with the draft of now; callers check the person's right to it."""
    row = session.exec(
        select(Standing, Report, Account.name)
        .join(Report, col(Report.id) == Standing.latest_report_id)
        .join(Account, col(Account.id) == Report.submitted_by_id)
        .where(Standing.target_id == target_id, Standing.period == period)
    ).first()
    latest, approved_id = None, None
    if row is not None:
        standing, report, author = row
        approved_id = standing.approved_report_id
        latest = Latest(
            report_id=standing.latest_report_id,
            number=report.number,
            value=report.value,
            state=standing.latest_state,
            was_on_time=_was_on_time(session, target_id, period),
            by=author,
        )
    submitted = {} if latest is None else files_of_reports(session, [latest.report_id])
    others = compared_with(session, plan_id, period, among=(target_id,)).get(target_id, {})
    return Before(
        terms=terms,
        period=period,
        rules=rules_at(session, plan_id),
        window=window_of(session, plan_id, period),
        let_in_until=let_in_until(session, plan_id, period, lead_unit_id),
        neighbours=neighbours_at(period, others),
        latest=latest,
        approved_id=approved_id,
        cells=cells_of_drafts(session, [target_id], period).get(target_id, {}),
        submitted=() if latest is None else submitted.get(latest.report_id, ()),
        draft=files_of_drafts(session, [target_id], period).get(target_id, DraftFiles()),
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
