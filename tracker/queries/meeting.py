"""What a snapshot keeps besides the scorecard, read in the transaction that freezes it."""

from datetime import date

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.figure import ReportState
from tracker.domain.meetings.comparison import compare
from tracker.domain.meetings.meeting import AdjustedTerms, CorrectedFigure, LastMeeting, Records
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.progress.scorecard import PlanRef, Scorecard
from tracker.queries.adjustments import unit_names
from tracker.queries.corrections import Correction, corrections
from tracker.queries.matters import matters
from tracker.queries.plans import window_of
from tracker.tables import Account, Snapshot, TargetTerms
from tracker.tables import Target as TargetRow


def records_of(session: Session, person: Person, card: Scorecard, meeting_on: date) -> Records:
    """The records beside a scorecard that is about to be frozen for a meeting on that day."""
    require(person, Action.READ_SNAPSHOT)
    counting = {ReportState.APPROVED, *([ReportState.SUBMITTED] if card.include_unapproved else [])}
    known = reversed(corrections(session, person, card.plan, as_of=card.as_of))
    return Records(
        _adjustments(session, card.plan),
        tuple(_corrected(each) for each in known if each.state in counting),
        window_of(session, card.plan.id, card.period, card.as_of),
        _last(session, card, meeting_on),
        matters(session, person, card.plan, as_of=card.as_of),
    )


def _adjustments(session: Session, plan: PlanRef) -> tuple[AdjustedTerms, ...]:
    applicant, approver, before = aliased(Account), aliased(Account), aliased(TargetTerms)
    query = (
        select(TargetTerms, before, TargetRow, applicant.name, approver.name)  # type: ignore[call-overload]
        .join(TargetRow, col(TargetRow.id) == TargetTerms.target_id)
        .join(
            before, (before.target_id == TargetTerms.target_id) & (before.version == TargetTerms.version - 1)
        )
        .join(applicant, col(applicant.id) == TargetTerms.applicant_id, isouter=True)
        .join(approver, col(approver.id) == TargetTerms.approver_id, isouter=True)
        .where(TargetRow.plan_id == plan.id)
        .order_by(col(TargetTerms.id))
    )
    names = unit_names(session)
    return tuple(
        AdjustedTerms(
            target.id,
            target.code,
            target.name,
            made.version,
            old.terms,
            made.terms,
            names[old.lead_unit_id],
            names[made.lead_unit_id],
            old.effective,
            made.effective,
            made.reason,
            made.basis,
            asked or "",
            approved or "",
            made.created_at,
        )
        for made, old, target, asked, approved in session.exec(query)
    )


def _corrected(each: Correction) -> CorrectedFigure:
    target = each.target
    return CorrectedFigure(
        each.report_id,
        target.id,
        target.code,
        target.name,
        target.lead.name,
        each.period,
        target.terms,
        each.old_value,
        each.new_value,
        each.old_status,
        each.new_status,
        each.reason,
        each.submitted_by,
        each.submitted_at,
        each.state,
        each.decided_by,
        each.decided_at,
    )


def _last(session: Session, card: Scorecard, meeting_on: date) -> LastMeeting | None:
    """The newest snapshot of an earlier meeting. One frozen again for the same meeting is no last meeting."""
    query = (
        select(Snapshot)
        .where(
            Snapshot.plan_id == card.plan.id,
            Snapshot.meeting_on < meeting_on,
            Snapshot.period <= card.period,
        )
        .order_by(col(Snapshot.meeting_on).desc(), col(Snapshot.id).desc())
    )
    row = session.exec(query.limit(1)).first()
    if row is None:
        return None
    compared = compare(thaw(row.content).card, card)
    return LastMeeting(row.number, row.sha256, row.name, row.period, row.meeting_on, row.frozen_at, compared)
