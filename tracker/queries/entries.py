"""What a department has to fill in: its targets at a quarter, and their forms."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from sqlmodel import Session

from tracker.domain.access import Action, Person, Relation, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.pace import is_owed
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.queries.forms import Form, Ledger, forms_of, forms_without_drafts, read_ledger
from tracker.queries.open_work import drafted_at
from tracker.queries.targets import targets_of

__all__ = [
    "Form",
    "Ledger",
    "Task",
    "Tasks",
    "drafted",
    "drafted_forms",
    "filed_form",
    "filed_forms",
    "form",
    "form_of",
    "ledger_of",
    "require_led",
    "tasks",
    "tasks_of",
]


@dataclass(frozen=True)
class Task:
    """One target that the department leads, at a quarter: where it stands for the department."""

    target: Target
    state: ReportState | None
    has_draft: bool
    is_owed: bool
    is_asked: bool = False  # for a 补充说明
    is_served: bool = False  # reported with a target of another plan

    @property
    def word(self) -> str:
        if self.is_served:
            return _("同一事项")
        if self.has_draft and self.state is not ReportState.SUBMITTED:
            drafts = {ReportState.RETURNED: _("已退回,修改中"), ReportState.APPROVED: _("更正中")}
            return _("草稿") if self.state is None else drafts.get(self.state, _("草稿"))
        if self.state is None:
            return _("待填报") if self.is_owed else _("未到节点")
        return _("待补充说明") if self.is_asked else self.state.word

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done by the department."""
        if self.is_served:
            return False
        if self.state in (ReportState.SUBMITTED, ReportState.APPROVED):
            return self.has_draft or self.is_asked
        return self.is_owed or self.has_draft or self.state is not None

    @property
    def is_in(self) -> bool:
        """Whether the office has a figure of this quarter: waiting, or approved."""
        return self.state in (ReportState.SUBMITTED, ReportState.APPROVED)


@dataclass(frozen=True)
class Tasks:
    """What the department leads, in the notice's order; what a form asks of all of it is found once."""

    all: tuple[Task, ...]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """By code."""
        return {task.target.code: place for place, task in enumerate(self.all)}

    @cached_property
    def _open(self) -> tuple[int, ...]:
        return tuple(place for place, task in enumerate(self.all) if task.is_open)

    def next_open(self, code: str | None) -> Task | None:
        """The next task behind ``code`` with something to be done, from the top again at the end."""
        here = -1 if code is None else self.places.get(code, -1)
        first = bisect_left(self._open, here + 1)
        places = (*self._open[first : first + 1], *self._open[:1])
        return next((self.all[place] for place in places if place != here), None)


def ledger_of(
    session: Session, person: Person, plan: PlanRef, period: Period, *, as_of: datetime | None = None
) -> Ledger:
    """What the ledger holds of the targets that the person's units lead, in the notice's order.

    Pages keep it as long as the ledger's sequence stands, and hand it to ``tasks`` and ``forms``.
    """
    require(person, Action.SEE_OWN_TASKS)
    listed = targets_of(session, person, plan.id, period, as_of)
    return read_ledger(session, plan, [each for each in listed if _leads(person, each)], period, as_of)


def drafted(session: Session, person: Person, ledger: Ledger) -> frozenset[int]:
    """Of the ledger's targets those in whose forms somebody is typing. Drafts have no past."""
    require(person, Action.SEE_OWN_TASKS)
    if ledger.as_of is not None:
        return frozenset()
    return drafted_at(session, ledger.period) & ledger.ids


def tasks(session: Session, person: Person, ledger: Ledger) -> tuple[Task, ...]:
    """The ledger's targets as things to do, with the drafts of now."""
    return tasks_of(person, ledger, drafted(session, person, ledger))


def tasks_of(person: Person, ledger: Ledger, drafts: frozenset[int]) -> tuple[Task, ...]:
    """The same where the targets that are ``drafted`` are known."""
    require(person, Action.SEE_OWN_TASKS)
    listed = []
    for target in ledger.targets:
        if _leads(person, target):
            _report, state = ledger.latest.get(target.id, (None, None))
            is_asked = state is ReportState.APPROVED and bool(ledger.asked.get(target.id))
            is_served = target.id in ledger.served
            owed = not is_served and is_owed(target.terms, ledger.period)
            listed.append(Task(target, state, target.id in drafts, owed, is_asked, is_served))
    return tuple(listed)


def filed_form(person: Person, ledger: Ledger, target: Target, now: datetime) -> Form:
    """The form of one of the ledger's targets in which nobody is typing; refuses as ``form`` does."""
    require(person, Action.REPORT, person.relation_to(target.lead.id))
    return forms_without_drafts(replace(ledger, targets=(target,)), now)[0]


def form(session: Session, person: Person, ledger: Ledger, target: Target, now: datetime) -> Form:
    """The form of one of the ledger's targets. Raises NotAllowed unless the person's unit leads it."""
    require(person, Action.REPORT, person.relation_to(target.lead.id))
    return forms_of(session, replace(ledger, targets=(target,)), now)[0]


def form_of(
    session: Session, person: Person, plan: PlanRef, target: Target, period: Period, now: datetime
) -> Form:
    """The form of one target as it is stored at this moment; of the department's others nothing is read."""
    require(person, Action.REPORT, person.relation_to(target.lead.id))
    return forms_of(session, read_ledger(session, plan, (target,), period, None), now)[0]


def drafted_forms(session: Session, person: Person, ledger: Ledger, now: datetime) -> dict[int, Form]:
    """The forms in which somebody is typing, by target; every other is as the ledger alone has it."""
    drafts = drafted(session, person, ledger)
    led = tuple(each for each in ledger.targets if each.id in drafts and _leads(person, each))
    if not led:
        return {}
    return {form.target.id: form for form in forms_of(session, replace(ledger, targets=led), now)}


def filed_forms(person: Person, ledger: Ledger, now: datetime) -> tuple[Form, ...]:
    """The forms of all targets that the person's units lead, in the notice's order, without any drafts."""
    require(person, Action.SEE_OWN_TASKS)
    led = tuple(target for target in ledger.targets if _leads(person, target))
    return forms_without_drafts(replace(ledger, targets=led), now)


def require_led(person: Person, listed: Tasks, code: str) -> None:
    """Raise NotAllowed for a code that is not in the person's list."""
    if code not in listed.places:
        require(person, Action.REPORT)  # refuses: no relation, whether the target exists or not
        raise NotFound(_("没有这项目标。"))


def _leads(person: Person, target: Target) -> bool:
    return person.relation_to(target.lead.id) is Relation.LEADS
