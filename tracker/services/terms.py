"""A target's versions of terms as writes need them: the newest, and the next one made from it."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import Change, NotFound, StaleState
from tracker.domain.measure.period import periods_of
from tracker.domain.measure.target import Terms
from tracker.domain.workflow.adjustment import adjusted, what_changes
from tracker.queries.adjustments import proposed_of, unit_names, version_of
from tracker.queries.people import account_name
from tracker.services.standing import hold
from tracker.tables import (
    AdjustmentRequest,
    ErratumTerms,
    MilestoneStep,
    PathStatement,
    Plan,
    PlannedValue,
    ReorganisationTerms,
    RequestedValue,
    StatedValue,
    Target,
    TargetTerms,
    TermsUnit,
)


def target_with_newest_terms(
    session: Session, person: Person, action: Action, target_id: int
) -> tuple[Target, TargetTerms, int]:
    """The target, its newest terms and the plan's year, if the person may do this by the newest terms."""
    target = session.get(Target, target_id)
    plan = None if target is None else session.get(Plan, target.plan_id)
    if target is None or plan is None:
        require(person, action)
        raise NotFound(_("没有这项目标。"))
    # All terms are effective by the last quarter, so the newest are those in force there.
    held = hold(session, person, action, target_id, periods_of(plan.year, plan.rhythm)[-1])
    return target, session.get_one(TargetTerms, held.terms_id), plan.year


def step_rows(terms: Terms) -> list[MilestoneStep]:
    return [
        MilestoneStep(number=number, name=step.name, due=step.due)
        for number, step in enumerate(terms.steps, start=1)
    ]


def require_newest(session: Session, newest: TargetTerms, seen_terms_id: int) -> None:
    """What is asked for stands on the newest terms. Raises StaleState that says what changed and by whom."""
    carried = newest.id
    # What a reform made of the version that was seen asks for the same.
    while carried != seen_terms_id and carried is not None:
        made = session.get(ReorganisationTerms, carried)
        carried = None if made is None else made.carries_on_id
    if carried == seen_terms_id:
        return
    seen = session.get(TargetTerms, seen_terms_id)
    if seen is None or seen.target_id != newest.target_id:
        raise NotFound(_("没有这一版目标要求。"))
    approver = account_name(session, newest.approver_id)
    names = unit_names(session)
    changes = what_changes(version_of(seen), version_of(newest), names)
    sentence = _("这项目标已由{approver}调整为第{version}版,请按新的要求核对后再操作。")
    if session.get(ErratumTerms, newest.id) is not None:
        sentence = _("这项目标已由{approver}勘误,现为第{version}版,请按新的要求核对后再操作。")
    raise StaleState(
        sentence.format(approver=approver, version=newest.version),
        tuple(Change(each.what, each.before, each.after, approver) for each in changes),
    )


_ASKED = ("value", "path", "due", "lead_unit_id", "effective", "reason", "basis")


def next_terms(newest: TargetTerms, request: AdjustmentRequest, lead_unit_id: int) -> TargetTerms:
    """The next version; what an adjustment can't touch is taken over. Approver and time are added later.

    ``lead_unit_id``: the unit that stands for the lead that was asked for.
    """
    # By attribute: model_dump would turn a Period into a dict.
    asked = {name: getattr(request, name) for name in _ASKED} | {"lead_unit_id": lead_unit_id}
    new = _next(newest, asked, request.planned)
    new.applicant_id = request.applied_by_id
    terms = adjusted(version_of(newest), proposed_of(request)).terms
    new.due, new.steps = terms.due, step_rows(terms)
    if new.lead_unit_id != newest.lead_unit_id:
        new.lead_source = "by hand"
    return new


def terms_on_path(newest: TargetTerms, statement: PathStatement) -> TargetTerms:
    """The next version, on a stated path; all else is taken over. Approver and time are added later."""
    asked = {"path": statement.path, "reason": statement.note, "basis": ""}
    new = _next(newest, asked, statement.planned)
    new.applicant_id = statement.stated_by_id
    return new


def carried_terms(source: TargetTerms, **changed: Any) -> TargetTerms:
    """A version that a reform makes of another: all is taken over but who answers for it, and since when."""
    new = TargetTerms(**{name: getattr(source, name) for name in TargetTerms.model_fields} | changed)
    new.id = None
    if new.lead_unit_id != source.lead_unit_id:
        new.lead_source = "by reform"
    new.planned = [PlannedValue(period=each.period, value=each.value) for each in source.planned]
    new.steps = step_rows(source.terms)
    return new


def _next(
    newest: TargetTerms, asked: dict[str, Any], planned: Sequence[RequestedValue | StatedValue]
) -> TargetTerms:
    new = TargetTerms(**{name: getattr(newest, name) for name in TargetTerms.model_fields} | asked)
    new.id, new.version = None, newest.version + 1
    new.planned = [PlannedValue(period=each.period, value=each.value) for each in planned]
    return new


def copy_co_units(session: Session, old: TargetTerms, new: TargetTerms) -> None:
    """The co-responsible units of the next version: a new lead is none of them, the former lead is one."""
    assert new.id is not None, "the next version is stored before its units"
    rows = select(TermsUnit.unit_id).where(TermsUnit.terms_id == old.id)
    units = list(session.exec(rows.order_by(col(TermsUnit.position))))
    if new.lead_unit_id != old.lead_unit_id:
        # It goes on seeing what it reported itself.
        units.insert(0, old.lead_unit_id)
    kept = [unit for unit in dict.fromkeys(units) if unit != new.lead_unit_id]
    for position, unit_id in enumerate(kept, start=1):
        session.add(TermsUnit(terms_id=new.id, position=position, unit_id=unit_id))
