"""The whole permission table, walked: role × relation × every service and query, on both databases.

The expected answers are the table by hand in tests/domain/test_access.py. What is carried out here is
the real thing: each cell is a try on a ledger that is put back afterwards.
"""

import importlib
import inspect
import pkgutil
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from itertools import product
from pathlib import Path

import pytest
from sqlalchemy import Connection

from tests.conftest import Server
from tests.domain.test_access import EXPECTED, EXPECTED_DUTIES
from tests.permissions import try_office, try_reading, try_reporting, try_system
from tests.permissions.registry import ANY, ATTEMPTS, Attempt
from tests.permissions.stage import BESIDE, MONTHLY, Stage, World, open_world, rolled_back
from tracker import queries, services
from tracker.db import engine_for
from tracker.domain.access import Acting, Action, Duty, Person, Relation, Role
from tracker.domain.language.errors import NotAllowed, NotFound
from tracker.domain.measure.plan import PlanState
from tracker.queries.leaders import own_leader
from tracker.queries.plans import plans

__all__ = ["try_office", "try_reading", "try_reporting", "try_system"]
ENGINES = ("sqlite", "postgresql")
# They take a person and ask for nothing: what they are part of has asked, or they ask for any action.
NOT_TRIED_BY_THEMSELVES = {
    "services.audit.record",
    "services.plans.begin",
    "services.second_person.require_second",
    "services.second_step.unproven",
    "services.standing.hold",
    "services.standing.hold_for_entry",
    "services.standing.hold_waiting",
    "services.standing.store_review",
    "services.terms.target_with_newest_terms",
    "queries.waiting.in_hand",
    # They ask for what the list asked for that they stand beside: tasks, and list_accounts.
    "queries.entries.drafted",
    "queries.people.with_sign_ins",
}


class Play:
    """A world of its own on one engine; its transaction is never committed."""

    def __init__(self, world: World, connection: Connection) -> None:
        self.world, self.connection = world, connection

    def is_allowed(self, attempt: Attempt, role: Acting, relation: Relation) -> bool:
        with rolled_back(self.connection) as session:
            stage = Stage(self.world, session, role, relation)
            try:
                return attempt.act(stage) is not False
            except NotAllowed:
                return False
            except NotFound:
                # Of what is not theirs, people are not told whether it exists.
                if attempt.to_staff_of is ANY:
                    raise
                return False


@pytest.fixture(scope="module")
def sqlite_play(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Play]:
    file = shutil.copy(sqlite_template, tmp_path_factory.mktemp("permissions") / "tracker.db")
    yield from _playing(f"sqlite:///{file}")


@pytest.fixture(scope="module")
def postgresql_play(postgresql_server: Server) -> Iterator[Play]:
    postgresql_server.execute("CREATE DATABASE permissions TEMPLATE template_tracker")
    yield from _playing(f"postgresql+psycopg://postgres@/permissions?host={postgresql_server.info.host}")
    postgresql_server.execute("DROP DATABASE permissions WITH (FORCE)")


def _playing(url: str) -> Iterator[Play]:
    engine = engine_for(url)
    world = open_world(engine)
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if engine.dialect.name == "postgresql":  # it waits while the others are tried
            connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")
        yield Play(world, connection)
        connection.rollback()
    engine.dispose()


@pytest.fixture
def play(request: pytest.FixtureRequest, engine_name: str) -> Play:
    found: Play = request.getfixturevalue(f"{engine_name}_play")
    return found


def expected(attempt: Attempt, role: Role, relation: Relation) -> bool:
    is_theirs = relation in attempt.to_staff_of or not role.is_of_a_unit
    return EXPECTED[role, attempt.action, relation] and is_theirs


def unlike_the_table(play: Play, attempt: Attempt) -> list[str]:
    """The cells in which it is done where the table refuses it, or the other way round."""
    return [
        f"{role}, {relation}: {'done' if is_done else 'refused'}"
        for role, relation in product(Role, Relation)
        if (is_done := play.is_allowed(attempt, role, relation)) is not expected(attempt, role, relation)
    ]


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
@pytest.mark.parametrize("engine_name", ENGINES)
def test_it_is_done_or_refused_as_the_table_says(play: Play, attempt: Attempt) -> None:
    assert unlike_the_table(play, attempt) == []


@pytest.mark.parametrize("attempt", ATTEMPTS, ids=lambda attempt: attempt.name)
def test_in_a_monthly_plan_the_same_is_done_and_refused(sqlite_play: Play, attempt: Attempt) -> None:
    monthly = Play(sqlite_play.world.beside[MONTHLY], sqlite_play.connection)
    assert unlike_the_table(monthly, attempt) == []


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize("duty", Duty)
def test_of_three_administrators_each_is_let_do_the_own_duty_alone(play: Play, duty: Duty) -> None:
    """Every service and query, in one test: where administration is not split, nobody has a duty."""
    tried = {
        attempt.name: (
            play.is_allowed(attempt, duty, Relation.LEADS),
            duty in EXPECTED_DUTIES.get(attempt.action, ()),
        )
        for attempt in ATTEMPTS
    }
    assert {name for name, (done, expected) in tried.items() if done is not expected} == set()


@pytest.mark.parametrize("engine_name", ENGINES)
@pytest.mark.parametrize("role", Role)
def test_of_all_plans_the_drafts_alone_are_kept_from_whom_the_table_says(play: Play, role: Role) -> None:
    with rolled_back(play.connection) as session:
        person = Stage(play.world, session, role, Relation.LEADS).person
        seen = {plan.code for plan in plans(session, person)}
    drafts = {code for code, (_rhythm, state) in BESIDE.items() if state is PlanState.DRAFT}
    may_see = EXPECTED[role, Action.SEE_DRAFT_PLAN, Relation.LEADS]
    assert seen == {"t", *BESIDE} - (set() if may_see else drafts)


@pytest.mark.parametrize("engine_name", ENGINES)
def test_the_leader_whose_rights_are_tried_is_in_charge_of_what_the_unit_leads(play: Play) -> None:
    with rolled_back(play.connection) as session:
        on = Stage(play.world, session, Role.LEADER, Relation.LEADS)
        assert own_leader(session, on.person) is not None
        assert on.target.leader is not None
        assert on.target.leader.id == own_leader(session, on.person)
        assert Stage(play.world, session, Role.LEADER, Relation.NONE).target.leader is None


def test_a_thousand_cells_and_more_are_tried() -> None:
    assert len(ATTEMPTS) * len(Role) * len(Relation) * len(ENGINES) >= 1000


def test_every_action_is_tried() -> None:
    assert {attempt.action for attempt in ATTEMPTS} == set(Action)


def test_attempts_have_names_of_their_own() -> None:
    assert len({attempt.name for attempt in ATTEMPTS}) == len(ATTEMPTS)


@cache
def asking_functions() -> dict[str, Callable[..., object]]:
    """Every function of services and queries that a person is handed to, by its name."""
    found = {}
    for package in (services, queries):
        for module_info in pkgutil.iter_modules(package.__path__):
            name = f"{package.__name__}.{module_info.name}"
            for given, function in vars(importlib.import_module(name)).items():
                is_ours = inspect.isfunction(function) and function.__module__ == name
                if is_ours and not given.startswith("_") and _is_asked_by_a_person(function):
                    found[f"{name.removeprefix('tracker.')}.{given}"] = function
    return found


def _is_asked_by_a_person(function: Callable[..., object]) -> bool:
    names = list(inspect.signature(function).parameters)
    return {"session", "person"} <= set(names)


def test_a_service_or_query_that_is_tried_nowhere_fails() -> None:
    tried = {attempt.covers for attempt in ATTEMPTS}
    untried = {name for name, function in asking_functions().items() if function not in tried}
    assert untried == NOT_TRIED_BY_THEMSELVES


def test_a_person_is_what_they_are_handed() -> None:
    """The rule above goes by the parameter's name."""
    for name, function in asking_functions().items():
        hint = inspect.get_annotations(function)["person"]
        assert hint in (Person, Person | None), name
