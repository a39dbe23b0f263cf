"""批量审核: the queue as a list to be approved in one click; what deserves a look is not preselected."""

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.workflow.approval import AWAITS_HEAD, Refused, open_objections
from tracker.queries.waiting import Waiting
from tracker.services import reviews
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.review import queue
from tracker.ui.review.rows import show_row


@st.fragment
def show(listed: tuple[Waiting, ...]) -> None:
    clicks.follow(queue.CLICKS)
    clicks.show(queue.CLICKS)
    prose.line(
        _("共 {n} 项。没有疑点的已预先选中;有异议或待单位负责人确认的,请逐项审核。按填报值通过。").format(
            n=len(listed)
        )
    )
    for waiting in listed:
        looks = queue.looks_at(waiting)
        with st.container(border=True, gap="xsmall"):
            show_row(waiting, _key(waiting), looks, chosen=not looks, closed=_closed(waiting))
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

    def done(refused: tuple[Refused, ...]) -> str:
        n = len(seen) - len(refused)
        return _("{n} 项已审核通过。").format(n=n) if n else ""

    refused = clicks.do(
        lambda session, person, now: reviews.approve_many(session, person, seen, now),
        key=queue.CLICKS,
        done=done,
        unanswered=_("操作没有完成,没有一项被通过,请再点一次。"),
    ).given
    if refused:
        head = _("{n} 项没有通过,其余已通过:").format(n=len(refused))
        clicks.refuse(queue.CLICKS, head, *(with_colon(each.code, each.why) for each in refused))
