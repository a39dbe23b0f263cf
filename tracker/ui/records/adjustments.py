"""The parts of 目标调整: open requests with preview and decision, the register's rows, the links here."""

import streamlit as st

from tracker.domain.access import Action, Person, allowed
from tracker.domain.language.errors import Refusal
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.judging import StatusChange
from tracker.domain.workflow.second_person import refusal_of_own
from tracker.queries.adjustments import Adjustment, preview
from tracker.queries.people import others_able
from tracker.services import adjustments as service
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.moments import moment
from tracker.ui.parts import clauses, facts, links, offers, tables

CLICKS = "adjustment-clicks"  # what the last click on the page came to (frame/clicks.py)


def show_waiting(each: Adjustment) -> None:
    """An open request: what is asked beside what stands, why, what it would do; and the decision."""
    effective = each.proposed.effective
    with st.container(border=True, gap="small"):
        clauses.heading(each.target)
        show_changes(each.changes, _("申请调整为"))
        facts.listed(
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
    visit = shell.visit()
    try:
        return shell.read(
            lambda s, p: preview(s, p, visit.plan, each.target, each.proposed, as_of=visit.as_of)
        )
    except Refusal as refusal:
        prose.box(str(refusal), "accent")
        return None


def show_changes(changes: tuple[Difference, ...], column: str, what: str = "") -> None:
    what = what or _("调整内容")
    rows = [{what: each.what, _("现行"): each.before, column: each.after} for each in changes]
    tables.table(rows, what)


def show_turns(turns: tuple[StatusChange, ...]) -> None:
    """Which quarters' status would be another one."""
    if not turns:
        every = shell.visit().plan.rhythm.every
        prose.line(_("按已审核的数据,{every}的状态不变。").format(every=every))
        return
    noun = turns[0].period.rhythm.noun
    sentence = _("按已审核的数据,以下{noun}的状态将改变:").format(noun=noun)
    prose.line(sentence, "ink", strong=True)
    rows = [{noun.capitalize(): each.period.label, _("状态"): each.turn} for each in turns]
    tables.table(rows, _("状态变化"))


def _offer_decision(each: Adjustment) -> None:
    visit = shell.visit()
    if not visit.admits(Action.DECIDE_ADJUSTMENT):
        return
    key = f"adjustment-{visit.person.account_id}-{each.request_id}"
    decides = allowed(visit.person.role, Action.DECIDE_ADJUSTMENT) and _is_for_this_person(each)
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
        if may_take_back(visit.person, each):
            st.button(
                _("撤回申请"), key=f"{key}-back", icon=":material/undo:", on_click=_take_back, args=(each,)
            )


def _is_for_this_person(each: Adjustment) -> bool:
    """Whether it is another one's request, or nobody else could decide on it; else it is said who can."""
    own, action = shell.visit().person.account_id, Action.DECIDE_ADJUSTMENT
    if each.applied_by_id != own:
        return True
    others = shell.known("others who decide", lambda s, _person: others_able(s, action, {own}))
    refusal = refusal_of_own(action, own, {each.applied_by_id}, others)
    if refusal is not None:
        prose.box(refusal)
        return False
    st.caption(_("没有其他账号有审定权限,可以由您自行审定,操作日志和调整登记会写明。"))
    return True


def may_take_back(person: Person, each: Adjustment) -> bool:
    own = each.applied_by_id == person.account_id or each.applicant_unit_id in person.unit_ids
    return own and offers.may_request(person, each.target)


def _accept(each: Adjustment, key: str) -> None:
    note = st.session_state.get(f"{key}-note") or ""
    done = _("{code} 的调整已同意,自{period}起生效。").format(
        code=each.target.code, period=each.proposed.effective.label
    )
    clicks.do(lambda s, p, now: service.accept(s, p, each.request_id, note, now), key=CLICKS, done=done)


def _refuse(each: Adjustment, key: str) -> None:
    note = st.session_state.get(f"{key}-note") or ""
    done = _("{code} 的调整申请未获同意,目标不变。").format(code=each.target.code)
    clicks.do(lambda s, p, now: service.refuse(s, p, each.request_id, note, now), key=CLICKS, done=done)


def _take_back(each: Adjustment) -> None:
    done = _("{code} 的调整申请已撤回。").format(code=each.target.code)
    clicks.do(lambda s, p, now: service.take_back(s, p, each.request_id, now), key=CLICKS, done=done)


def rows(adjustments: tuple[Adjustment, ...]) -> list[tables.Row]:
    return [_row(each) for each in adjustments]


def _row(each: Adjustment) -> tables.Row:
    target, effective = each.target, each.proposed.effective
    return {
        _("目标"): links.target_with_code(target, effective),
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
    own = _("申请人本人审定") if each.is_by_applicant else ""
    by = each.decided_by, moment(each.decided_at), own, each.note
    return "\n".join(part for part in (each.state.word, *by) if part)
