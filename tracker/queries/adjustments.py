"""The register of adjustments, a target's versions of terms, and what a proposal would change."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.period import Period
from tracker.domain.progress.differences import Difference, StatusChange
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
from tracker.queries.figures import figures_of, waiting_of
from tracker.queries.plans import rules_at
from tracker.queries.scorecard import score_of
from tracker.queries.targets import targets_of
from tracker.tables import Account, AdjustmentDecision, AdjustmentRequest, TargetTerms, Unit
from tracker.tables import Target as TargetRow


@dataclass(frozen=True)
class Adjustment:
    """A request with what became of it. ``changes`` from the terms that the applicant saw.

    ``decided_at`` is None while it waits, and for one that was superseded.
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


@dataclass(frozen=True)
class TermsVersion:
    """A version of a target's terms; ``changes`` from the one before, none for the notice's own."""

    number: int
    version: Version
    lead: str
    changes: tuple[Difference, ...]
    reason: str
    basis: str
    applicant: str
    approver: str
    created_at: datetime


def newest_targets(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[Target, ...]:
    """The plan's targets under their newest terms, also those that count only from a later quarter on."""
    return targets_of(session, person, plan.id, plan.periods[-1], as_of)


def unit_names(session: Session) -> dict[int, str]:
    """All units by id, in the register's order; their names are in the published notice."""
    rows = session.exec(select(Unit).order_by(col(Unit.id)))
    return {unit.id: unit.name for unit in rows if unit.id is not None}


def adjustments(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[Adjustment, ...]:
    """All requests of the plan, the newest first; department staff get those of their own targets."""
    targets = {target.id: target for target in newest_targets(session, person, plan, as_of=as_of)}
    names = unit_names(session)
    newest: dict[int, int] = {}
    found = []
    for row in session.exec(_requests(plan, as_of)):
        request = row[0]
        is_newest = newest.setdefault(request.target_id, request.id) == request.id
        if request.target_id in targets:
            found.append(_adjustment(row, targets[request.target_id], names, is_newest))
    return tuple(found)


def _requests(plan: PlanRef, as_of: datetime | None) -> Any:
    applicant, decider = aliased(Account), aliased(Account)
    decided = col(AdjustmentDecision.request_id) == AdjustmentRequest.id
    if as_of is not None:
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
    before = Version(seen.terms, seen.lead_unit_id, seen.effective)
    proposed = _proposed(request)
    note = "" if decision is None else decision.note
    made_terms = decision is not None and decision.terms_id is not None
    state = request_state(
        is_decided=decision is not None, made_terms=made_terms, note=note, is_newest=is_newest
    )
    return Adjustment(
        request.id,
        target,
        proposed,
        what_changes(before, adjusted(before, proposed), names),
        request.reason,
        request.basis,
        request.applicant_unit_id,
        names[request.applicant_unit_id],
        request.applied_by_id,
        applicant,
        request.applied_at,
        state,
        decider or "",
        None if decision is None else decision.decided_at,
        note,
    )


def _proposed(row: AdjustmentRequest) -> Proposed:
    return Proposed(row.value, row.path, row.plan_values, row.due, row.lead_unit_id, row.effective)


def versions(
    session: Session, person: Person, target: Target, *, as_of: datetime | None = None
) -> tuple[TermsVersion, ...]:
    """A target's versions of terms, the notice's own first."""
    relation = person.relation_to(target.lead.id, frozenset(unit.id for unit in target.co_units))
    require(person, Action.SEE_TARGET, relation)
    applicant, approver = aliased(Account), aliased(Account)
    query = (
        select(TargetTerms, applicant.name, approver.name)
        .join(applicant, col(applicant.id) == TargetTerms.applicant_id, isouter=True)
        .join(approver, col(approver.id) == TargetTerms.approver_id, isouter=True)
        .where(TargetTerms.target_id == target.id)
    )
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    names, found = unit_names(session), list[TermsVersion]()
    for row, asked, approved in session.exec(query.order_by(col(TargetTerms.version))):
        version = Version(row.terms, row.lead_unit_id, row.effective)
        changes = what_changes(found[-1].version, version, names) if found else ()
        found.append(
            TermsVersion(
                row.version,
                version,
                names[row.lead_unit_id],
                changes,
                row.reason,
                row.basis,
                asked or "",
                approved or "",
                row.created_at,
            )
        )
    return tuple(found)


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
    known = [each.version for each in versions(session, person, target, as_of=as_of)]
    new = adjusted(known[-1], proposed)
    rules, periods = rules_at(session, plan.id, as_of), plan.periods
    figures = figures_of(session, plan.id, periods, as_of=as_of, among=(target.id,))

    def turn(period: Period) -> StatusChange:
        waiting = waiting_of(session, plan.id, period, as_of).get(target.id)
        before, after = (
            score_of(replace(target, terms=each.terms), period, figures, rules, waiting).status
            for each in (in_force(known, period), new)
        )
        return StatusChange(period, target, before, after)

    turns = (turn(period) for period in periods if period >= proposed.effective)
    return tuple(each for each in turns if each.before is not each.after)
