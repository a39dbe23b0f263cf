"""负责人确认: the figures of a unit before its head, each with the texts; one or many are confirmed."""

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.workflow.approval import Refused
from tracker.queries.waiting import Waiting
from tracker.services import confirmations
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import evidence, typed
from tracker.ui.review import history
from tracker.ui.review.rows import show_row

CLICKS = "confirm-clicks"  # what the last click on the page came to (frame/clicks.py)


@st.fragment
def show(listed: tuple[Waiting, ...]) -> None:
    clicks.follow(CLICKS)
    clicks.show(CLICKS)
    for waiting in listed:
        _show_one(waiting)
    chosen = _chosen(listed)
    with st.container(horizontal=True):
        st.button(
            _("确认所选{n}项").format(n=len(chosen)),
            type="primary",
            icon=":material/verified_user:",
            key="confirm-chosen",
            on_click=lambda: _confirm(_chosen(listed)),
            disabled=not chosen,
        )
        st.button(_("全部选中"), key="confirm-all", on_click=_choose_all, args=(listed,))


def _show_one(each: Waiting) -> None:
    """The figure with everything that was written beside it: what is confirmed has been read."""
    sent = each.submission
    with st.container(border=True, gap="small"):
        show_row(each, _key(each, "chosen"))
        for name, text in (
            (_("进展情况"), sent.texts.progress),
            (_("存在问题"), sent.texts.problem),
            (_("下一步举措"), sent.texts.next_step),
            (_("口径说明"), sent.texts.scope_note),
            (_("更正理由、数据减少的原因"), sent.reason),
        ):
            prose.passage(name, text)
        evidence.show_files(sent.files)
        prose.line(
            _("{who} 于 {when} 提交,第{n}次提交").format(
                who=sent.submitted_by, when=moments.day_and_clock(sent.submitted_at), n=sent.number
            )
        )
        if each.earlier:
            st.html(history.html(each))
        with st.container(horizontal=True):
            st.button(
                _("确认"),
                icon=":material/check:",
                key=_key(each, "confirm"),
                on_click=_confirm,
                args=([sent.report_id],),
            )
            with st.popover(_("退回"), icon=":material/undo:", key=_key(each, "return")):
                _ask_return(each)


def _ask_return(each: Waiting) -> None:
    st.text_area(
        _("退回意见"),
        key=_key(each, "note"),
        height=90,
        persist_state="session",
        placeholder=_("请写明需要修改的内容"),
    )
    st.html(typed.marks_html(sent={_key(each, "note"): ""}))
    st.button(_("退回给填报人"), key=_key(each, "send"), on_click=_send_back, args=(each,))


def _key(each: Waiting, name: str) -> str:
    """Names the submission: nothing is carried over to one that was not seen."""
    return f"confirm-{shell.visit().person.account_id}-{each.submission.report_id}-{name}"


def _chosen(listed: tuple[Waiting, ...]) -> list[int]:
    return [each.submission.report_id for each in listed if st.session_state.get(_key(each, "chosen"), False)]


def _choose_all(listed: tuple[Waiting, ...]) -> None:
    for waiting in listed:
        st.session_state[_key(waiting, "chosen")] = True


def _confirm(seen: list[int]) -> None:
    """Exactly what stood on the page, by the ids of the submissions."""

    def done(refused: tuple[Refused, ...]) -> str:
        n = len(seen) - len(refused)
        return _("已确认{n}项,等待市府办审核。").format(n=n) if n else ""

    refused = clicks.do(
        lambda session, person, now: confirmations.confirm_many(session, person, seen, now),
        key=CLICKS,
        done=done,
        unanswered=_("操作没有完成,请再点一次。"),
    ).given
    if refused:
        clicks.refuse(CLICKS, *(with_colon(each.code, each.why) for each in refused))


def _send_back(each: Waiting) -> None:
    code, note = each.score.target.code, st.session_state.get(_key(each, "note")) or ""
    clicks.do(
        lambda s, p, now: confirmations.send_back(s, p, each.submission.report_id, note, now),
        key=CLICKS,
        done=_("{code} 已退回。").format(code=code),
        unanswered=_("操作没有完成,请再点一次。"),
        about=code,
        unsent=note,
    )
