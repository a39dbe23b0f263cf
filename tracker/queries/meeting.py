"""What a snapshot keeps besides the scorecard, read in the transaction that freezes it."""

from datetime import date

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.figure import ReportState
from tracker.domain.meetings.comparison import compare
from tracker.domain.meetings.meeting import LastMeeting, Records
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.progress.scorecard import Scorecard
from tracker.queries.adjustments import adjusted_terms
from tracker.queries.corrections import corrections
from tracker.queries.directives import directives
from tracker.queries.errata import errata
from tracker.queries.matters import matters
from tracker.queries.plans import window_of
from tracker.tables import Snapshot
from tracker.tables import Target as TargetRow


def records_of(session: Session, person: Person, card: Scorecard, meeting_on: date) -> Records:
    """The records beside a scorecard that is about to be frozen for a meeting on that day."""
    require(person, Action.READ_SNAPSHOT)
    counting = {ReportState.APPROVED, *([ReportState.SUBMITTED] if card.include_unapproved else [])}
    # A meeting reads them in the order of time; the register has the newest first.
    known = reversed(corrections(session, person, card.plan, as_of=card.as_of))
    adjusted = adjusted_terms(session, col(TargetRow.plan_id) == card.plan.id, card.as_of)
    return Records(
        adjustments=tuple(each for each in adjusted if not each.is_stated),
        corrections=tuple(each for each in known if each.state in counting),
        window=window_of(session, card.plan.id, card.period, card.as_of),
        last=_last(session, card, meeting_on),
        matters=matters(session, person, card.plan, as_of=card.as_of),
        errata=tuple(reversed(errata(session, person, card.plan, as_of=card.as_of))),
        directives=directives(session, person, card.plan, as_of=card.as_of),
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
    return LastMeeting(
        number=row.number,
        sha256=row.sha256,
        name=row.name,
        period=row.period,
        meeting_on=row.meeting_on,
        frozen_at=row.frozen_at,
        comparison=compared,
    )
