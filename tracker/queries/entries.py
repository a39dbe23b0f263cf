"""What a department has to fill in, and one form with what is stored of it."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Relation, require
from tracker.domain.entry import Field
from tracker.domain.errors import NotFound
from tracker.domain.lifecycle import Decision, ReportState, VerifyMethod, entry_lock, lock_reason
from tracker.domain.pace import is_due
from tracker.domain.quantity import plain
from tracker.domain.quarter import Quarter
from tracker.domain.scorecard import Figure, PlanRef, Target
from tracker.domain.status import RuleSet
from tracker.queries.figures import figures_of
from tracker.queries.plans import rules_at, window_of
from tracker.queries.targets import targets_of
from tracker.tables import Account, DraftCell, Report, Review, Standing


@dataclass(frozen=True)
class Task:
    """One target that the department leads, at a quarter: where it stands for the department."""

    target: Target
    state: ReportState | None
    has_draft: bool
    is_due: bool

    @property
    def word(self) -> str:
        if self.has_draft and self.state is not ReportState.SUBMITTED:
            drafts = {ReportState.RETURNED: "已退回,修改中", ReportState.APPROVED: "更正中"}
            return "草稿" if self.state is None else drafts.get(self.state, "草稿")
        if self.state is None:
            return "待填报" if self.is_due else "未到节点"
        return self.state.word

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done by the department."""
        if self.state in (ReportState.SUBMITTED, ReportState.APPROVED):
            return self.has_draft
        return self.is_due or self.has_draft or self.state is not None

    @property
    def is_in(self) -> bool:
        """Whether the office has a figure of this quarter: waiting, or approved."""
        return self.state in (ReportState.SUBMITTED, ReportState.APPROVED)


@dataclass(frozen=True)
class Cell:
    """A field's text with the version of its stored draft; version 0: nothing is stored yet."""

    text: str
    version: int = 0
    saved_by: str = ""
    saved_at: datetime | None = None


@dataclass(frozen=True)
class Form:
    """One target's entry form: what is stored of the draft, else what was submitted last.

    ``is_correction``: what is filled in would replace an approved figure, and needs a reason.
    ``window_locked``: why the window takes no entry, whatever the state; after a withdrawal it counts.
    ``approved``: the figure that counts now, None while none was approved.
    """

    target: Target
    quarter: Quarter
    cells: dict[Field, Cell]
    previous: Figure | None
    rules: RuleSet
    report_id: int | None
    number: int
    state: ReportState | None
    locked_because: str | None
    return_note: str = ""
    returned_by: str = ""
    verified_value: Decimal | None = None
    method: VerifyMethod | None = None
    is_correction: bool = False
    window_locked: str | None = None
    approved: Figure | None = None

    @property
    def has_draft(self) -> bool:
        return any(cell.version for cell in self.cells.values())


def tasks(session: Session, person: Person, plan: PlanRef, quarter: Quarter) -> tuple[Task, ...]:
    """The targets that the person's units lead, in the notice's order."""
    require(person, Action.SEE_OWN_TASKS)
    led = [target for target in targets_of(session, person, plan.id, quarter) if _leads(person, target)]
    standings = session.exec(select(Standing).where(Standing.quarter == quarter))
    states = {standing.target_id: standing.latest_state for standing in standings}
    drafts = set(session.exec(select(DraftCell.target_id).where(DraftCell.quarter == quarter).distinct()))
    return tuple(
        Task(target, states.get(target.id), target.id in drafts, is_due(target.terms, quarter))
        for target in led
    )


def form(
    session: Session, person: Person, plan: PlanRef, target: Target, quarter: Quarter, now: datetime
) -> Form:
    """The form of one target. Raises NotAllowed unless the person's unit leads it."""
    require(person, Action.REPORT, person.relation_to(target.lead.id))
    standing = session.get(Standing, (target.id, quarter))
    latest = None if standing is None else session.get(Report, standing.latest_report_id)
    state = None if standing is None else standing.latest_state
    approved = _counts(session, plan, target, quarter)
    is_correction = approved is not None and state is not ReportState.SUBMITTED
    window_locked = lock_reason(quarter, window_of(session, plan.id, quarter), now)
    note, returned_by, verified, method = _review(session, latest)
    return Form(
        target,
        quarter,
        _cells(session, target, quarter, latest, state),
        _compared_with(session, plan, target, quarter),
        rules_at(session, plan.id),
        None if latest is None else latest.id,
        0 if latest is None else latest.number,
        state,
        entry_lock(ReportState.APPROVED if is_correction else state, window_locked),
        note,
        returned_by,
        verified,
        method,
        is_correction,
        window_locked,
        approved,
    )


def task_of(person: Person, listed: tuple[Task, ...], code: str) -> Task:
    """The task with this code. Raises NotAllowed for a code that is not in the person's list."""
    for task in listed:
        if task.target.code == code:
            return task
    require(person, Action.REPORT)  # refuses: no relation, whether the target exists or not
    raise NotFound("没有这项目标。")


def next_open(listed: tuple[Task, ...], code: str | None) -> Task | None:
    """The next task behind ``code`` with something to be done, from the top again at the end."""
    codes = [task.target.code for task in listed]
    start = codes.index(code) + 1 if code in codes else 0
    behind = (*listed[start:], *listed[:start])
    return next((task for task in behind if task.is_open and task.target.code != code), None)


def _counts(session: Session, plan: PlanRef, target: Target, quarter: Quarter) -> Figure | None:
    return figures_of(session, plan.id, (quarter,), target_id=target.id).get((target.id, quarter))


def _compared_with(session: Session, plan: PlanRef, target: Target, quarter: Quarter) -> Figure | None:
    """Last quarter's figure: approved, else what waits for review (as services.standing has it)."""
    before = quarter.previous
    if before is None:
        return None
    waiting = figures_of(session, plan.id, (before,), include_unapproved=True, target_id=target.id)
    return _counts(session, plan, target, before) or waiting.get((target.id, before))


def _leads(person: Person, target: Target) -> bool:
    return person.relation_to(target.lead.id) is Relation.LEADS


def _review(session: Session, latest: Report | None) -> tuple[str, str, Decimal | None, VerifyMethod | None]:
    if latest is None:
        return "", "", None, None
    row = session.exec(
        select(Review, Account.name)
        .join(Account, col(Account.id) == Review.decided_by_id)
        .where(Review.report_id == latest.id)
    ).first()
    if row is None or row[0].decision is Decision.WITHDRAW:
        return "", "", None, None
    review, name = row
    note = review.note if review.decision is Decision.RETURN else ""
    return note, name, review.verified_value, review.method


def _cells(
    session: Session, target: Target, quarter: Quarter, latest: Report | None, state: ReportState | None
) -> dict[Field, Cell]:
    cells = {field: Cell(text) for field, text in _submitted_texts(latest, quarter, state).items()}
    stored = session.exec(
        select(DraftCell, Account.name)
        .join(Account, col(Account.id) == DraftCell.saved_by_id)
        .where(DraftCell.target_id == target.id, DraftCell.quarter == quarter)
    )
    for cell, name in stored:
        cells[Field(cell.field)] = Cell(cell.text, cell.version, name, cell.saved_at)
    return cells


def _submitted_texts(latest: Report | None, quarter: Quarter, state: ReportState | None) -> dict[Field, str]:
    if latest is None:
        return dict.fromkeys(Field, "") | {Field.DATA_MONTH: str(quarter.last_month)}
    return {
        Field.VALUE: "" if latest.value is None else plain(latest.value),
        Field.NOT_APPLICABLE: "1" if latest.is_not_applicable else "",
        Field.DATA_MONTH: str(latest.data_month),
        Field.FINALITY: latest.finality.value,
        Field.SCOPE_NOTE: latest.scope_note,
        Field.PROGRESS: latest.progress,
        Field.PROBLEM: latest.problem,
        Field.NEXT_STEP: latest.next_step,
        Field.CALL: "" if latest.call is None else latest.call.value,
        Field.CALL_VALUE: "" if latest.call_value is None else plain(latest.call_value),
        # A new correction of what is approved has a reason of its own.
        Field.REASON: "" if state is ReportState.APPROVED else latest.reason,
    }
