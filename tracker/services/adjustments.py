"""Adjusting a target's terms: asked for with reason and basis, decided on by the mayor's office.

A decision that accepts makes the next version of the terms; nothing that was frozen or approved changes.
"""

from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Locked, NotAllowed, NotFound, Refusal, StaleState
from tracker.domain.language.texts import clean_text
from tracker.domain.workflow.adjustment import (
    Proposed,
    RequestState,
    adjusted,
    check_proposal,
    what_changes,
)
from tracker.queries.adjustments import state_of_request, unit_names, version_of
from tracker.queries.people import account_name
from tracker.queries.successions import successions
from tracker.queries.units import current_units
from tracker.services import audit
from tracker.services.second_person import require_second
from tracker.services.terms import copy_co_units, next_terms, require_newest, target_with_newest_terms
from tracker.tables import AdjustmentDecision, AdjustmentRequest, RequestedValue


def apply(
    session: Session,
    person: Person,
    target_id: int,
    seen_terms_id: int,
    proposed: Proposed,
    reason: str,
    basis: str,
    click_key: str,
    now: datetime,
) -> int:
    """Ask for new terms in place of those seen; returns the request's id. The same click is one request.

    By a clerk of the unit that leads, or by the office on its behalf. An earlier open request of the same
    target is superseded. Raises BadInput, or StaleState when the terms were adjusted since they were seen.
    """
    target, newest, year = target_with_newest_terms(session, person, Action.REQUEST_ADJUSTMENT, target_id)
    clicked = select(AdjustmentRequest).where(AdjustmentRequest.click_key == click_key)
    repeated = session.exec(clicked).first()
    if repeated is not None:
        return _same_click(repeated, person, target_id)
    require_newest(session, newest, seen_terms_id)
    reason, basis = clean_text(reason, what=_("调整理由")), clean_text(basis, what=_("调整依据"))
    current = version_of(newest)
    refusals = check_proposal(current, proposed, reason, basis, year)
    if refusals:
        raise BadInput(" ".join(refusals))
    names = unit_names(session)
    if proposed.lead_unit_id not in {newest.lead_unit_id, *current_units(session)}:
        raise BadInput(_("没有这个牵头单位,请重新选择。"))
    assert newest.id is not None, "terms in force are stored"
    request = AdjustmentRequest(
        target_id=target_id,
        terms_id=newest.id,
        click_key=click_key,
        value=proposed.value,
        path=proposed.path,
        due=proposed.due,
        lead_unit_id=proposed.lead_unit_id,
        effective=proposed.effective,
        reason=reason,
        basis=basis,
        applicant_unit_id=newest.lead_unit_id,
        applied_by_id=person.account_id,
        applied_at=now,
        planned=[
            RequestedValue(period=period, value=value)
            # Only a plan of its own has values by period; another path has none to store.
            for period, value in zip(proposed.effective.of_year, proposed.plan_values or (), strict=False)
        ],
    )
    session.add(request)
    session.flush()
    assert request.id is not None
    changes = [each.text for each in what_changes(current, adjusted(current, proposed), names)]
    detail = {"request": request.id, "effective": proposed.effective, "changes": changes}
    audit.record(session, person, "申请目标调整", target.code, now, detail)
    return request.id


def accept(session: Session, person: Person, request_id: int, note: str, now: datetime) -> int:
    """Make the terms that were asked for; returns the new version's number.

    The co-responsible units stay; of a new lead the former lead becomes one. Raises StaleState when the
    terms are not those that the applicant saw, or a newer request stands; OwnWork where who asked for it, for
    whichever unit, would decide although another one could.
    """
    request = _request(session, request_id)
    target, newest, __ = target_with_newest_terms(
        session, person, Action.DECIDE_ADJUSTMENT, request.target_id
    )
    _require_open(session, request)
    alone = require_second(session, person, Action.DECIDE_ADJUSTMENT, {request.applied_by_id})
    require_newest(session, newest, request.terms_id)
    lead = successions(session).heir(request.lead_unit_id, newest.lead_unit_id)
    terms = next_terms(newest, request, lead)
    terms.approver_id, terms.created_at = person.account_id, now
    session.add(terms)
    session.flush()
    copy_co_units(session, newest, terms)
    decided = _decide(session, person, request, clean_text(note, what=_("审定意见")), now)
    decided.terms_id = terms.id
    session.add(decided)
    session.flush()
    detail: dict[str, object] = {
        "request": request.id,
        "version": terms.version,
        "effective": terms.effective,
    }
    if alone:
        detail["reason"] = alone
    audit.record(session, person, "同意目标调整", target.code, now, detail)
    return terms.version


def refuse(session: Session, person: Person, request_id: int, note: str, now: datetime) -> None:
    """Turn a request down; the note says why. The terms stay as they are. Raises OwnWork as ``accept``."""
    request = _request(session, request_id)
    target, *_rest = target_with_newest_terms(session, person, Action.DECIDE_ADJUSTMENT, request.target_id)
    _require_open(session, request)
    alone = require_second(session, person, Action.DECIDE_ADJUSTMENT, {request.applied_by_id})
    cleaned = clean_text(note, what=_("审定意见"))
    if not cleaned:
        raise BadInput(_("不同意调整时请写明理由。"))
    session.add(_decide(session, person, request, cleaned, now))
    session.flush()
    detail: dict[str, object] = {"request": request.id} | ({"reason": alone} if alone else {})
    audit.record(session, person, "不同意目标调整", target.code, now, detail)


def take_back(session: Session, person: Person, request_id: int, now: datetime) -> None:
    """End one's own open request; any clerk of the unit that applied may, and who applied for it."""
    request = _request(session, request_id)
    target, *_rest = target_with_newest_terms(session, person, Action.REQUEST_ADJUSTMENT, request.target_id)
    if request.applied_by_id != person.account_id and request.applicant_unit_id not in person.unit_ids:
        raise NotAllowed(lambda: _("只有申请单位可以撤回申请。"))
    _require_open(session, request)
    session.add(_decide(session, person, request, "", now))
    session.flush()
    audit.record(session, person, "撤回目标调整申请", target.code, now, {"request": request.id})


def _same_click(repeated: AdjustmentRequest, person: Person, target_id: int) -> int:
    if (repeated.applied_by_id, repeated.target_id) != (person.account_id, target_id) or repeated.id is None:
        raise Refusal(_("这次申请的标识已被使用,请刷新页面后重试。"))
    return repeated.id


def _require_open(session: Session, request: AdjustmentRequest) -> None:
    decision = session.get(AdjustmentDecision, request.id)
    of_target = select(AdjustmentRequest).where(AdjustmentRequest.target_id == request.target_id)
    newest = session.exec(of_target.order_by(col(AdjustmentRequest.id).desc()).limit(1)).one()
    state = state_of_request(decision, is_newest=newest.id == request.id)
    if state is RequestState.SUPERSEDED:
        by = account_name(session, newest.applied_by_id)
        raise StaleState(_("{by}已就这项目标提出新的申请,这一份不再审定。").format(by=by))
    if decision is not None:
        by = account_name(session, decision.decided_by_id)
        raise Locked(_("这项申请{state}({by}),不能再次办理。").format(state=state.word, by=by))


def _request(session: Session, request_id: int) -> AdjustmentRequest:
    request = session.get(AdjustmentRequest, request_id)
    if request is None:
        raise NotFound(_("没有这项调整申请。"))
    return request


def _decide(
    session: Session, person: Person, request: AdjustmentRequest, note: str, now: datetime
) -> AdjustmentDecision:
    assert request.id is not None, "what is decided on is stored"
    return AdjustmentDecision(
        request_id=request.id, note=note, decided_by_id=person.account_id, decided_at=now
    )
