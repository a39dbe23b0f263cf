"""需协调事项: from an obstacle to its closing note (销号).

raised → decided → progress … → closed; withdrawn before a decision. A decision can be replaced by a
later one (a new date, another unit), and all of them stay on record. What is closed is not reopened:
a new matter is raised. Who may take which step stands in access.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from tracker.domain.language import _, marked
from tracker.domain.language.errors import BadInput, Locked
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import UnitRef


class AskedOf(StrEnum):
    """Whose decision is asked for."""

    LEADER = "leader"
    OFFICE = "office"
    UNIT = "unit"

    @property
    def word(self) -> str:
        return {"leader": _("市领导"), "office": _("市府办"), "unit": _("其他部门")}[self]


class Step(StrEnum):
    """What can happen to a matter."""

    DECIDED = "decided"
    PROGRESS = "progress"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        words = {"decided": _("议定"), "progress": _("办理情况"), "closed": _("销号"), "withdrawn": _("撤回")}
        return words[self]

    @property
    def text_name(self) -> str:
        """What the step's text is called."""
        names = {
            "decided": _("议定意见"),
            "progress": _("办理情况"),
            "closed": _("销号说明"),
            "withdrawn": _("撤回原因"),
        }
        return names[self]


class MatterState(StrEnum):
    RAISED = "raised"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def word(self) -> str:
        words = {
            "raised": _("待决定"),
            "decided": _("办理中"),
            "closed": _("已办结"),
            "withdrawn": _("已撤回"),
        }
        return words[self]

    @property
    def next_steps(self) -> frozenset[Step]:
        """What may follow; nothing where the matter has come to its end."""
        return _NEXT.get(self, frozenset())


_NEXT = {
    MatterState.RAISED: frozenset({Step.DECIDED, Step.WITHDRAWN}),
    MatterState.DECIDED: frozenset({Step.DECIDED, Step.PROGRESS, Step.CLOSED}),
}
_AFTER = {
    Step.DECIDED: MatterState.DECIDED,
    Step.PROGRESS: MatterState.DECIDED,
    Step.CLOSED: MatterState.CLOSED,
    Step.WITHDRAWN: MatterState.WITHDRAWN,
}


def state_after(steps: Iterable[Step]) -> MatterState:
    """The state of a matter from its steps, in their order."""
    state = MatterState.RAISED
    for step in steps:
        state = _AFTER[step]
    return state


@dataclass(frozen=True)
class MatterStepLine:
    """``responsible`` and ``due_on`` only of a decision."""

    number: int
    step: Step
    text: str
    responsible: UnitRef | None
    due_on: date | None
    by: str
    at: datetime


@dataclass(frozen=True)
class MatterLine:
    """A matter as known at a time, with what followed it."""

    id: int
    period: Period
    target_id: int
    code: str
    target_name: str
    unit: UnitRef
    obstacle: str
    request: str
    asked_of: AskedOf
    asked_unit: UnitRef | None
    raised_by: str
    raised_at: datetime
    steps: tuple[MatterStepLine, ...]

    @cached_property
    def state(self) -> MatterState:
        return state_after(step.step for step in self.steps)

    @cached_property
    def decision(self) -> MatterStepLine | None:
        """The decision in force: the latest."""
        return next((step for step in reversed(self.steps) if step.step is Step.DECIDED), None)

    @property
    def responsible(self) -> UnitRef | None:
        return None if self.decision is None else self.decision.responsible

    @property
    def due_on(self) -> date | None:
        return None if self.decision is None else self.decision.due_on

    @property
    def end(self) -> MatterStepLine | None:
        """The closing note, or the withdrawal; None while the matter is open."""
        return self.steps[-1] if self.steps and not self.state.next_steps else None

    def is_overdue(self, today: date) -> bool:
        return is_overdue(self.state, self.due_on, today)


def check_step(
    state: MatterState,
    step: Step,
    text: str,
    *,
    responsible_unit_id: int | None = None,
    due_on: date | None = None,
    today: date,
) -> None:
    """Whether ``step`` may follow, with all it needs. Raises Locked or BadInput with the sentence to show.

    Every step says something in words; a decision also names a unit and a day that is not past.
    """
    if step not in state.next_steps:
        raise Locked(
            _(_REFUSALS[state, step])
            if (state, step) in _REFUSALS
            else _("这件事项{state},不能再{step}。").format(state=state.word, step=step.word)
        )
    if not text.strip():
        raise BadInput(_("请填写{text_name}。").format(text_name=step.text_name))
    if step is Step.DECIDED:
        _check_decision(responsible_unit_id, due_on, today)


_REFUSALS = {
    (MatterState.RAISED, Step.CLOSED): marked("这件事项还没有议定,不能销号。"),
    (MatterState.RAISED, Step.PROGRESS): marked("这件事项还没有议定,不能填写办理情况。"),
    (MatterState.DECIDED, Step.WITHDRAWN): marked("这件事项已经议定,不能撤回。"),
    **{
        (MatterState.CLOSED, step): marked("这件事项已经销号,不再变动;如有新的情况,请另行提请。")
        for step in Step
    },
}


def _check_decision(responsible_unit_id: int | None, due_on: date | None, today: date) -> None:
    if responsible_unit_id is None:
        raise BadInput(_("请选择承办单位。"))
    if due_on is None:
        raise BadInput(_("请填写办结时限。"))
    if due_on < today:
        raise BadInput(_("办结时限不能早于今天。"))


def check_matter(
    obstacle: str, request: str, asked_of: AskedOf, unit_id: int, asked_unit_id: int | None
) -> None:
    """What a matter must say when it is raised. Raises BadInput with the sentence to show."""
    if not obstacle.strip():
        raise BadInput(_("请写明遇到的困难。"))
    if not request.strip():
        raise BadInput(_("请写明需要协调解决什么。"))
    # A department is named if and only if one is asked.
    if (asked_of is AskedOf.UNIT) is (asked_unit_id is None):
        raise BadInput(_("提请其他部门协调时,请选择是哪个部门。"))
    if asked_unit_id == unit_id:
        raise BadInput(_("提请协调的部门不能是本单位。"))


def is_overdue(state: MatterState, due_on: date | None, today: date) -> bool:
    """Whether a decided matter's day has passed while it is not closed; on the day itself it is not."""
    return state is MatterState.DECIDED and due_on is not None and due_on < today
