"""The demonstration world on both engines: one reader, every kind of nothing, today and as known earlier."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from tracker import demo
from tracker.db import Session, reading, transaction
from tracker.domain.access import Person, Role
from tracker.domain.language.errors import NotAllowed
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.meetings.snapshot import content_sha256, thaw
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.damage import Damage
from tracker.queries import integrity
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.snapshots import read_snapshot, snapshots
from tracker.services.reviews import approve
from tracker.services.snapshots import freeze

Q2, Q3 = Period(2025, 2), Period(2025, 3)


def card_of(session: Session, person: Person, period: Period = Q3, **how: object) -> Scorecard:
    return scorecard(session, plans(session)[0], period, person, **how)  # type: ignore[arg-type]


def test_the_world_holds_together_and_shows_every_kind_of_status(world: Engine) -> None:
    """But what only the year's end gives, and what old snapshots hold."""
    october = datetime(2025, 10, 20, tzinfo=SHANGHAI)
    with reading(world) as session:
        assert list(integrity.findings(session)) == []
        reviewer = person_of_login(session, demo.REVIEWER)
        whole = card_of(session, reviewer).whole
        unopened = card_of(session, reviewer, Period(2025, 4), as_of=october).whole
    shown = {status for card in (whole, unopened) for status, count in card.counts.items() if count}
    assert shown == set(Status) - {Status.NOT_COMPUTABLE, Status.MISSED}
    assert unopened.counts[Status.NOT_OPEN] == whole.total == 84


def test_the_ledger_itself_says_that_its_figures_are_made_up(world: Engine) -> None:
    with reading(world) as session:
        reviewer, (plan,) = person_of_login(session, demo.REVIEWER), plans(session)
        assert plan.is_demonstration
        assert card_of(session, reviewer).plan.mark == plan.mark
        for line in snapshots(session, reviewer, plan.id):
            assert thaw(read_snapshot(session, reviewer, line.number).content).card.plan.mark == plan.mark


def test_what_waits_is_reported_but_not_counted_until_it_is_asked_for(world: Engine) -> None:
    with reading(world) as session:
        reviewer = person_of_login(session, demo.REVIEWER)
        approved = card_of(session, reviewer)
        everything = card_of(session, reviewer, include_unapproved=True)
    waiting = [score for score in approved.targets if score.is_waiting]
    assert waiting
    for score in waiting:
        assert (score.status, score.figure) == (Status.UNDER_REVIEW, None)
        shown = everything.of(score.target.id)
        assert shown is not None
        assert shown.figure is not None
        assert shown.figure.is_unapproved
    assert approved.whole.completeness == everything.whole.completeness
    assert everything.whole.counts[Status.UNDER_REVIEW] == 0


def test_now_and_as_known_now_are_the_same(world: Engine) -> None:
    with reading(world) as session:
        reviewer = person_of_login(session, demo.REVIEWER)
        for unapproved in (False, True):
            today = card_of(session, reviewer, include_unapproved=unapproved)
            known = card_of(
                session, reviewer, include_unapproved=unapproved, as_of=datetime.now(UTC) + timedelta(1)
            )
            assert known.scores == today.scores


def test_the_past_stays_as_it_was_known(world: Engine) -> None:
    early = datetime(2025, 7, 1, tzinfo=SHANGHAI)
    with reading(world) as session:
        reviewer = person_of_login(session, demo.REVIEWER)
        second = card_of(session, reviewer, Q2, as_of=early)
        first = card_of(session, reviewer, Period(2025, 1), as_of=early)
    assert second.whole.reported == 0
    assert first.whole.reported > 60


def test_a_clerk_sees_what_the_unit_leads_or_co_leads_and_nothing_else(world: Engine) -> None:
    with reading(world) as session:
        clerk = person_of_login(session, demo.CLERKS["市科技局"])
        card = card_of(session, clerk)
        for score in card.scores:
            units = {score.target.lead.name, *(unit.name for unit in score.target.co_units)}
            assert "市科技局" in units
        assert 0 < len(card.scores) < 60
        with pytest.raises(NotAllowed):
            snapshots(session, clerk, plans(session)[0].id)


def test_a_frozen_snapshot_stays_as_it_was_when_figures_change(world: Engine, now: datetime) -> None:
    with transaction(world) as session:
        reviewer = person_of_login(session, demo.REVIEWER)
        card = card_of(session, reviewer, include_unapproved=True)
        number = freeze(session, reviewer, card, texts_of(session, card), "三季度", now.date(), now)
    with reading(world) as session:
        frozen = read_snapshot(session, reviewer, number)
    waiting = next(score for score in card.targets if score.figure is not None and score.figure.is_unapproved)
    assert waiting.figure is not None
    with transaction(world) as session:
        approve(session, reviewer, waiting.figure.report_id, now)
    with reading(world) as session:
        again = read_snapshot(session, reviewer, number)
        assert list(integrity.findings(session)) == []
    assert again == frozen
    assert content_sha256(again.content) == again.sha256
    assert thaw(again.content).card == card


def test_only_the_office_freezes_a_snapshot(world: Engine, now: datetime) -> None:
    with reading(world) as session:
        leader = person_of_login(session, demo.LEADER)
        card = card_of(session, leader)
    assert leader.role is Role.LEADER
    with pytest.raises(NotAllowed), transaction(world) as session:
        freeze(session, leader, card, {}, "三季度", now.date(), now)


def test_verify_names_a_standing_that_does_not_follow_from_the_facts(world: Engine) -> None:
    with transaction(world) as session:
        session.connection().execute(
            text(
                "UPDATE standing SET approved_value = 1 WHERE approved_report_id = "
                "(SELECT min(approved_report_id) FROM standing)"
            )
        )
    with reading(world) as session:
        assert any(line.damage is Damage.STANDING for line in integrity.findings(session))
