"""What a snapshot keeps besides the scorecard, read in the transaction that freezes it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.figure import ReportState
from tracker.domain.meetings.comparison import compare
from tracker.domain.meetings.meeting import EarlierPeriod, LastMeeting, Records
from tracker.domain.meetings.snapshot import thaw
from tracker.domain.meetings.wording import COMPARED_NEWEST, COMPARED_NONE
from tracker.domain.progress.scorecard import Scorecard
from tracker.queries.adjustments import adjusted_terms
from tracker.queries.corrections import corrections
from tracker.queries.directives import directives
from tracker.queries.errata import errata
from tracker.queries.matters import matters
from tracker.queries.plans import window_of
from tracker.queries.scorecard import scorecard
from tracker.tables import Snapshot
from tracker.tables import Target as TargetRow

# A trend of more columns is none that a meeting takes in.
_EARLIER = 5


def records_of(
    session: Session, person: Person, card: Scorecard, meeting_on: date, compared: str = COMPARED_NEWEST
) -> Records:
    """The records beside a scorecard that is about to be frozen for a meeting on that day.

    ``compared``: the number of the plan's snapshot to compare with; usually that of the meeting before.
    """
    return replace(
        known_records(session, person, card),
        last=_last(session, card, meeting_on, compared),
        earlier=tuple(_earlier(session, person, card, meeting_on)),
    )


def known_records(session: Session, person: Person, card: Scorecard) -> Records:
    """What was adjusted, mended and asked by the scorecard's ``as_of``, and its period's window then."""
    require(person, Action.READ_SNAPSHOT)
    counting = {ReportState.APPROVED, *([ReportState.SUBMITTED] if card.include_unapproved else [])}
    # A meeting reads them in the order of time; the register has the newest first.
    known = reversed(corrections(session, person, card.plan, as_of=card.as_of))
    adjusted = adjusted_terms(session, col(TargetRow.plan_id) == card.plan.id, card.as_of)
    return Records(
        adjustments=tuple(each for each in adjusted if not each.is_stated),
        corrections=tuple(each for each in known if each.state in counting),
        window=window_of(session, card.plan.id, card.period, card.as_of),
        matters=matters(session, person, card.plan, as_of=card.as_of),
        errata=tuple(reversed(errata(session, person, card.plan, as_of=card.as_of))),
        directives=directives(session, person, card.plan, as_of=card.as_of),
    )


def _last(session: Session, card: Scorecard, meeting_on: date, compared: str) -> LastMeeting | None:
    """The newest snapshot of an earlier meeting, or the one that was chosen, if it is not of a later period.

    One frozen again for the same meeting is no last meeting, but may be chosen.
    """
    if compared == COMPARED_NONE:
        return None
    query = (
        select(Snapshot)
        .where(Snapshot.plan_id == card.plan.id, Snapshot.period <= card.period)
        .order_by(col(Snapshot.meeting_on).desc(), col(Snapshot.id).desc())
    )
    is_chosen = compared != COMPARED_NEWEST
    query = query.where(Snapshot.number == compared if is_chosen else Snapshot.meeting_on < meeting_on)
    row = session.exec(query.limit(1)).first()
    if row is None:
        return None
    comparison = compare(thaw(row.content).card, card)
    return LastMeeting(
        number=row.number,
        sha256=row.sha256,
        name=row.name,
        period=row.period,
        meeting_on=row.meeting_on,
        frozen_at=row.frozen_at,
        comparison=comparison,
    )


def _earlier(session: Session, person: Person, card: Scorecard, meeting_on: date) -> Iterator[EarlierPeriod]:
    """The periods before: as a meeting was told, so that trend and comparison agree; else as known now."""
    for period in card.period.of_year[: card.period.number - 1][-_EARLIER:]:
        query = (
            select(Snapshot)
            .where(
                Snapshot.plan_id == card.plan.id,
                Snapshot.meeting_on < meeting_on,
                Snapshot.period == period,
            )
            .order_by(col(Snapshot.meeting_on).desc(), col(Snapshot.id).desc())
        )
        told = session.exec(query.limit(1)).first()
        if told is None:
            as_of, unapproved = card.as_of, card.include_unapproved
            then = scorecard(session, card.plan, period, person, as_of=as_of, include_unapproved=unapproved)
        else:
            then = thaw(told.content).card
        counts = {status: count for status, count in then.whole.due_counts.items() if count}
        if counts:
            yield EarlierPeriod(period, counts)
