"""Whatever was done in whatever order through the services, at whatever instants: verify finds nothing.

Half of the histories go with the clock, so that times tell what was known when a snapshot was frozen; in the
others they don't. The shape of the tables is looked at once a ledger, in test_damage.py: no history has any.
"""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session

from tests.asof.walk import STEPS_WITH_ERRATA, Step, begin
from tests.entry.ledger import KEJI, NOW, Q2, Q3, Desk, open_desk
from tracker.db import transaction
from tracker.queries import integrity
from tracker.queries.meeting import records_of
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.services import leaders, units
from tracker.services.snapshots import freeze

LATER = timedelta(days=4)  # than the last instant of a history


class Undone(Exception):
    """Ends a history's transaction: the next one starts from the same ledger."""


@pytest.fixture(autouse=True)
def without_the_tables_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(integrity._CHECKS, "guards")


def hold_meeting(session: Session, desk: Desk, at: timedelta, *, unapproved: bool = False) -> None:
    (plan,), office, now = plans(session), desk.people["周"], NOW + at
    card = scorecard(session, plan, Q3, office, include_unapproved=unapproved)
    records = records_of(session, office, card, now.date())
    freeze(session, office, card, texts_of(session, card), "例会", now.date(), now, records)


def findings(session: Session) -> list[str]:
    return [str(each) for each in integrity.findings(session)]


def test_verify_finds_nothing_after_any_history_with_a_meeting_in_its_midst(engine: Engine) -> None:
    desk = open_desk(engine)

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(STEPS_WITH_ERRATA, STEPS_WITH_ERRATA, st.booleans(), st.booleans())
    def play(before: list[Step], after: list[Step], unapproved: bool, by_the_clock: bool) -> None:
        if by_the_clock:
            before = sorted(before, key=lambda step: step.at)
            after = [
                replace(step, at=step.at + 2 * LATER) for step in sorted(after, key=lambda step: step.at)
            ]
        try:
            with transaction(engine) as session:
                walk = begin(session, desk)
                for step in before:
                    walk.take(step)
                hold_meeting(session, desk, LATER if by_the_clock else timedelta(0), unapproved=unapproved)
                for step in after:
                    walk.take(step)
                assert findings(session) == []
                raise Undone
        except Undone:
            pass

    play()


def test_what_was_renamed_since_a_meeting_or_done_before_its_period_is_no_finding(engine: Engine) -> None:
    desk = open_desk(engine)
    desk.approve(desk.submit("李", "开工", value="1", period=Q2, at=NOW - timedelta(days=91)))
    desk.submit("王", "增速", value="20")
    report = desk.submit()
    desk.approve(report)
    office, administrator, clerk = (desk.people[who] for who in ("周", "陈", "王"))
    with transaction(engine) as session:
        (unit,) = clerk.unit_ids
        leader = leaders.add_leader(session, office, "沈", None, NOW)
        leaders.assign(session, office, leader, [], [unit], NOW.date().replace(month=1, day=1), None, NOW)
    for hours, was, name in ((1, KEJI, "市科学局"), (3, "市科学局", "市科创局")):
        with transaction(engine) as session:
            hold_meeting(session, desk, timedelta(hours=hours))
        with transaction(engine) as session:
            later = NOW + timedelta(hours=hours + 1)
            units.rename_unit(session, administrator, unit, (was, ""), name, "", later)
            leaders.change_leader(session, office, leader, f"沈{hours}", None, later)
    with transaction(engine) as session:
        assert findings(session) == []
