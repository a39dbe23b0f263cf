"""Whatever was done in whatever order through the services, at whatever instants: verify finds nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from tests.asof.walk import STEPS_WITH_ERRATA, Step, begin
from tests.entry.ledger import NOW, Q3, open_desk
from tracker.db import transaction
from tracker.queries import integrity
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services.snapshots import freeze


class Undone(Exception):
    """Ends a history's transaction: the next one starts from the same ledger."""


def test_verify_finds_nothing_after_any_history_with_a_meeting_in_its_midst(sqlite_engine: Engine) -> None:
    desk = open_desk(sqlite_engine)

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(before=STEPS_WITH_ERRATA, after=STEPS_WITH_ERRATA, unapproved=st.booleans())
    def play(before: list[Step], after: list[Step], unapproved: bool) -> None:
        try:
            with transaction(sqlite_engine) as session:
                walk, office = begin(session, desk), desk.people["周"]
                for step in before:
                    walk.take(step)
                (plan,) = plans(session)
                card = scorecard(session, plan, Q3, office, include_unapproved=unapproved)
                freeze(session, office, card, texts_of(session, card), "例会", NOW.date(), NOW)
                for step in after:
                    walk.take(step)
                assert [str(each) for each in integrity.findings(session)] == []
                raise Undone
        except Undone:
            pass

    play()
