"""What may follow what in a matter's life, and what each step must say: tables of cases."""

from datetime import date, timedelta
from itertools import product

import pytest

from tracker.domain.language.errors import BadInput, Locked, Refusal
from tracker.domain.workflow.matters import (
    AskedOf,
    MatterState,
    Step,
    check_matter,
    check_step,
    is_overdue,
    state_after,
)

TODAY = date(2025, 10, 9)
UNIT, OTHER = 1, 2
D, P, C, W = Step.DECIDED, Step.PROGRESS, Step.CLOSED, Step.WITHDRAWN
RAISED, DECIDED, CLOSED, WITHDRAWN = MatterState
# state -> the steps that may follow; everything else is refused.
NEXT = {RAISED: {D, W}, DECIDED: {D, P, C}, CLOSED: set(), WITHDRAWN: set()}


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), RAISED),
        ((D,), DECIDED),
        ((D, P), DECIDED),
        ((D, P, D), DECIDED),
        ((D, C), CLOSED),
        ((D, P, P, C), CLOSED),
        ((W,), WITHDRAWN),
    ],
)
def test_the_state_follows_from_the_steps(steps: tuple[Step, ...], state: MatterState) -> None:
    assert state_after(steps) is state


@pytest.mark.parametrize(("state", "step"), list(product(MatterState, Step)))
def test_a_step_follows_only_where_the_table_admits_it(state: MatterState, step: Step) -> None:
    def take() -> None:
        check_step(state, step, "说明", responsible_unit_id=UNIT, due_on=TODAY, today=TODAY)

    if step in NEXT[state]:
        take()
    else:
        with pytest.raises(Locked, match=r"。$"):
            take()


@pytest.mark.parametrize(
    ("state", "step", "said"),
    [
        (RAISED, C, "这件事项还没有议定，不能销号。"),
        (RAISED, P, "这件事项还没有议定，不能填写办理情况。"),
        (DECIDED, W, "这件事项已经议定，不能撤回。"),
        (CLOSED, D, "这件事项已经销号，不再变动；如有新的情况，请另行提请。"),
        (WITHDRAWN, D, "这件事项已撤回，不能再议定。"),
    ],
)
def test_a_refusal_says_why(state: MatterState, step: Step, said: str) -> None:
    with pytest.raises(Locked) as refusal:
        check_step(state, step, "说明", responsible_unit_id=UNIT, due_on=TODAY, today=TODAY)
    assert str(refusal.value) == said


@pytest.mark.parametrize(("state", "step"), [(RAISED, D), (RAISED, W), (DECIDED, P), (DECIDED, C)])
@pytest.mark.parametrize("text", ["", "  \n "])
def test_every_step_says_something_so_nothing_is_closed_without_a_note(
    state: MatterState, step: Step, text: str
) -> None:
    with pytest.raises(BadInput, match=step.text_name):
        check_step(state, step, text, responsible_unit_id=UNIT, due_on=TODAY, today=TODAY)


@pytest.mark.parametrize(
    ("unit", "due_on", "said"),
    [
        (None, TODAY, "承办单位"),
        (UNIT, None, "请填写办结时限"),
        (UNIT, TODAY - timedelta(days=1), "不能早于今天"),
    ],
)
def test_a_decision_names_a_unit_and_a_day_to_come(unit: int | None, due_on: date | None, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        check_step(RAISED, D, "说明", responsible_unit_id=unit, due_on=due_on, today=TODAY)


@pytest.mark.parametrize(
    ("obstacle", "wanted", "asked_of", "asked_unit", "admitted"),
    [
        ("缺地", "请协调", AskedOf.LEADER, None, True),
        ("缺地", "请协调", AskedOf.OFFICE, None, True),
        ("缺地", "请协调", AskedOf.UNIT, OTHER, True),
        ("缺地", "请协调", AskedOf.UNIT, None, False),
        ("缺地", "请协调", AskedOf.UNIT, UNIT, False),
        ("缺地", "请协调", AskedOf.LEADER, OTHER, False),
        (" ", "请协调", AskedOf.LEADER, None, False),
        ("缺地", "", AskedOf.LEADER, None, False),
    ],
)
def test_a_matter_says_what_hinders_what_is_asked_and_of_whom(
    obstacle: str, wanted: str, asked_of: AskedOf, asked_unit: int | None, admitted: bool
) -> None:
    if admitted:
        check_matter(obstacle, wanted, asked_of, UNIT, asked_unit)
    else:
        with pytest.raises(Refusal):
            check_matter(obstacle, wanted, asked_of, UNIT, asked_unit)


@pytest.mark.parametrize(
    ("state", "days", "overdue"),
    [
        (DECIDED, -1, True),
        (DECIDED, 0, False),
        (DECIDED, 1, False),
        (CLOSED, -1, False),
        (RAISED, None, False),
    ],
)
def test_a_matter_is_overdue_the_day_after_its_date_until_it_is_closed(
    state: MatterState, days: int | None, overdue: bool
) -> None:
    due_on = None if days is None else TODAY + timedelta(days=days)
    assert is_overdue(state, due_on, TODAY) is overdue
