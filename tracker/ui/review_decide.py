"""Deciding on a submission: approve, with another value if one was found, or send back with a note."""

import logging
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import streamlit as st

from tracker.domain.access import Person
from tracker.domain.entry import typing_hint
from tracker.domain.errors import BadInput, Locked, Refusal, StaleState
from tracker.domain.lifecycle import VerifyMethod
from tracker.domain.queue import read_verified
from tracker.domain.target import Kind
from tracker.queries.submissions import Waiting
from tracker.services import reviews
from tracker.services.standing import NotStored
from tracker.ui import form, review_queue, shell, widgets
from tracker.ui.language import _

_REFUSED = "review-refused"
_DONE = "review-done"
log = logging.getLogger(__name__)


def _key(waiting: Waiting, name: str) -> str:
    """Names the submission: nothing typed for one is carried over to another."""
    return f"review-{shell.visit().person.account_id}-{waiting.submission.report_id}-{name}"


@st.fragment
def show(waiting: Waiting, next_id: str | None) -> None:
    if st.session_state.pop(_DONE, False):
        st.rerun()
    with st.container(border=True, gap="small"):
        _ask_verified(waiting)
        note = _key(waiting, "note")
        st.text_area(
            _("审核意见"), key=note, height=90, placeholder=_("通过时可不填;退回时请写明需要修改的内容"),
            persist_state="session",
        )  # fmt: skip
        show_refusal()
        with st.container(horizontal=True):
            st.button(_("审核通过"), type="primary", icon=":material/check:", key=_key(waiting, "approve"),
                      on_click=_approve, args=(waiting, next_id))  # fmt: skip
            st.button(_("退回"), icon=":material/undo:", key=_key(waiting, "return"), on_click=_send_back,
                      args=(waiting, next_id))  # fmt: skip


def _ask_verified(waiting: Waiting) -> None:
    """The value that the office found, only where it differs from the reported one."""
    sent, terms = waiting.submission, waiting.score.target.terms
    if sent.value is None:
        return
    key = _key(waiting, "verified")
    reported = widgets.figure_text(sent.value, terms)
    if terms.kind is Kind.MILESTONE:
        words = {"1": _("已完成"), "0": _("未完成")}
        st.segmented_control(_("审核值(与填报不同时选择)"), list(words), format_func=lambda each: words[each],
                             key=key, persist_state="session")  # fmt: skip
    else:
        st.text_input(
            _("审核值({unit})").format(unit=terms.unit_of_measure), key=key, live="400ms",
            autocomplete="off", persist_state="session",
            placeholder=_("与填报一致时留空({value})").format(value=reported),
        )  # fmt: skip
    if _differs(waiting):
        if terms.kind is not Kind.MILESTONE:
            form.line(typing_hint(st.session_state.get(key) or "", terms, None))
        methods = {each.value: each.word for each in VerifyMethod}
        st.segmented_control(_("核实方式"), list(methods), format_func=lambda each: methods[each],
                             key=_key(waiting, "method"), persist_state="session", wrap=True)  # fmt: skip


def _differs(waiting: Waiting) -> bool:
    try:
        verified = read_verified(_held(waiting, "verified"), waiting.score.target.terms)
    except BadInput:
        return True
    return verified is not None and verified != waiting.submission.value


def _held(waiting: Waiting, name: str) -> str:
    return st.session_state.get(_key(waiting, name)) or ""


def _verified(waiting: Waiting) -> tuple[Decimal | None, VerifyMethod | None]:
    verified = read_verified(_held(waiting, "verified"), waiting.score.target.terms)
    method = _held(waiting, "method")
    return verified, VerifyMethod(method) if method else None


def _approve(waiting: Waiting, next_id: str | None) -> None:
    def act(session: Any, person: Person, now: datetime) -> None:
        verified, method = _verified(waiting)
        reviews.approve(session, person, waiting.submission.report_id, now, verified_value=verified,
                        method=method, note=_held(waiting, "note"))  # fmt: skip

    _decide(waiting, next_id, act, _("{code} 已审核通过。"))


def _send_back(waiting: Waiting, next_id: str | None) -> None:
    def act(session: Any, person: Person, now: datetime) -> None:
        reviews.send_back(session, person, waiting.submission.report_id, _held(waiting, "note"), now)

    _decide(waiting, next_id, act, _("{code} 已退回。"))


def _decide(
    waiting: Waiting, next_id: str | None, act: Callable[[Any, Person, datetime], None], done: str
) -> None:
    """What is decided is the submission that was seen; a refusal leaves everything typed as it is."""
    st.session_state.pop(_REFUSED, None)
    try:
        shell.write(act)
    except (Locked, StaleState) as refusal:
        _give_up(waiting, refusal)
    except Refusal as refusal:
        st.session_state[_REFUSED] = str(refusal)
        return
    except NotStored:
        log.exception("a decision could not be stored")
        st.session_state[_REFUSED] = _("操作没有完成,内容仍在本页,请再点一次。")
        return
    else:
        form.leave_toast(done.format(code=waiting.score.target.code))
        review_queue.go_on(next_id)
    st.session_state[_DONE] = True


def _give_up(waiting: Waiting, refusal: Refusal) -> None:
    """Somebody decided or submitted meanwhile: the queue is read anew, with the reason on top."""
    review_queue.go_on(None)
    note = _held(waiting, "note")
    unsent = _("您填写的意见:{note}").format(note=note) if note else ""
    st.session_state[_REFUSED] = f"{waiting.score.target.code}:{refusal}{unsent}"


def show_refusal() -> None:
    """Why the last decision was not made; said once."""
    said = st.session_state.pop(_REFUSED, None)
    if said:
        form.box(said, "accent")
