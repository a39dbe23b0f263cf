"""Deciding on a submission: approve, with another value if one was found, or send back with a note."""

import logging
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import streamlit as st

from tracker.domain.access import Person
from tracker.domain.language import with_colon
from tracker.domain.language.errors import BadInput, Locked, Refusal, StaleState
from tracker.domain.measure.target import Kind, value_in_words
from tracker.domain.workflow.approval import open_objections
from tracker.domain.workflow.entry import Field, asks_about_magnitude, note_of, typing_hint
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.domain.workflow.queue import read_verified
from tracker.queries.waiting import Waiting
from tracker.services import reviews
from tracker.services.standing import NotStored
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import form, widgets
from tracker.ui.review import queue

# What a note can be about; 不适用 is spoken of with the figure.
_NOTED = tuple(name for name in Field if name is not Field.NOT_APPLICABLE)
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
        _ask_answers(waiting)
        _ask_verified(waiting)
        _ask_note(waiting)
        show_refusal()
        if waiting.awaits_head:
            form.line(_("待单位负责人确认,确认后才能审核通过;需要修改时可以退回。"), "accent")
        with st.container(horizontal=True):
            st.button(
                _("审核通过"),
                type="primary",
                icon=":material/check:",
                key=_key(waiting, "approve"),
                on_click=_approve,
                args=(waiting, next_id),
                disabled=waiting.awaits_head,
            )
            st.button(
                _("退回"),
                icon=":material/undo:",
                key=_key(waiting, "return"),
                on_click=_send_back,
                args=(waiting, next_id),
            )


def _ask_answers(waiting: Waiting) -> None:
    """Each objection that is seen gets an answer of its own; an approval names them by their ids."""
    for each in open_objections(waiting.submission.countersigns):
        form.line(_("{unit}有异议:{note}").format(unit=each.unit, note=each.note), "accent", strong=True)
        st.text_area(
            _("答复{unit}").format(unit=widgets.literal(each.unit)),
            key=_key(waiting, f"answer-{each.id}"),
            height=80,
            placeholder=_("审核通过前请写明如何处理;答复随审核结果一并留存"),
            persist_state="session",
        )


def _ask_note(waiting: Waiting) -> None:
    """What is general, and where it is about a field, beside that field's name."""
    st.text_area(
        _("审核意见"),
        key=_key(waiting, "note"),
        height=90,
        persist_state="session",
        placeholder=_("通过时可不填;退回时请写明需要修改的内容"),
    )
    names = {name.value: name.label for name in _NOTED}
    chosen = st.multiselect(
        _("退回时指明填报项(可选)"),
        list(names),
        format_func=lambda each: names[each],
        key=_key(waiting, "fields"),
        placeholder=_("选择需要修改的填报项,逐项写意见"),
        persist_state="session",
        select_all=False,
    )
    for name in chosen:
        st.text_input(
            _("{field}:需要修改的内容").format(field=names[name]),
            key=_key(waiting, f"note-{name}"),
            autocomplete="off",
            persist_state="session",
        )


def _note(waiting: Waiting) -> str:
    """One text for the department, which finds each part beside the field that it is about."""
    notes: dict[Field | None, str] = {None: _held(waiting, "note")}
    for name in st.session_state.get(_key(waiting, "fields")) or []:
        text = _held(waiting, f"note-{name}")
        if not text.strip():
            raise BadInput(_("请写明“{field}”需要修改的内容。").format(field=Field(name).label))
        notes[Field(name)] = text
    return note_of(notes)


def _ask_verified(waiting: Waiting) -> None:
    """The value that the office found, only where it differs from the reported one."""
    sent, terms = waiting.submission, waiting.score.target.terms
    if sent.value is None:
        return
    key = _key(waiting, "verified")
    reported = value_in_words(sent.value, terms)
    if terms.kind is Kind.MILESTONE:
        words = {"1": _("已完成"), "0": _("未完成")}
        st.segmented_control(
            _("审核值(与填报不同时选择)"),
            list(words),
            format_func=lambda each: words[each],
            key=key,
            persist_state="session",
        )
    else:
        st.text_input(
            _("审核值({unit})").format(unit=terms.unit_of_measure),
            key=key,
            live="400ms",
            autocomplete="off",
            persist_state="session",
            placeholder=_("与填报一致时留空({value})").format(value=reported),
        )
    if _differs(waiting):
        if terms.kind is not Kind.MILESTONE:
            form.line(typing_hint(st.session_state.get(key) or "", terms, None))
            _ask_about_magnitude(waiting)
        methods = {each.value: each.word for each in VerifyMethod}
        st.segmented_control(
            _("核实方式"),
            list(methods),
            format_func=lambda each: methods[each],
            key=_key(waiting, "method"),
            persist_state="session",
            wrap=True,
        )


def _ask_about_magnitude(waiting: Waiting) -> None:
    """The same guard as for the department: it asks, and blocks nothing."""
    sent, score = waiting.submission, waiting.score
    try:
        verified = read_verified(_held(waiting, "verified"), score.target.terms)
    except BadInput:
        return
    previous = None if score.previous is None else score.previous.value
    if verified is not None:
        question = asks_about_magnitude(verified, sent.data_month, score.target.terms, previous, score.rhythm)
        if question is not None:
            form.line(question.message, "accent")


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
    objections = open_objections(waiting.submission.countersigns)
    answers = {each.id: _held(waiting, f"answer-{each.id}") for each in objections}

    def act(session: Any, person: Person, now: datetime) -> None:
        verified, method = _verified(waiting)
        reviews.approve(
            session,
            person,
            waiting.submission.report_id,
            now,
            verified_value=verified,
            method=method,
            note=_held(waiting, "note"),
            answers=answers,
        )

    _decide(waiting, next_id, act, _("{code} 已审核通过。"))


def _send_back(waiting: Waiting, next_id: str | None) -> None:
    def act(session: Any, person: Person, now: datetime) -> None:
        reviews.send_back(session, person, waiting.submission.report_id, _note(waiting), now)

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
        queue.go_on(next_id)
    st.session_state[_DONE] = True


def _give_up(waiting: Waiting, refusal: Refusal) -> None:
    """Somebody decided, submitted or objected meanwhile: it is read anew, with the reason beside it."""
    queue.open_again(waiting)
    note = _held(waiting, "note")
    unsent = _("您填写的意见:{note}").format(note=note) if note else ""
    st.session_state[_REFUSED] = with_colon(waiting.score.target.code, f"{refusal}{unsent}")


def show_refusal() -> None:
    """Why the last decision was not made; said once."""
    said = st.session_state.pop(_REFUSED, None)
    if said:
        form.box(said, "accent")
