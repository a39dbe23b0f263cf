"""批量审核: the queue as a list to be approved in one click; what deserves a look is not preselected."""

import logging

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.language.errors import Refusal
from tracker.domain.workflow.approval import AWAITS_HEAD, Refused, open_objections
from tracker.queries.waiting import Waiting
from tracker.services import reviews
from tracker.services.standing import NotStored
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import form, prose
from tracker.ui.review import queue
from tracker.ui.review.rows import show_row

_REFUSED, _DONE = "review-many-refused", "review-many-done"
log = logging.getLogger(__name__)


@st.fragment
def show(listed: tuple[Waiting, ...]) -> None:
    if st.session_state.pop(_DONE, False):
        st.rerun()
    show_refused()
    prose.line(
        _("共 {n} 项。没有疑点的已预先选中;有异议或待单位负责人确认的,请逐项审核。按填报值通过。").format(
            n=len(listed)
        )
    )
    for each in listed:
        found = queue.looks_at(each)
        with st.container(border=True, gap="xsmall"):
            show_row(each, _key(each), found, chosen=not found, closed=_closed(each))
    chosen = _chosen(listed)
    st.button(
        _("审核通过所选 {n} 项").format(n=len(chosen)),
        type="primary",
        icon=":material/done_all:",
        key="review-many-approve",
        on_click=_approve,
        args=(listed,),
        disabled=not chosen,
    )


def _closed(each: Waiting) -> str:
    """Why it can't be approved here; empty where it can."""
    if each.awaits_head:
        return _(AWAITS_HEAD)
    return _("有异议,须逐项答复") if open_objections(each.submission.countersigns) else ""


def _key(each: Waiting) -> str:
    """Names the submission: a choice is never carried over to what was not seen."""
    return f"review-many-{shell.visit().person.account_id}-{each.submission.report_id}"


def _chosen(listed: tuple[Waiting, ...]) -> list[int]:
    return [
        each.submission.report_id
        for each in listed
        if not _closed(each) and st.session_state.get(_key(each), False)
    ]


def _approve(listed: tuple[Waiting, ...]) -> None:
    """Exactly what stood on the page and is chosen, by the ids of the submissions."""
    seen = _chosen(listed)
    st.session_state.pop(_REFUSED, None)
    try:
        refused = shell.write(lambda session, person, now: reviews.approve_many(session, person, seen, now))
    except Refusal as refusal:
        st.session_state[_REFUSED] = [str(refusal)]
    except NotStored:
        log.exception("many approvals could not be stored")
        st.session_state[_REFUSED] = [_("操作没有完成,没有一项被通过,请再点一次。")]
    else:
        _tell(len(seen) - len(refused), refused)
        st.session_state[_DONE] = True


def _tell(done: int, refused: tuple[Refused, ...]) -> None:
    if done:
        form.leave_toast(_("{n} 项已审核通过。").format(n=done))
    if refused:
        st.session_state[_REFUSED] = [
            _("{n} 项没有通过,其余已通过:").format(n=len(refused)),
            *(with_colon(each.code, each.why) for each in refused),
        ]


def show_refused() -> None:
    """What was not approved and why; said once."""
    for said in st.session_state.pop(_REFUSED, []):
        prose.box(said, "accent")
