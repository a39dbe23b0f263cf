"""Freezing a snapshot: a quarter as it stood, under a number and a hash, for ever."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, func, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.texts import clean_name
from tracker.domain.measure.figure import Texts
from tracker.domain.meetings.chain import FROZEN
from tracker.domain.meetings.meeting import NO_RECORDS, Records
from tracker.domain.meetings.paper import NO_PAPER, Paper
from tracker.domain.meetings.snapshot import content_sha256, freeze_content
from tracker.domain.progress.scorecard import Scorecard
from tracker.queries.audit import head_of_chain
from tracker.services import audit
from tracker.services.standing import require_admitted
from tracker.tables import Plan, Snapshot


def freeze(
    session: Session,
    person: Person,
    scorecard: Scorecard,
    texts: Mapping[int, Texts],
    name: str,
    meeting_on: date,
    now: datetime,
    records: Records = NO_RECORDS,
    paper: Paper = NO_PAPER,
) -> str:
    """Store what was read in this transaction; returns the snapshot's number, e.g. 2025Q3-02.

    ``records``: what queries/meeting.py reads beside the scorecard. ``paper``: what people added; of its
    words those that nobody has touched are left out.
    """
    require(person, Action.FREEZE_SNAPSHOT)
    require_admitted(session, scorecard.plan.id, Action.FREEZE_SNAPSHOT)
    plan = session.get(Plan, scorecard.plan.id)
    assert plan is not None, "a scorecard has a plan"
    title = clean_name(name, _("材料名称"))
    # Before this freeze's own row: a snapshot can't vouch for the row that names its hash.
    head = head_of_chain(session)
    content = freeze_content(
        scorecard=scorecard,
        texts=texts,
        notice_sha256=plan.notice_sha256,
        frozen_at=now,
        author=person.name,
        name=title,
        meeting_on=meeting_on,
        audit_head=head.sha256 if head.rows else "",
        audit_rows=head.rows,
        records=records,
        paper=paper.final,
    )
    # No two take the same number: writers queue at the ledger's sequence, and none is ever deleted.
    taken = select(func.count()).where(Snapshot.plan_id == plan.id, Snapshot.period == scorecard.period)
    number = f"{scorecard.period}-{session.exec(taken).one() + 1:02d}"
    sha256 = content_sha256(content)
    session.add(
        Snapshot(
            number=number,
            plan_id=scorecard.plan.id,
            period=scorecard.period,
            name=title,
            meeting_on=meeting_on,
            include_unapproved=scorecard.include_unapproved,
            content=content,
            sha256=sha256,
            frozen_by_id=person.account_id,
            frozen_at=now,
        )
    )
    session.flush()
    audit.record(session, person, FROZEN, f"{number} {title}", now, {"sha256": sha256})
    return number
