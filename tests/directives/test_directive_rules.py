"""What may follow what after a leader's word, by whom, and what each word must say: tables of cases."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import product

import pytest

from tracker.domain.access import Person, Role
from tracker.domain.language.errors import BadInput, Locked, NotAllowed
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.directive import (
    About,
    DirectiveLine,
    DirectiveState,
    DirectiveStepLine,
    Step,
    by_urgency,
    check_step,
    check_taker,
    check_words,
    state_after,
)

TODAY = date(2025, 10, 9)
AT = datetime(2025, 10, 9, 9, tzinfo=SHANGHAI)
UNIT, OTHER_UNIT = 1, 2
AUTHOR, OTHER_LEADER = 10, 11
A, F, C = Step.ANSWERED, Step.FURTHER, Step.CLOSED
WAITING, ANSWERED, CLOSED = DirectiveState
# state -> what its author may let follow, and what the office.
BY_AUTHOR = {WAITING: {A, F, C}, ANSWERED: {A, F, C}, CLOSED: {F}}
BY_OTHERS = {WAITING: {A, F}, ANSWERED: {A, F, C}, CLOSED: {F}}


def person(role: Role, account_id: int = 1, *units: int) -> Person:
    return Person(account_id, "login", "姓名", role, frozenset(units))


PEOPLE = {
    "the author": person(Role.LEADER, AUTHOR),
    "another leader": person(Role.LEADER, OTHER_LEADER),
    "the office": person(Role.REVIEWER),
    "the unit's clerk": person(Role.CLERK, 2, UNIT),
    "the unit's head": person(Role.HEAD, 3, UNIT),
    "another unit's clerk": person(Role.CLERK, 4, OTHER_UNIT),
    "the administrator": person(Role.ADMINISTRATOR, 5),
}


def line(*steps: Step, due_on: date = TODAY, further: date | None = None, number: int = 1) -> DirectiveLine:
    return DirectiveLine(
        id=number,
        period=Period(2025, 3),
        about=About.TARGET,
        key="T-0",
        name="企业",
        unit=UnitRef(UNIT, "市科技局"),
        text="请说明原因。",
        first_due_on=due_on,
        by_id=AUTHOR,
        by="沈市长",
        at=AT,
        steps=tuple(
            DirectiveStepLine(place, step, f"第{place}步", further if step is F else None, "某人", AT)
            for place, step in enumerate(steps, 1)
        ),
    )


@pytest.mark.parametrize(
    ("steps", "state"),
    [
        ((), WAITING),
        ((A,), ANSWERED),
        ((A, A), ANSWERED),
        ((F,), WAITING),
        ((A, F), WAITING),
        ((A, F, A), ANSWERED),
        ((A, C), CLOSED),
        ((C,), CLOSED),
        ((A, C, F), WAITING),
        ((A, C, F, A, C), CLOSED),
    ],
)
def test_the_state_follows_from_the_steps(steps: tuple[Step, ...], state: DirectiveState) -> None:
    assert state_after(steps) is state
    assert line(*steps, further=TODAY).state is state


@pytest.mark.parametrize(("state", "step", "by_author"), list(product(DirectiveState, Step, (True, False))))
def test_a_step_follows_only_where_the_table_admits_it(
    state: DirectiveState, step: Step, by_author: bool
) -> None:
    def take() -> None:
        check_step(state, step, "说明", by_author=by_author, due_on=TODAY, today=TODAY)

    if step in (BY_AUTHOR if by_author else BY_OTHERS)[state]:
        take()
    else:
        with pytest.raises(Locked, match=r"。$"):
            take()


@pytest.mark.parametrize(
    ("state", "step", "said"),
    [
        (WAITING, C, "这件批示还没有答复，只有作出批示的市领导可以销号。"),
        (CLOSED, A, "这件批示已经销号，不再答复。"),
        (CLOSED, C, "这件批示已经销号。"),
    ],
)
def test_a_refusal_says_why(state: DirectiveState, step: Step, said: str) -> None:
    with pytest.raises(Locked) as refusal:
        check_step(state, step, "说明", by_author=False, today=TODAY)
    assert str(refusal.value) == said


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("text", ["", "  \n "])
def test_every_step_says_something(step: Step, text: str) -> None:
    with pytest.raises(BadInput, match=step.text_name):
        check_step(ANSWERED, step, text, by_author=True, due_on=TODAY, today=TODAY)


@pytest.mark.parametrize(
    ("text", "due_on", "said"),
    [
        ("请说明。", TODAY, ""),
        ("请说明。", TODAY + timedelta(days=1), ""),
        ("请说明。", TODAY - timedelta(days=1), "不能早于今天"),
        ("请说明。", None, "请填写答复时限"),
        (" ", TODAY, "请填写批示内容"),
    ],
)
def test_a_leaders_word_has_a_text_and_a_day_that_is_not_past(
    text: str, due_on: date | None, said: str
) -> None:
    if not said:
        check_words(text, due_on, TODAY)
        check_step(CLOSED, F, text, by_author=True, due_on=due_on, today=TODAY)
        return
    with pytest.raises(BadInput, match=said):
        check_words(text, due_on, TODAY)
    with pytest.raises(BadInput, match=said):
        check_step(CLOSED, F, text, by_author=True, due_on=due_on, today=TODAY)


@pytest.mark.parametrize(
    ("step", "unit_id", "takers"),
    [
        (A, UNIT, {"the unit's clerk", "the unit's head"}),
        (A, None, {"the office"}),
        (F, UNIT, {"the author"}),
        (C, UNIT, {"the author", "the office"}),
        (C, None, {"the author", "the office"}),
    ],
)
def test_a_step_is_taken_by_whom_it_belongs_to(step: Step, unit_id: int | None, takers: set[str]) -> None:
    admitted = set()
    for name, each in PEOPLE.items():
        try:
            check_taker(each, step, unit_id, AUTHOR)
        except NotAllowed:
            continue
        admitted.add(name)
    assert admitted == takers


@pytest.mark.parametrize(
    ("steps", "who", "offered"),
    [
        ((), "the author", {F, C}),
        ((), "another leader", set()),
        ((), "the office", set()),
        ((), "the unit's clerk", {A}),
        ((), "the unit's head", {A}),
        ((), "another unit's clerk", set()),
        ((A,), "the author", {F, C}),
        ((A,), "the office", {C}),
        ((A,), "the unit's clerk", {A}),
        ((A, C), "the author", {F}),
        ((A, C), "the office", set()),
        ((A, C), "the unit's clerk", set()),
    ],
)
def test_a_person_is_offered_what_is_theirs_to_do(
    steps: tuple[Step, ...], who: str, offered: set[Step]
) -> None:
    assert set(line(*steps).steps_of(PEOPLE[who])) == offered


@pytest.mark.parametrize(
    ("steps", "to_office", "waits_for"),
    [
        ((), False, {"the unit's clerk", "the unit's head"}),
        ((), True, {"the office"}),
        ((A,), False, {"the author"}),
        ((A, F), False, {"the unit's clerk", "the unit's head"}),
        ((A, C), False, set()),
    ],
)
def test_it_waits_for_its_answer_and_then_for_its_author(
    steps: tuple[Step, ...], to_office: bool, waits_for: set[str]
) -> None:
    asked = replace(line(*steps), unit=None) if to_office else line(*steps)
    assert {name for name, each in PEOPLE.items() if asked.waits_for(each)} == waits_for


YESTERDAY = TODAY - timedelta(days=1)


@pytest.mark.parametrize(
    ("steps", "due_on", "further", "overdue"),
    [
        ((), YESTERDAY, None, True),
        ((), TODAY, None, False),
        ((A,), YESTERDAY, None, False),
        ((C,), YESTERDAY, None, False),
        ((A, F), YESTERDAY, TODAY, False),
        ((A, F), YESTERDAY - timedelta(days=9), YESTERDAY, True),
    ],
)
def test_it_is_overdue_the_day_after_its_latest_date_until_it_is_answered(
    steps: tuple[Step, ...], due_on: date, further: date | None, overdue: bool
) -> None:
    assert line(*steps, due_on=due_on, further=further).is_overdue(TODAY) is overdue


@pytest.mark.parametrize(
    ("steps", "answer"), [((), None), ((A,), 1), ((A, A), 2), ((A, F), None), ((A, C), 1), ((C,), None)]
)
def test_the_answer_is_that_to_the_latest_word(steps: tuple[Step, ...], answer: int | None) -> None:
    answered = line(*steps, further=TODAY).answer
    assert (None if answered is None else answered.number) == answer


def test_what_is_overdue_comes_first_and_what_is_closed_last() -> None:
    lines = [
        line(A, C, number=1, due_on=YESTERDAY),
        line(A, number=2),
        line(number=3, due_on=TODAY + timedelta(days=2)),
        line(number=4, due_on=YESTERDAY),
        line(number=5, due_on=TODAY),
    ]
    assert [each.id for each in by_urgency(lines)] == [4, 5, 3, 2, 1]
