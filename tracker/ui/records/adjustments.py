"""The parts of 目标调整: open requests with preview and decision, the register's rows, the links here."""

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

import streamlit as st

from tracker.domain.access import Action, Person, allowed
from tracker.domain.language import bracketed
from tracker.domain.language.errors import Refusal, StaleState
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.measure.target import Terms
from tracker.domain.meetings.meeting import AdjustedTerms
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.judging import StatusChange
from tracker.domain.progress.scorecard import Target
from tracker.domain.sentences import target_text
from tracker.queries.adjustments import Adjustment, preview
from tracker.services import adjustments as service
from tracker.services.standing import NotStored
from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import form, widgets
from tracker.ui.parts.widgets import Link, moment

_REFUSED = "adjustment-refused"
log = logging.getLogger(__name__)


def act(do: Callable[[Any, Person, datetime], object], done: str) -> bool:
    """Do it, or leave everything typed as it is with a sentence that says why (``show_refusal``)."""
    st.session_state.pop(_REFUSED, None)
    try:
        shell.write(do)
    except StaleState as stale:
        changes = (bracketed(f"{each.what}: {each.seen} → {each.now}", each.by) for each in stale.changes)
        st.session_state[_REFUSED] = " ".join((str(stale), *changes))
    except Refusal as refusal:
        st.session_state[_REFUSED] = str(refusal)
    except NotStored:
        log.exception("an adjustment could not be stored")
        st.session_state[_REFUSED] = _("操作没有完成,内容仍在本页,请再点一次。")
    else:
        form.leave_toast(done)
        return True
    return False


def refuse(said: str) -> None:
    st.session_state[_REFUSED] = said


def show_refusal() -> None:
    """Why the last click did nothing; said once."""
    said = st.session_state.pop(_REFUSED, None)
    if said:
        form.box(said, "accent")


def show_waiting(each: Adjustment) -> None:
    """An open request: what is asked beside what stands, why, what it would do; and the decision."""
    effective = each.proposed.effective
    with st.container(border=True, gap="small"):
        form.heading(each.target)
        show_changes(each.changes, _("申请调整为"))
        widgets.facts(
            (
                (_("生效{noun}").format(noun=effective.rhythm.noun), effective.label),
                (_("调整理由"), each.reason),
                (_("调整依据"), each.basis),
                (_("申请"), f"{each.applicant_unit} · {each.applied_by} · {moment(each.applied_at)}"),
            )
        )
        turns = _preview_of(each)
        if turns is not None:
            show_turns(turns)
        _offer_decision(each)


def _preview_of(each: Adjustment) -> tuple[StatusChange, ...] | None:
    """None where the request can't be accepted as it stands: other terms came in between."""
    here = shell.visit()
    try:
        return shell.read(lambda s, p: preview(s, p, here.plan, each.target, each.proposed, as_of=here.as_of))
    except Refusal as refusal:
        form.box(str(refusal), "accent")
        return None


def show_changes(changes: tuple[Difference, ...], column: str) -> None:
    rows = [{_("调整内容"): each.what, _("现行"): each.before, column: each.after} for each in changes]
    widgets.table(rows, _("调整内容"))


def show_turns(turns: tuple[StatusChange, ...]) -> None:
    """Which quarters' status would be another one."""
    if not turns:
        every = shell.visit().plan.rhythm.every
        form.line(_("按已审核的数据,{every}的状态不变。").format(every=every))
        return
    noun = turns[0].period.rhythm.noun
    said = _("按已审核的数据,以下{noun}的状态将改变:").format(noun=noun)
    form.line(said, "ink", strong=True)
    rows = [{noun.capitalize(): each.period.label, _("状态"): each.turn} for each in turns]
    widgets.table(rows, _("状态变化"))


def _offer_decision(each: Adjustment) -> None:
    here = shell.visit()
    if here.as_of is not None:
        return
    key = f"adjustment-{here.person.account_id}-{each.request_id}"
    decides = allowed(here.person.role, Action.DECIDE_ADJUSTMENT)
    if decides:
        st.text_area(
            _("审定意见"),
            key=f"{key}-note",
            height=80,
            persist_state="session",
            placeholder=_("同意时可不填;不同意时请写明理由"),
        )
    with st.container(horizontal=True):
        if decides:
            st.button(
                _("同意"),
                key=f"{key}-accept",
                type="primary",
                icon=":material/check:",
                on_click=_accept,
                args=(each, key),
            )
            st.button(
                _("不同意"), key=f"{key}-refuse", icon=":material/close:", on_click=_refuse, args=(each, key)
            )
        if may_take_back(here.person, each):
            st.button(
                _("撤回申请"), key=f"{key}-back", icon=":material/undo:", on_click=_take_back, args=(each,)
            )


def may_take_back(person: Person, each: Adjustment) -> bool:
    own = each.applied_by_id == person.account_id or each.applicant_unit_id in person.unit_ids
    return own and may_request(person, each.target)


def may_request(person: Person, target: Target) -> bool:
    return allowed(person.role, Action.REQUEST_ADJUSTMENT, person.relation_to(target.lead.id))


def _accept(each: Adjustment, key: str) -> None:
    note = st.session_state.get(f"{key}-note") or ""
    done = _("{code} 的调整已同意,自{period}起生效。").format(
        code=each.target.code, period=each.proposed.effective.label
    )
    act(lambda s, p, now: service.accept(s, p, each.request_id, note, now), done)


def _refuse(each: Adjustment, key: str) -> None:
    note = st.session_state.get(f"{key}-note") or ""
    done = _("{code} 的调整申请未获同意,目标不变。").format(code=each.target.code)
    act(lambda s, p, now: service.refuse(s, p, each.request_id, note, now), done)


def _take_back(each: Adjustment) -> None:
    done = _("{code} 的调整申请已撤回。").format(code=each.target.code)
    act(lambda s, p, now: service.take_back(s, p, each.request_id, now), done)


def rows(found: tuple[Adjustment, ...]) -> list[dict[str, str | Link]]:
    return [_row(each) for each in found]


def _row(each: Adjustment) -> dict[str, str | Link]:
    target, effective = each.target, each.proposed.effective
    name = f"{target.code} {target.name}"
    return {
        _("目标"): Link(name, f"/target?code={target.code}&q={effective}"),
        _("原目标"): "\n".join(f"{part.what} {part.before}" for part in each.changes),
        _("调整后"): "\n".join(f"{part.what} {part.after}" for part in each.changes),
        _("生效"): effective.name,
        _("理由"): each.reason,
        _("依据"): each.basis,
        _("申请"): "\n".join((each.applicant_unit, each.applied_by, moment(each.applied_at))),
        _("审定"): _decided(each),
    }


def _decided(each: Adjustment) -> str:
    """待审定; otherwise by whom, when and with which words."""
    if each.decided_at is None:
        return each.state.word
    by = each.decided_by, moment(each.decided_at), each.note
    return "\n".join(part for part in (each.state.word, *by) if part)


def show_versions(found: tuple[AdjustedTerms, ...]) -> None:
    """调整记录: a target's versions of terms, the newest first; nothing where it was never adjusted."""
    if found:
        st.subheader(_("调整记录"), anchor=False)
        rows = [*(_version_row(each) for each in reversed(found)), _original_row(found[0])]
        widgets.table(rows, _("调整记录"), width=900)


def _version_row(each: AdjustedTerms) -> dict[str, str | Link]:
    return {
        _("版本"): _("第{n}版").format(n=each.version),
        _("生效"): each.effective.name,
        _("调整内容"): "\n".join(part.text for part in each.changes) or _original(each.adjusted),
        _("理由"): each.reason or "—",
        _("依据"): each.basis or "—",
        _("申请人"): each.applicant or "—",
        _("审定人"): f"{each.approver}\n{moment(each.made_at)}" if each.approver else "—",
    }


def _original_row(first: AdjustedTerms) -> dict[str, str | Link]:
    """The notice's own terms, from what the first adjustment stands beside."""
    return {
        _("版本"): _("第{n}版").format(n=first.version - 1),
        _("生效"): first.original_effective.name,
        _("调整内容"): _original(first.original),
        **dict.fromkeys((_("理由"), _("依据"), _("申请人"), _("审定人")), "—"),
    }


def _original(terms: Terms) -> str:
    return _("文件原定: {target}").format(target=target_text(terms))


def offer(target: Target) -> None:
    """The way to the form for this target, for those who may ask for an adjustment of it."""
    here = shell.visit()
    if here.as_of is None and may_request(here.person, target):
        st.page_link(
            address.page_at("adjustments"),
            label=_("申请调整这项目标"),
            icon=":material/tune:",
            query_params={"code": target.code},
        )


def offer_if_called_for(call: str, target: Target) -> None:
    """The same beside a year-end call of 需调整."""
    if call == YearEndCall.ADJUST.value:
        offer(target)
