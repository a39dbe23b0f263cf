"""填报情况 of the demonstration world: lists as long as the rates say, today and as known earlier."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tracker import demo
from tracker.db import Session, reading, transaction
from tracker.domain.language.errors import NotAllowed
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.meetings.reporting import STAGES, Filing, Line, Listed, Stage, filings
from tracker.domain.workflow.entry import Field
from tracker.queries.people import person_of_login
from tracker.queries.plans import plans
from tracker.queries.reporting import filed
from tracker.queries.scorecard import scorecard
from tracker.services.drafts import save_cell

Q2, Q3 = Period(2025, 2), Period(2025, 3)


def found(session: Session, period: Period, as_of: datetime | None = None) -> tuple[Filing, ...]:
    reviewer = person_of_login(session, demo.REVIEWER)
    card = scorecard(session, plans(session)[0], period, reviewer, as_of=as_of)
    return filings(card, filed(session, reviewer, card))


MOMENTS = (None, datetime(2025, 7, 6, tzinfo=SHANGHAI), datetime(2025, 10, 6, tzinfo=SHANGHAI))


@pytest.mark.parametrize("as_of", MOMENTS, ids=["now", "in July", "in October"])
@pytest.mark.parametrize("period", [Q2, Q3], ids=str)
def test_the_rates_are_the_lengths_of_the_lists_and_the_parts_the_plans(
    world: Engine, period: Period, as_of: datetime | None
) -> None:
    with reading(world) as session:
        whole, *departments = found(session, period, as_of)
    for filing in (whole, *departments):
        rollup = filing.rollup
        assert filing.count(Listed.DUE) == rollup.owed == sum(filing.count(stage) for stage in STAGES)
        assert filing.count(Listed.REPORTED) == rollup.reported
        if rollup.owed:
            assert rollup.completeness is not None
            assert rollup.timeliness is not None
            assert filing.count(Listed.MISSING) == rollup.owed * (1 - rollup.completeness)
            assert filing.count(Listed.NOT_ON_TIME) == rollup.owed * (1 - rollup.timeliness)
    for listed in set(Listed) - {Listed.BUDGET}:
        assert whole.count(listed) == sum(each.count(listed) for each in departments), listed


def test_every_stage_is_told_from_the_others(world: Engine) -> None:
    with reading(world) as session:
        whole = found(session, Q3)[0]
    counts = {stage: whole.count(stage) for stage in STAGES}
    assert all(counts[Listed(stage.value)] for stage in set(Stage) - {Stage.WITHDRAWN}), counts
    returned = whole.of(Listed.RETURNED)[0]
    assert returned.score.figure is None
    assert returned.first_at is not None
    assert returned.latest_by
    assert all(line.first_at is None for line in whole.of(Listed.NOTHING))


def test_now_and_as_known_now_are_the_same_but_for_drafts(world: Engine) -> None:
    def submitted(filing: Filing) -> list[Line]:
        return [line for line in filing.lines if line.stage is not Stage.DRAFT and not line.has_draft]

    with reading(world) as session:
        today = found(session, Q3)[0]
        known = found(session, Q3, datetime.now(UTC) + timedelta(days=1))[0]
    assert today.count(Listed.DRAFT) > 0
    assert known.count(Listed.DRAFT) == 0
    assert known.count(Listed.MISSING) == today.count(Listed.MISSING)
    same = {line.score.target.id for line in submitted(today)}
    assert [line for line in known.lines if line.score.target.id in same] == submitted(today)


def test_the_past_knows_neither_later_submissions_nor_later_reviews(world: Engine) -> None:
    early = datetime(2025, 7, 4, 9, 30, tzinfo=SHANGHAI)
    with reading(world) as session:
        before, first_day = found(session, Q2, early)[0], found(session, Q2, early + timedelta(days=1))[0]
    assert before.count(Listed.REPORTED) == 0
    assert first_day.count(Listed.WAITING) == first_day.count(Listed.REPORTED) > 0


def test_a_draft_is_seen_to_exist_and_no_more(world: Engine) -> None:
    with transaction(world) as session:
        line = found(session, Q3)[0].of(Listed.NOTHING)[0]
        lead = line.score.target.lead.name
        assert lead in demo.CLERKS
        clerk = person_of_login(session, demo.CLERKS[lead])
        save_cell(session, clerk, line.score.target.id, Q3, Field.VALUE, "1", 0, datetime.now(UTC))
    with reading(world) as session:
        drafts = [each.score.target.id for each in found(session, Q3)[0].of(Listed.DRAFT)]
    assert line.score.target.id in drafts


@pytest.mark.parametrize("login", [demo.CLERKS["市科技局"], demo.ADMINISTRATOR])
def test_only_the_office_and_leaders_see_who_is_missing(world: Engine, login: str) -> None:
    with reading(world) as session:
        person = person_of_login(session, login)
        card = scorecard(session, plans(session)[0], Q3, person)
        with pytest.raises(NotAllowed):
            filed(session, person, card)
