"""批示: a leader's question or instruction on a target, an area or a snapshot until it is closed (DOMAIN §5).

written → answered by whom it went to → closed (销号) by the leader who wrote it or by the office. A further
word of that leader asks again, also after the closing, and has a date of its own. All words stay on record;
none of them changes a figure. Who may take which step stands in access.py, and here as far as it hangs on
the directive itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from tracker.domain.access import Action, Person, Relation, Role, require
from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput, Locked, NotAllowed
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import UnitRef


class About(StrEnum):
    """What a directive is on: to a target's lead, to an area's, or to the office that froze the snapshot."""

    TARGET = "target"
    AREA = "area"
    SNAPSHOT = "snapshot"

    @property
    def word(self) -> str:
        return {"target": _("目标"), "area": _("领域"), "snapshot": _("会议材料")}[self]


class Step(StrEnum):
    """What can follow a directive."""

    ANSWERED = "answered"
    FURTHER = "further"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        return {"answered": _("答复"), "further": _("追加批示"), "closed": _("销号")}[self]

    @property
    def text_name(self) -> str:
        """What the step's text is called."""
        return {"answered": _("答复内容"), "further": _("批示内容"), "closed": _("销号说明")}[self]


class DirectiveState(StrEnum):
    WAITING = "waiting"
    ANSWERED = "answered"
    CLOSED = "closed"

    @property
    def word(self) -> str:
        return {"waiting": _("待答复"), "answered": _("已答复"), "closed": _("已销号")}[self]


# Answered once more: what was said first can be added to until it is closed.
_NEXT = {
    DirectiveState.WAITING: frozenset(Step),
    DirectiveState.ANSWERED: frozenset(Step),
    DirectiveState.CLOSED: frozenset({Step.FURTHER}),
}
_AFTER = {
    Step.ANSWERED: DirectiveState.ANSWERED,
    Step.FURTHER: DirectiveState.WAITING,
    Step.CLOSED: DirectiveState.CLOSED,
}


def state_after(steps: Iterable[Step]) -> DirectiveState:
    """The state of a directive from its steps, in their order."""
    state = DirectiveState.WAITING
    for step in steps:
        state = _AFTER[step]
    return state


@dataclass(frozen=True)
class DirectiveStepLine:
    """``due_on`` only of a further word."""

    number: int
    step: Step
    text: str
    due_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True)
class DirectiveLine:
    """A directive as known at a time, with what followed it.

    ``key``: a target's code, an area's number, a snapshot's number. ``unit``: the lead when it was written;
    None is the office. ``first_due_on``: of the first word; ``due_on`` is the date in force.
    """

    id: int
    period: Period
    about: About
    key: str
    name: str
    unit: UnitRef | None
    text: str
    first_due_on: date
    by_id: int
    by: str
    at: datetime
    steps: tuple[DirectiveStepLine, ...]

    @cached_property
    def state(self) -> DirectiveState:
        return state_after(step.step for step in self.steps)

    @property
    def due_on(self) -> date:
        """The day of the leader's latest word."""
        further = self.further
        return self.first_due_on if further is None or further.due_on is None else further.due_on

    @property
    def further(self) -> DirectiveStepLine | None:
        """The leader's latest further word."""
        return next((step for step in reversed(self.steps) if step.step is Step.FURTHER), None)

    @property
    def latest_text(self) -> str:
        """What the leader wrote last."""
        return self.text if self.further is None else self.further.text

    @property
    def changed_at(self) -> datetime:
        return self.steps[-1].at if self.steps else self.at

    @property
    def answer(self) -> DirectiveStepLine | None:
        """What was answered to the latest word; None while it waits."""
        latest = next((step for step in reversed(self.steps) if step.step is not Step.CLOSED), None)
        return latest if latest is not None and latest.step is Step.ANSWERED else None

    @property
    def end(self) -> DirectiveStepLine | None:
        """The closing note; None while it is open."""
        return self.steps[-1] if self.state is DirectiveState.CLOSED else None

    def is_overdue(self, today: date) -> bool:
        """Whether its day has passed without an answer; on the day itself it is not."""
        return self.state is DirectiveState.WAITING and self.due_on < today

    def steps_of(self, person: Person) -> tuple[Step, ...]:
        """The steps that may follow and are the person's to take."""
        following = next_steps(self.state, by_author=self.by_id == person.account_id)
        unit_id = None if self.unit is None else self.unit.id
        return tuple(
            step for step in Step if step in following and _is_theirs(person, step, unit_id, self.by_id)
        )

    def waits_for(self, person: Person) -> bool:
        """For whom it went to until it is answered; then for the leader who wrote it until it is closed."""
        if self.state is DirectiveState.WAITING:
            return Step.ANSWERED in self.steps_of(person)
        return self.state is DirectiveState.ANSWERED and self.by_id == person.account_id


def check_taker(person: Person, step: Step, unit_id: int | None, author_id: int) -> None:
    """Whether a step is the person's to take; ``unit_id``: to whom the directive went, None is the office.

    Raises NotAllowed with the sentence to show.
    """
    if step is Step.ANSWERED:
        is_office = person.role is Role.REVIEWER
        own = Relation.LEADS if is_office else Relation.NONE
        require(person, Action.ANSWER_DIRECTIVE, own if unit_id is None else person.relation_to(unit_id))
        return
    require(person, Action.WRITE_DIRECTIVE if step is Step.FURTHER else Action.CLOSE_DIRECTIVE)
    if person.role is Role.LEADER and person.account_id != author_id:
        raise NotAllowed(lambda: _("这件批示由另一位市领导作出,不能由您{step}。").format(step=step.word))


def _is_theirs(person: Person, step: Step, unit_id: int | None, author_id: int) -> bool:
    try:
        check_taker(person, step, unit_id, author_id)
    except NotAllowed:
        return False
    return True


def next_steps(state: DirectiveState, *, by_author: bool) -> frozenset[Step]:
    """What may follow; only its author closes what is not answered, so that no question ends unheard."""
    following = _NEXT[state]
    return following - {Step.CLOSED} if state is DirectiveState.WAITING and not by_author else following


def check_words(text: str, due_on: date | None, today: date) -> None:
    """What a leader's word must say, the first and each further one. Raises BadInput with the sentence."""
    if not text.strip():
        raise BadInput(_("请填写{text_name}。").format(text_name=Step.FURTHER.text_name))
    if due_on is None:
        raise BadInput(_("请填写答复时限。"))
    if due_on < today:
        raise BadInput(_("答复时限不能早于今天。"))


def check_step(
    state: DirectiveState,
    step: Step,
    text: str,
    *,
    by_author: bool,
    due_on: date | None = None,
    today: date,
) -> None:
    """Whether ``step`` may follow, with all it needs. Raises Locked or BadInput with the sentence to show."""
    if step not in next_steps(state, by_author=by_author):
        raise Locked(_(_REFUSALS[state, step]))
    if step is Step.FURTHER:
        check_words(text, due_on, today)
    elif not text.strip():
        raise BadInput(_("请填写{text_name}。").format(text_name=step.text_name))


_REFUSALS = {
    (DirectiveState.WAITING, Step.CLOSED): marked("这件批示还没有答复,只有作出批示的市领导可以销号。"),
    (DirectiveState.CLOSED, Step.ANSWERED): marked("这件批示已经销号,不再答复。"),
    (DirectiveState.CLOSED, Step.CLOSED): marked("这件批示已经销号。"),
}


def by_urgency(lines: Iterable[DirectiveLine]) -> tuple[DirectiveLine, ...]:
    """What waits, then what is answered, the nearest date first, so that what is overdue leads.

    What is closed comes last, the newest closing first.
    """
    known = list(lines)
    going_on = [line for line in known if line.end is None]
    over = [line for line in known if line.end is not None]
    going_on.sort(key=lambda line: (line.state is not DirectiveState.WAITING, line.due_on, line.id))
    over.sort(key=lambda line: (line.steps[-1].at, line.id), reverse=True)
    return (*going_on, *over)
