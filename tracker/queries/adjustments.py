"""The register of adjustments, a target's versions of terms, and what a proposal would change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.meetings.meeting import AdjustedTerms
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.judging import StatusChange, score_of
from tracker.domain.progress.scorecard import PlanRef, Target
from tracker.domain.workflow.adjustment import (
    Proposed,
    RequestState,
    Version,
    adjusted,
    in_force,
    request_state,
    what_changes,
)
from tracker.queries.figures import few, figures_of, waiting_of
from tracker.queries.linked import sources_of
from tracker.queries.plans import rules_at
from tracker.queries.targets import called, errata_of, require_sight, targets_of, units_by_id
from tracker.tables import (
    Account,
    AdjustmentDecision,
    AdjustmentRequest,
    ErratumTerms,
    PathDecision,
    ReorganisationTerms,
    TargetTerms,
)
from tracker.tables import Target as TargetRow


@dataclass(frozen=True)
class Adjustment:
    """A request with what became of it. ``changes`` from the terms that the applicant saw.

    ``decided_at`` is None while it waits, and for one that was superseded. ``is_by_applicant``: who asked for
    it has decided, too (domain/workflow/second_person.py).
    """

    request_id: int
    target: Target
    proposed: Proposed
    changes: tuple[Difference, ...]
    reason: str
    basis: str
    applicant_unit_id: int
    applicant_unit: str
    applied_by_id: int
    applied_by: str
    applied_at: datetime
    state: RequestState
    decided_by: str
    decided_at: datetime | None
    note: str
    is_by_applicant: bool = False


def newest_targets(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[Target, ...]:
    """The plan's targets under their newest terms, also those that count only from a later quarter on."""
    return targets_of(session, person, plan.id, plan.periods[-1], as_of)


def unit_names(session: Session) -> dict[int, str]:
    return {unit_id: unit.name for unit_id, unit in units_by_id(session).items()}


def adjustments(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[Adjustment, ...]:
    """All requests of the plan, the newest first; department staff get those of their own targets."""
    rows = session.exec(_requests(plan, as_of)).all()
    among = few({row[0].target_id for row in rows})
    targets = {each.id: each for each in targets_of(session, person, plan.id, plan.periods[-1], as_of, among)}
    names = unit_names(session)
    newest: dict[int, int] = {}
    requests = []
    for row in rows:
        request = row[0]
        # The newest come first: the first one met of a target is its newest, whoever may see it.
        is_newest = newest.setdefault(request.target_id, request.id) == request.id
        if request.target_id in targets:
            requests.append(_adjustment(row, targets[request.target_id], names, is_newest))
    return tuple(requests)


def _requests(plan: PlanRef, as_of: datetime | None) -> Any:
    applicant, decider = aliased(Account), aliased(Account)
    decided = col(AdjustmentDecision.request_id) == AdjustmentRequest.id
    if as_of is not None:
        # In the join, not among the conditions: what was decided later was still open then.
        decided = and_(decided, col(AdjustmentDecision.decided_at) <= as_of)
    query: Any = (
        select(AdjustmentRequest, TargetTerms, AdjustmentDecision, applicant.name, decider.name)  # type: ignore[call-overload]
        .join(TargetTerms, col(TargetTerms.id) == AdjustmentRequest.terms_id)
        .join(TargetRow, col(TargetRow.id) == AdjustmentRequest.target_id)
        .join(applicant, col(applicant.id) == AdjustmentRequest.applied_by_id)
        .join(AdjustmentDecision, decided, isouter=True)
        .join(decider, col(decider.id) == AdjustmentDecision.decided_by_id, isouter=True)
        .where(TargetRow.plan_id == plan.id)
    )
    if as_of is not None:
        query = query.where(AdjustmentRequest.applied_at <= as_of)
    return query.order_by(col(AdjustmentRequest.id).desc())


def _adjustment(row: Any, target: Target, names: dict[int, str], is_newest: bool) -> Adjustment:
    request, seen, decision, applicant, decider = row
    before, proposed = version_of(seen), proposed_of(request)
    state = state_of_request(decision, is_newest=is_newest)
    return Adjustment(
        request_id=request.id,
        target=target,
        proposed=proposed,
        changes=what_changes(before, adjusted(before, proposed), names),
        reason=request.reason,
        basis=request.basis,
        applicant_unit_id=request.applicant_unit_id,
        applicant_unit=names[request.applicant_unit_id],
        applied_by_id=request.applied_by_id,
        applied_by=applicant,
        applied_at=request.applied_at,
        state=state,
        decided_by=decider or "",
        decided_at=None if decision is None else decision.decided_at,
        note="" if decision is None else decision.note,
        is_by_applicant=state in (RequestState.ACCEPTED, RequestState.REFUSED)
        and decision.decided_by_id == request.applied_by_id,
    )


def state_of_request(decision: AdjustmentDecision | None, *, is_newest: bool) -> RequestState:
    return request_state(
        is_decided=decision is not None,
        made_terms=decision is not None and decision.terms_id is not None,
        note="" if decision is None else decision.note,
        is_newest=is_newest,
    )


def proposed_of(row: AdjustmentRequest) -> Proposed:
    return Proposed(
        value=row.value,
        path=row.path,
        plan_values=row.plan_values,
        due=row.due,
        lead_unit_id=row.lead_unit_id,
        effective=row.effective,
    )


def version_of(row: TargetTerms) -> Version:
    return Version(row.terms, row.lead_unit_id, row.effective)


def versions(
    session: Session, person: Person, target: Target, *, as_of: datetime | None = None
) -> tuple[Version, ...]:
    """A target's versions of terms, the notice's own first."""
    require_sight(person, target)
    query = select(TargetTerms).where(TargetTerms.target_id == target.id)
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    return tuple(version_of(row) for row in session.exec(query.order_by(col(TargetTerms.version))))


def adjustments_of(
    session: Session, person: Person, target: Target, *, as_of: datetime | None = None
) -> tuple[AdjustedTerms, ...]:
    """What was adjusted of a target, and the path stated for it, in their order."""
    require_sight(person, target)
    return adjusted_terms(session, col(TargetTerms.target_id) == target.id, as_of, with_reforms=True)


def adjusted_terms(
    session: Session,
    asked: ColumnElement[bool],
    as_of: datetime | None = None,
    *,
    with_reforms: bool = False,
) -> tuple[AdjustedTerms, ...]:
    """Each version that an adjustment or a stated path made, beside the one before.

    Callers check the targets.

    Those that an erratum made are no adjustments, and are told of in its own register; no more are those of
    a reform of units, which stand in a target's history (``with_reforms``).

    ``asked``: a condition on TargetTerms or its target.
    """
    applicant, approver, before = aliased(Account), aliased(Account), aliased(TargetTerms)
    query: Any = (
        select(  # type: ignore[call-overload]
            TargetTerms,
            before,
            TargetRow,
            applicant.name,
            approver.name,
            PathDecision.statement_id,
            ReorganisationTerms.terms_id,
        )
        .join(TargetRow, col(TargetRow.id) == TargetTerms.target_id)
        .join(ReorganisationTerms, col(ReorganisationTerms.terms_id) == TargetTerms.id, isouter=True)
        .join(
            # The notice's own version has none before it, and so is left out.
            before,
            and_(
                col(before.target_id) == TargetTerms.target_id,
                or_(
                    col(before.id) == ReorganisationTerms.carries_on_id,
                    and_(
                        col(ReorganisationTerms.terms_id).is_(None),
                        col(before.version) == TargetTerms.version - 1,
                    ),
                ),
            ),
        )
        .join(applicant, col(applicant.id) == TargetTerms.applicant_id, isouter=True)
        .join(approver, col(approver.id) == TargetTerms.approver_id, isouter=True)
        .join(PathDecision, col(PathDecision.terms_id) == TargetTerms.id, isouter=True)
        .where(asked, col(TargetTerms.id).not_in(select(ErratumTerms.terms_id)))
        .order_by(col(TargetTerms.id))
    )
    if not with_reforms:
        query = query.where(col(ReorganisationTerms.terms_id).is_(None))
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    names, rows = unit_names(session), session.exec(query).all()
    errata = {
        target_id: listed
        for plan_id in {target.plan_id for __, __, target, *_rest in rows}
        for target_id, listed in errata_of(session, plan_id, as_of).items()
    }
    return tuple(
        AdjustedTerms(
            target_id=target.id,
            code=target.code,
            name=called(target.name, errata.get(target.id, ())),
            version=made.version,
            original=old.terms,
            adjusted=made.terms,
            original_lead=names[old.lead_unit_id],
            adjusted_lead=names[made.lead_unit_id],
            original_effective=old.effective,
            effective=made.effective,
            reason=made.reason,
            basis=made.basis,
            applicant=asked_by or "",
            approver=approved_by or "",
            made_at=made.created_at,
            is_stated=statement_id is not None,
            is_reform=reform_id is not None,
        )
        for made, old, target, asked_by, approved_by, statement_id, reform_id in rows
    )


def preview(
    session: Session,
    person: Person,
    plan: PlanRef,
    target: Target,
    proposed: Proposed,
    *,
    as_of: datetime | None = None,
) -> tuple[StatusChange, ...]:
    """The quarters at which the proposal would give the target another status, by the approved figures."""
    known = versions(session, person, target, as_of=as_of)
    return status_changes(session, plan, target, known, (*known, adjusted(known[-1], proposed)), as_of)


def status_changes(
    session: Session,
    plan: PlanRef,
    target: Target,
    before: Sequence[Version],
    after: Sequence[Version],
    as_of: datetime | None = None,
) -> tuple[StatusChange, ...]:
    """The quarters at which other versions give another status, by the approved figures.

    Both in the order of their numbers; callers check the target.
    """
    rules, periods = rules_at(session, plan.id, as_of), plan.periods
    sources = sources_of(session, plan.id, as_of)
    figures = figures_of(session, plan.id, periods, as_of=as_of, among=(target.id,), sources=sources)

    def turn(period: Period) -> StatusChange:
        waiting = waiting_of(session, plan.id, period, as_of, sources).get(target.id)
        old, new = (
            score_of(
                replace(target, terms=in_force(each, period).terms), period, figures, rules, waiting
            ).status
            for each in (before, after)
        )
        return StatusChange(period, target, old, new)

    return tuple(each for each in map(turn, periods) if each.before is not each.after)
