"""Random walks find nothing lost, overwritten or approved unseen; without a guard they do (T7, T8)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Engine
from sqlmodel import Session

from tests.entry.ledger import NOW, Desk, open_desk
from tests.entry.walk_book import World, open_world, open_world_of_two_plans
from tests.entry.walk_machine import Office
from tracker.domain.access import Person
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.workflow import submission
from tracker.domain.workflow.entry import Field
from tracker.queries.standing import standing_of
from tracker.services import drafts, reports, reviews
from tracker.tables import DraftCell, Report

# T7 asks for 300 walks of 30 steps: `make fuzz` plays 400 on each engine. Otherwise PostgreSQL, where a walk
# takes twice as long, plays one in five.
POSTGRESQL_SHARE = 5
TO_FAIL = 300
STEPS = 30


@pytest.fixture
def world(desk: Desk) -> World:
    return open_world(desk)


@pytest.fixture
def sqlite_world(sqlite_engine: Engine) -> World:
    return open_world(open_desk(sqlite_engine))


def play(world: World, examples: int, *, to_fail: bool = False) -> None:
    """``to_fail``: a failure is expected, found by the same walks each time, and not made shorter."""
    with world.desk.engine.connect().execution_options(writes=True) as connection, connection.begin():
        run_state_machine_as_test(
            lambda: Office(world, connection),
            settings=settings(
                max_examples=examples,
                stateful_step_count=STEPS,
                deadline=None,
                database=None,
                phases=[Phase.generate] if to_fail else tuple(Phase),
                derandomize=to_fail or settings.default.derandomize,
                suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
            ),
        )
        connection.rollback()


def test_whatever_people_do_nothing_unseen_is_overwritten_or_approved(world: World) -> None:
    examples = settings.default.max_examples
    is_long = settings.get_current_profile_name() == "long"
    play(world, examples if is_long or world.desk.engine.name == "sqlite" else examples // POSTGRESQL_SHARE)


def test_nor_where_one_code_stands_in_a_quarterly_and_in_a_monthly_plan(sqlite_engine: Engine) -> None:
    examples = settings.default.max_examples
    is_long = settings.get_current_profile_name() == "long"
    world = open_world_of_two_plans(open_desk(sqlite_engine))
    play(world, examples if is_long else examples // POSTGRESQL_SHARE)


def _submission_without_version(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(submission, "_require_seen", lambda *seen: None)


def _draft_without_version(patch: pytest.MonkeyPatch) -> None:
    save = drafts.save_cell

    def mutant(session: Session, person: Person, target: int, period: Period, name: Field, *rest: Any) -> int:
        cell = session.get(DraftCell, (target, period, name.value))
        text, _, now = rest
        return save(session, person, target, period, name, text, cell.version if cell else 0, now)

    patch.setattr(drafts, "save_cell", mutant)


def _click_without_key(patch: pytest.MonkeyPatch) -> None:
    submit = reports.submit
    patch.setattr(reports, "submit", lambda *given: submit(*given[:5], uuid4().hex, given[6]))


def _approval_of_whatever_is_newest(patch: pytest.MonkeyPatch) -> None:
    approve = reviews.approve

    def mutant(session: Session, person: Person, report_id: int, now: datetime, **found: Any) -> None:
        seen = session.get_one(Report, report_id)
        standing = standing_of(session, seen.target_id, seen.period)
        assert standing is not None
        approve(session, person, standing.latest_report_id, now, **found)

    patch.setattr(reviews, "approve", mutant)


MUTANTS = {
    _submission_without_version: "acknowledged against StaleState",
    _draft_without_version: "acknowledged against StaleState",
    _click_without_key: "(StaleState|Locked).*, not acknowledged",
    _approval_of_whatever_is_newest: "acknowledged against StaleState",
}


@pytest.mark.parametrize("mutate", MUTANTS, ids=lambda mutate: mutate.__name__.strip("_"))
def test_the_machine_finds_out_when_a_guard_is_taken_away(
    sqlite_world: World, monkeypatch: pytest.MonkeyPatch, mutate: Callable[[pytest.MonkeyPatch], None]
) -> None:
    mutate(monkeypatch)
    with pytest.raises(AssertionError, match=MUTANTS[mutate]):
        play(sqlite_world, TO_FAIL, to_fail=True)


def test_a_whole_life_is_told_by_the_form_at_every_step(desk: Desk) -> None:
    told: list[str | None] = [desk.form().state]
    first = desk.submit()
    told.append(desk.form().state)
    desk.send_back(first)
    told.append(desk.form().state)
    second = desk.submit(number=1)
    desk.withdraw("王", second)
    told.append(desk.form().state)
    desk.approve(desk.submit(number=2))
    told.append(desk.form(at=NOW).state)
    assert told == [
        None,
        ReportState.SUBMITTED,
        ReportState.RETURNED,
        ReportState.WITHDRAWN,
        ReportState.APPROVED,
    ]
