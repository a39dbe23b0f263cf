"""Entry forms as they are stored: the draft, else what was submitted last; one, or all of a department."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _, marked
from tracker.domain.measure.figure import Figure, Neighbours, ReportState, neighbours_at
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.sums import Sum
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.drafts import Cell
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.evidence import DraftFiles, EvidenceFile
from tracker.domain.workflow.lifecycle import (
    Decision,
    VerifyMethod,
    Window,
    entry_lock,
    entry_state,
    is_correction,
    lock_reason,
)
from tracker.domain.workflow.linking import Source
from tracker.domain.workflow.plan_states import refusal_of
from tracker.domain.workflow.supplement import Supplement, unwritten
from tracker.queries.evidence import files_of_drafts, files_of_reports
from tracker.queries.figures import compared_with, figures_of, latest_of, served
from tracker.queries.linked import sources_of
from tracker.queries.plans import rules_at, window_of
from tracker.queries.signatures import confirmations_of, head_switch
from tracker.queries.sums import sums_of
from tracker.queries.texts import supplements_of, texts_of_reports
from tracker.queries.windows import let_in_until
from tracker.tables import Account, DraftCell, Report, Review

LOCKED_PAST = marked("正在回看过去的情况,只能查看,不能填报。")


@dataclass(frozen=True)
class Form:
    """One target's entry form: what is stored of the draft, else what was submitted last.

    ``others``: the figures of the year's other periods. ``sums``: those that a budget stands in, as far as
    its own unit reports them. ``is_correction``: what is filled in would replace an approved figure, and
    needs a reason.
    ``window_locked``: why the window takes no entry, whatever the state; after a withdrawal it counts.
    ``approved``: the figure that counts now, None while none was approved.
    ``awaits_head``: what was submitted has to be confirmed by the unit's head first.
    ``source``: the target of another plan that it is reported with; then nothing is entered here.
    ``files``: 佐证材料 as they would be submitted now. ``asked``: what the approved figure, which is behind,
    does not say; ``supplement``: what was written to it later.
    """

    target: Target
    period: Period
    cells: dict[Field, Cell]
    others: Mapping[Period, Figure]
    rules: RuleSet
    report_id: int | None
    number: int
    state: ReportState | None
    locked_because: str | None
    return_note: str = ""
    returned_by: str = ""
    returned_at: datetime | None = None
    verified_value: Decimal | None = None
    method: VerifyMethod | None = None
    is_correction: bool = False
    window_locked: str | None = None
    approved: Figure | None = None
    files: tuple[EvidenceFile, ...] = ()
    has_file_changes: bool = False
    asked: tuple[Field, ...] = ()
    supplement: Supplement | None = None
    sums: tuple[Sum, ...] = ()
    awaits_head: bool = False
    source: Source | None = None

    @property
    def previous(self) -> Figure | None:
        """The figure of the period before, where there is one."""
        before = self.period.previous
        return None if before is None else self.others.get(before)

    @property
    def neighbours(self) -> Neighbours:
        return neighbours_at(self.period, self.others, self.sums)

    @cached_property
    def has_draft(self) -> bool:
        return self.has_file_changes or any(cell.version for cell in self.cells.values())


@dataclass(frozen=True)
class _Submitted:
    """The number of a target's latest submission at the quarter, and its texts as a form opens with them."""

    number: int
    texts: dict[Field, str]


@dataclass(frozen=True)
class _Said:
    """What the office said of a submission; the note only where it was returned."""

    note: str = ""
    by: str = ""
    at: datetime | None = None
    verified_value: Decimal | None = None
    method: VerifyMethod | None = None


@dataclass(frozen=True)
class Ledger:
    """What the ledger holds for the forms of some targets at one quarter, by target.

    It stands as long as the ledger's sequence does: no drafts, no clock. ``as_of``: as known at a past
    moment; None is now. ``reports``, ``reviews``, ``supplements`` and ``files`` are by the report's id.
    ``unconfirmed``: the submissions that wait for the unit's head. ``served``: the targets that are reported
    with one of another plan.
    """

    targets: tuple[Target, ...]
    period: Period
    as_of: datetime | None
    latest: dict[int, tuple[int, ReportState]]
    reports: dict[int, _Submitted]
    reviews: dict[int, _Said]
    approved: dict[int, Figure]
    asked: dict[int, tuple[Field, ...]]
    supplements: dict[int, Supplement]
    others: dict[int, dict[Period, Figure]]
    sums: dict[int, tuple[Sum, ...]]
    files: dict[int, tuple[EvidenceFile, ...]]
    let_in: dict[int, datetime | None]
    window: Window | None
    rules: RuleSet
    unconfirmed: frozenset[int]
    plan_lock: str | None
    served: Mapping[int, Source]

    @cached_property
    def ids(self) -> frozenset[int]:
        return frozenset(target.id for target in self.targets)

    def locks(self, now: datetime) -> dict[int, str | None]:
        """Why the plan or the window takes no entry at ``now``, by lead unit; None where they do."""
        return {
            unit: self.plan_lock or lock_reason(self.period, self.window, now, until)
            for unit, until in self.let_in.items()
        }


@dataclass(frozen=True)
class _Drafts:
    """What is being filled in, by target; nothing of it at a past moment."""

    cells: Mapping[int, dict[Field, Cell]]
    files: Mapping[int, DraftFiles]


def draft_of(session: Session, person: Person, target: Target, period: Period) -> dict[Field, Cell]:
    """The stored cells of one draft. Raises NotAllowed unless the person's unit leads the target."""
    require(person, Action.REPORT, person.relation_to(target.lead.id))
    return cells_of_drafts(session, [target.id], period).get(target.id, {})


def read_ledger(
    session: Session, plan: PlanRef, targets: Sequence[Target], period: Period, as_of: datetime | None
) -> Ledger:
    """What is stored of ``targets``; callers check the person's right to them."""
    ids = [target.id for target in targets]
    # Of one target little is read by its key; of many, one pass over the quarter is faster than their list.
    among = ids if len(ids) == 1 else None
    latest = latest_of(session, plan.id, period, as_of, among)
    states = {latest[each][0]: latest[each][1] for each in ids if each in latest}
    reports = session.exec(select(Report).where(col(Report.id).in_(states)))
    sources = sources_of(session, plan.id, as_of)
    figures = figures_of(session, plan.id, (period,), as_of=as_of, among=among, sources=sources)
    approved = {target_id: figure for (target_id, _period), figure in figures.items()}
    rules = rules_at(session, plan.id, as_of)
    linked = served(session, plan.id, period, as_of, sources)
    behind = [
        each
        for each in targets
        # What is reported with another target is explained there.
        if each.id in approved
        and each.id not in linked
        and score_of(each, period, figures, rules).status.is_behind
    ]
    behind_reports = [approved[each.id].report_id for each in behind]
    texts = texts_of_reports(session, behind_reports, as_of)
    return Ledger(
        targets=tuple(targets),
        period=period,
        as_of=as_of,
        latest=latest,
        reports={
            report.id: _Submitted(report.number, _submitted_texts(report, states[report.id]))
            for report in reports
            if report.id is not None
        },
        reviews=_reviews(session, list(states), as_of),
        approved=approved,
        asked={each.id: unwritten(texts[approved[each.id].report_id]) for each in behind},
        supplements=supplements_of(session, behind_reports, as_of),
        others=compared_with(session, plan.id, period, as_of=as_of, among=among, sources=sources),
        sums=sums_of(session, plan.id, period, targets, as_of=as_of, within_unit=True),
        files=files_of_reports(session, list(states)),
        let_in={
            unit: let_in_until(session, plan.id, period, unit, as_of)
            for unit in {target.lead.id for target in targets}
        },
        window=window_of(session, plan.id, period, as_of),
        rules=rules,
        unconfirmed=_unconfirmed(session, plan.id, states, as_of),
        plan_lock=refusal_of(plan.state, Action.REPORT),
        served=linked,
    )


def _unconfirmed(
    session: Session, plan_id: int, states: Mapping[int, ReportState], as_of: datetime | None
) -> frozenset[int]:
    """Of the submissions that wait, those that the unit's head has to confirm first."""
    if not head_switch(session, plan_id, as_of=as_of).on:
        return frozenset()
    waiting = [report_id for report_id, state in states.items() if state is ReportState.SUBMITTED]
    return frozenset(waiting) - confirmations_of(session, waiting, as_of=as_of).keys()


def forms_of(session: Session, ledger: Ledger, now: datetime) -> tuple[Form, ...]:
    """The forms of the ledger's targets, in their order, with their drafts.

    At a past moment: what was submitted by then, locked, without the drafts of today.
    """
    if ledger.as_of is not None:
        return forms_without_drafts(ledger, now)
    ids = [target.id for target in ledger.targets]
    drafts = _Drafts(
        cells_of_drafts(session, ids, ledger.period), files_of_drafts(session, ids, ledger.period)
    )
    return _forms(ledger, drafts, now)


def forms_without_drafts(ledger: Ledger, now: datetime) -> tuple[Form, ...]:
    """The forms as the ledger alone has them: they rest on nothing besides it and its ``locks``."""
    return _forms(ledger, _Drafts({}, {}), now)


def _forms(ledger: Ledger, drafts: _Drafts, now: datetime) -> tuple[Form, ...]:
    locks = ledger.locks(now)
    return tuple(_form(target, ledger, drafts, locks[target.lead.id]) for target in ledger.targets)


def _form(target: Target, stored: Ledger, drafts: _Drafts, window_locked: str | None) -> Form:
    period = stored.period
    report_id, state = stored.latest.get(target.id, (None, None))
    latest = _nothing_yet(period) if report_id is None else stored.reports[report_id]
    approved = stored.approved.get(target.id)
    review = _Said() if report_id is None else stored.reviews.get(report_id, _Said())
    draft_files = drafts.files.get(target.id, DraftFiles())
    source = stored.served.get(target.id)
    locked = (
        entry_lock(entry_state(state, approved is not None), window_locked) if source is None else source.lock
    )
    return Form(
        target=target,
        period=period,
        # What is being typed stands over what was submitted.
        cells={field: Cell(text) for field, text in latest.texts.items()} | drafts.cells.get(target.id, {}),
        others=stored.others.get(target.id, {}),
        rules=stored.rules,
        report_id=report_id,
        number=latest.number,
        state=state,
        locked_because=locked if stored.as_of is None else _(LOCKED_PAST),
        return_note=review.note,
        returned_by=review.by,
        returned_at=review.at,
        verified_value=review.verified_value,
        method=review.method,
        is_correction=source is None and is_correction(state, approved is not None),
        window_locked=window_locked,
        approved=approved,
        files=draft_files.on_top_of(() if report_id is None else stored.files.get(report_id, ())),
        has_file_changes=draft_files.has_changes,
        asked=stored.asked.get(target.id, ()),
        supplement=None if approved is None else stored.supplements.get(approved.report_id),
        sums=stored.sums.get(target.id, ()),
        awaits_head=report_id in stored.unconfirmed,
        source=source,
    )


def _reviews(session: Session, report_ids: list[int], as_of: datetime | None) -> dict[int, _Said]:
    """What was decided on submissions by ``as_of``; a withdrawal is the department's own."""
    query = (
        select(Review, Account.name)
        .join(Account, col(Account.id) == Review.decided_by_id)
        .where(col(Review.report_id).in_(report_ids), Review.decision != Decision.WITHDRAW)
    )
    if as_of is not None:
        query = query.where(Review.decided_at <= as_of)
    return {
        review.report_id: _Said(
            review.note if review.decision is Decision.RETURN else "",
            name,
            review.decided_at,
            review.verified_value,
            review.method,
        )
        for review, name in session.exec(query)
    }


# What ``draft_cell`` reads, also of a row of another statement (queries/filing.py).
DRAFT_CELL: Any = (
    *(DraftCell.field, DraftCell.text, DraftCell.version, Account.name),
    *(DraftCell.saved_at, DraftCell.saved_by_id),
)
_CELLS: Any = (
    select(DraftCell.target_id, *DRAFT_CELL)
    .join(Account, col(Account.id) == DraftCell.saved_by_id)
    .where(
        col(DraftCell.target_id).in_(bindparam("targets", expanding=True)),
        DraftCell.period == bindparam("period"),
    )
)


def cells_of_drafts(
    session: Session, target_ids: Collection[int], period: Period
) -> dict[int, dict[Field, Cell]]:
    """By target the stored cells of its draft; callers check who may see it."""
    session.flush()
    drafts: dict[int, dict[Field, Cell]] = defaultdict(dict)
    given = {"targets": list(target_ids), "period": period}
    for target_id, *stored in session.connection().execute(_CELLS, given):
        field, cell = draft_cell(stored)
        drafts[target_id][field] = cell
    return drafts


def draft_cell(stored: Sequence[Any]) -> tuple[Field, Cell]:
    field, *cell = stored
    return Field(field), Cell(*cell)


def _nothing_yet(period: Period) -> _Submitted:
    return _Submitted(0, dict.fromkeys(Field, "") | {Field.DATA_MONTH: str(period.last_month)})


def _submitted_texts(latest: Report, state: ReportState) -> dict[Field, str]:
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
