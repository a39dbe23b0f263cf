"""What a department has to fill in: its targets at a quarter, and their forms."""

from dataclasses import dataclass, replace
from datetime import datetime

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
    "drafted_forms",
    "filed_forms",
    "form",
    "form_of",
    "ledger_of",
    "next_open",
    "task_of",
    "tasks",
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


def ledger_of(
    session: Session, person: Person, plan: PlanRef, period: Period, *, as_of: datetime | None = None
) -> Ledger:
    """What the ledger holds of the targets that the person's units lead, in the notice's order.

    Pages keep it as long as the ledger's sequence stands, and hand it to ``tasks`` and ``forms``.
    """
    require(person, Action.SEE_OWN_TASKS)
    listed = targets_of(session, person, plan.id, period, as_of)
    return read_ledger(session, plan, [each for each in listed if _leads(person, each)], period, as_of)


def tasks(session: Session, person: Person, ledger: Ledger) -> tuple[Task, ...]:
    """The ledger's targets as things to do, with the drafts of now. Drafts have no past."""
    require(person, Action.SEE_OWN_TASKS)
    drafts = _drafted(session, ledger)
    listed = []
    for target in ledger.targets:
        if _leads(person, target):
            _report, state = ledger.latest.get(target.id, (None, None))
            is_asked = state is ReportState.APPROVED and bool(ledger.asked.get(target.id))
            is_served = target.id in ledger.served
            owed = not is_served and is_owed(target.terms, ledger.period)
            listed.append(Task(target, state, target.id in drafts, owed, is_asked, is_served))
    return tuple(listed)


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
    require(person, Action.SEE_OWN_TASKS)
    drafts = _drafted(session, ledger)
    led = tuple(each for each in ledger.targets if each.id in drafts and _leads(person, each))
    return {form.target.id: form for form in forms_of(session, replace(ledger, targets=led), now)}


def filed_forms(person: Person, ledger: Ledger, now: datetime) -> tuple[Form, ...]:
    """The forms of all targets that the person's units lead, in the notice's order, without any drafts."""
    require(person, Action.SEE_OWN_TASKS)
    led = tuple(target for target in ledger.targets if _leads(person, target))
    return forms_without_drafts(replace(ledger, targets=led), now)


def task_of(person: Person, listed: tuple[Task, ...], code: str) -> Task:
    """The task with this code. Raises NotAllowed for a code that is not in the person's list."""
    for task in listed:
        if task.target.code == code:
            return task
    require(person, Action.REPORT)  # refuses: no relation, whether the target exists or not
    raise NotFound(_("没有这项目标。"))


def next_open(listed: tuple[Task, ...], code: str | None) -> Task | None:
    """The next task behind ``code`` with something to be done, from the top again at the end."""
    codes = [task.target.code for task in listed]
    start = codes.index(code) + 1 if code in codes else 0
    behind = (*listed[start:], *listed[:start])
    return next((task for task in behind if task.is_open and task.target.code != code), None)


def _drafted(session: Session, ledger: Ledger) -> frozenset[int]:
    """Drafts have no past."""
    return drafted_at(session, ledger.period) if ledger.as_of is None else frozenset()


def _leads(person: Person, target: Target) -> bool:
    return person.relation_to(target.lead.id) is Relation.LEADS
