"""新方案: a notice taken in, decided upon step by step, and drafted as a plan.

Each step names the number of steps that its taker saw: nobody decides what a colleague has just decided
otherwise without being told.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Change, Locked, NotFound, Refusal, StaleState
from tracker.domain.language.texts import clean_text, storable
from tracker.notice.decisions import Decision, Drafted, Dropped
from tracker.notice.drafting import faults_of, register_of
from tracker.notice.files import TEXT_LIMIT
from tracker.queries.plan_drafts import (
    DraftInWork,
    alike,
    as_json,
    draft_in_work,
    prepared_plan,
    unit_matches,
)
from tracker.queries.plans import all_plans
from tracker.services import audit, register
from tracker.tables import PlanDraft, PlanDraftStep


def take_notice(
    session: Session, person: Person, file_name: str, text: str, click_key: str, now: datetime
) -> int:
    """A notice's text as a plan in preparation; its id. The same ``click_key`` twice is one.

    Raises BadInput for a text that is empty or too long.
    """
    require(person, Action.MANAGE_PLAN)
    repeated = session.exec(select(PlanDraft).where(PlanDraft.click_key == click_key)).first()
    if repeated is not None and repeated.id is not None:
        return repeated.id
    text = storable(text)
    if not text.strip():
        raise BadInput(_("没有读到文字,请换一个文件,或直接粘贴原文。"))
    if len(text) > TEXT_LIMIT:
        raise BadInput(_("原文太长,最多{limit}字。请只放通知正文。").format(limit=f"{TEXT_LIMIT:,}"))
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    draft = PlanDraft(
        click_key=click_key,
        file_name=clean_text(file_name, what=_("文件名"))[-200:],
        text=text,
        text_sha256=sha256,
        created_by_id=person.account_id,
        created_at=now,
    )
    session.add(draft)
    session.flush()
    assert draft.id is not None
    audit.record(session, person, "导入通知原文", draft.file_name, now, {"draft": draft.id, "sha256": sha256})
    return draft.id


def decide(
    session: Session, person: Person, draft_id: int, seen: int, decisions: Sequence[Decision], now: datetime
) -> int:
    """Store what a person decided, in its order; how many steps there are then.

    Raises StaleState where a colleague has decided the same since ``seen``, Locked for what is drafted or
    dropped.
    """
    require(person, Action.MANAGE_PLAN)
    audit.queue(session)  # before the draft's row: whoever makes the plan of it holds both in this order
    draft = _locked(session, draft_id)
    _refuse_overtaken(draft, person, seen, {each.about for each in decisions})
    steps = _store(session, person, draft, decisions, now)
    if decisions:
        audit.record(session, person, "编制方案", draft.title, now, {"draft": draft_id, "step": steps})
    return steps


def make_draft(session: Session, person: Person, draft_id: int, seen: int, now: datetime) -> int:
    """The plan as decided becomes a draft in the register, which a second person publishes; its id.

    Raises Refusal with every sentence where something keeps it, StaleState where anybody decided something
    since ``seen``.
    """
    require(person, Action.MANAGE_PLAN)
    draft = _locked(session, draft_id)
    _refuse_overtaken(draft, person, seen, {each.about for each in draft.decisions})
    plan = prepared_plan(session, person, draft_id)
    open_names = alike(unit_matches(session, person, plan))
    faults = faults_of(plan, [each.code for each in all_plans(session)], open_names)
    if faults:
        raise Refusal("\n".join(fault.text for fault in faults))
    plan_id = register.draft(session, person, register_of(plan), now)
    assert plan_id is not None, "the code is free: no plan has it"
    _store(session, person, draft, [Drafted(plan.facts.code)], now)
    detail = {"draft": draft_id, "plan": plan.facts.code}
    audit.record(session, person, "生成方案草案", draft.title, now, detail)
    return plan_id


def drop(session: Session, person: Person, draft_id: int, seen: int, reason: str, now: datetime) -> None:
    """Make no plan of this notice. Raises BadInput without a reason."""
    require(person, Action.MANAGE_PLAN)
    reason = clean_text(reason, what=_("理由"))
    if not reason:
        raise BadInput(_("请写明不再编制的理由。"))
    draft = _locked(session, draft_id)
    _refuse_overtaken(draft, person, seen, {each.about for each in draft.decisions})
    _store(session, person, draft, [Dropped(reason)], now)
    audit.record(session, person, "不再编制", draft.title, now, {"draft": draft_id, "reason": reason})


def _locked(session: Session, draft_id: int) -> DraftInWork:
    """The draft, with nobody deciding beside. Raises NotFound, Locked."""
    if session.get(PlanDraft, draft_id, with_for_update=True) is None:
        raise NotFound(_("没有这份正在编制的方案。"))
    draft = draft_in_work(session, draft_id)
    if draft.drafted:
        raise Locked(_("这份方案已生成草案,请在“方案”页发布,或用勘误修改。"))
    if draft.is_dropped:
        raise Locked(_("这份方案已不再编制。"))
    return draft


def _refuse_overtaken(draft: DraftInWork, person: Person, seen: int, about: set[str]) -> None:
    since = [step for step in draft.steps[seen:] if step.decision.about in about and step.by != person.name]
    if since:
        names = _("、").join(dict.fromkeys(step.by for step in since))
        sentence = _("{name}刚刚修改了同一处,您的修改没有保存,请核对后再改。").format(name=names)
        raise StaleState(sentence, tuple(Change(step.decision.about, "", "", step.by) for step in since))


def _store(
    session: Session, person: Person, draft: DraftInWork, decisions: Sequence[Decision], now: datetime
) -> int:
    for number, decision in enumerate(decisions, start=draft.seen + 1):
        session.add(
            PlanDraftStep(
                draft_id=draft.id,
                number=number,
                about=decision.about[:200],
                content=as_json(decision),
                taken_by_id=person.account_id,
                taken_at=now,
            )
        )
    session.flush()
    return draft.seen + len(decisions)
