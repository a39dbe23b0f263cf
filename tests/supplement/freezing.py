"""The third quarter frozen as it stands: the snapshot's content."""

from datetime import date, timedelta

from sqlmodel import col, select

from tests.entry.ledger import NOW, Q3, Desk
from tracker.db import transaction
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services.snapshots import freeze
from tracker.tables import Snapshot

MEETING = date(2025, 10, 20)


def frozen_now(desk: Desk) -> str:
    with transaction(desk.engine) as session:
        person, plan = desk.people["周"], plans(session)[0]
        card = scorecard(session, plan, Q3, person)
        freeze(session, person, card, texts_of(session, card), "会议", MEETING, NOW + timedelta(days=2))
        newest = session.exec(select(Snapshot.content).order_by(col(Snapshot.id).desc())).first()
        assert newest is not None
        return newest
