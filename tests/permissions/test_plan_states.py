"""Every service, tried on a plan that turns into a draft or ends just before it: state × service, on SQLite.

What a state admits stands here by hand. A new service is about a plan, and refused, unless it is named here.
"""

import importlib
from itertools import product
from typing import Any

import pytest

from tests.domain.test_access import EXPECTED
from tests.entry.ledger import NOW
from tests.permissions import try_office, try_reading, try_reporting, try_system
from tests.permissions.registry import ATTEMPTS, Attempt
from tests.permissions.stage import Stage, rolled_back
from tests.permissions.test_matrix import Play, postgresql_play, sqlite_play
from tracker.domain.access import Action, Relation, Role
from tracker.domain.language.errors import Locked
from tracker.domain.measure.plan import PlanState
from tracker.domain.workflow.plan_states import WRITES, refusal_of
from tracker.tables import PlanStep

__all__ = ["postgresql_play", "sqlite_play", "try_office", "try_reading", "try_reporting", "try_system"]
# Accounts, units and the trail are the city's; a register is loaded before its plan is in any state.
NOT_ABOUT_A_PLAN = {
    *("account_import", "accounts", "audit", "external_sign_in", "handover", "leaders", "plan_drafts"),
    *("own_sign_ins", "passwords", "preferences", "register", "reorganisations", "second_step", "units"),
}
PREPARING = {Action.SET_WINDOW, Action.MAKE_ERRATUM, Action.LINK_TARGETS, Action.MANAGE_RULES}
ADMITTED = {PlanState.DRAFT: PREPARING, PlanState.PUBLISHED: WRITES, PlanState.CLOSED: set[Action]()}
# The steps of a plan's way themselves: tests/plans/test_steps.py.
STEPS = "tracker.services.plans"
SERVICES = [
    each
    for each in ATTEMPTS
    if each.covers.__module__.startswith("tracker.services.") and each.covers.__module__ != STEPS
]


def is_about_a_plan(attempt: Attempt) -> bool:
    return attempt.covers.__module__.rpartition(".")[2] not in NOT_ABOUT_A_PLAN


def allowed_to(attempt: Attempt) -> tuple[Role, Relation]:
    """Somebody whom the table of permissions lets do it."""
    return next(
        (role, relation)
        for role, relation in product(Role, Relation)
        if EXPECTED[role, attempt.action, relation]
        and (relation in attempt.to_staff_of or not role.is_of_a_unit)
    )


def is_done(play: Play, attempt: Attempt, state: PlanState, monkeypatch: pytest.MonkeyPatch) -> bool:
    """What became of it; the plan turns when all that it needs is there."""
    module, name = importlib.import_module(attempt.covers.__module__), attempt.covers.__name__
    turned = []
    with rolled_back(play.connection) as session:

        def turn_then_act(*given: Any, **named: Any) -> Any:
            if not turned:
                plan_id = play.world.plan.id
                session.add(PlanStep(plan_id=plan_id, number=2, state=state, taken_at=NOW))
                session.flush()
                turned.append(state)
            return attempt.covers(*given, **named)

        monkeypatch.setattr(module, name, turn_then_act)
        try:
            done = attempt.act(Stage(play.world, session, *allowed_to(attempt))) is not False
        except Locked as refusal:
            done = str(refusal) != refusal_of(state, attempt.action)
    assert turned, "the try did not come to what it tries"
    return done


@pytest.mark.parametrize("state", PlanState)
@pytest.mark.parametrize("attempt", SERVICES, ids=lambda attempt: attempt.name)
def test_a_write_is_done_or_refused_as_the_state_of_its_plan_says(
    sqlite_play: Play, attempt: Attempt, state: PlanState, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = not is_about_a_plan(attempt) or attempt.action in ADMITTED[state]
    assert is_done(sqlite_play, attempt, state, monkeypatch) is expected


def test_every_action_of_a_service_about_a_plan_is_one_that_states_admit_or_not() -> None:
    assert {each.action for each in SERVICES if is_about_a_plan(each)} == WRITES
