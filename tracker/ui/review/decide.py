"""Deciding on a submission: approve, with another value if one was found, or send back with a note."""

from datetime import datetime
from typing import Any

import streamlit as st

from tracker.domain.access import Person
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.target import Kind, milestone_choices, value_in_words
from tracker.domain.workflow.approval import open_objections
from tracker.domain.workflow.entry import Field, guards, note_of, typing_hint
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.domain.workflow.queue import read_verified
from tracker.queries.waiting import Waiting
from tracker.services import reviews
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.review import queue

# What a note can be about; 不适用 is spoken of with the figure.
_NOTED = tuple(name for name in Field if name is not Field.NOT_APPLICABLE)


def _key(waiting: Waiting, name: str) -> str:
    """Names the submission: nothing typed for one is carried over to another."""
    return f"review-{shell.visit().person.account_id}-{waiting.submission.report_id}-{name}"


@st.fragment
def show(waiting: Waiting, next_id: str | None) -> None:
    clicks.follow(queue.CLICKS)
    with st.container(border=True, gap="small"):
        _ask_answers(waiting)
        _ask_verified(waiting)
        _ask_note(waiting)
        clicks.show(queue.CLICKS)
        if waiting.awaits_head:
            prose.line(_("待单位负责人确认,确认后才能审核通过;需要修改时可以退回。"), "accent")
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
    for objection in open_objections(waiting.submission.countersigns):
        prose.line(
            _("{unit}有异议:{note}").format(unit=objection.unit, note=objection.note), "accent", strong=True
        )
        st.text_area(
            _("答复{unit}").format(unit=prose.literal(objection.unit)),
            key=_key(waiting, f"answer-{objection.id}"),
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


def _ask_verified(waiting: Waiting) -> None:
    """The value that the office found, only where it differs from the reported one."""
    sent, terms = waiting.submission, waiting.score.target.terms
    if sent.value is None:
        return
    key = _key(waiting, "verified")
    reported = value_in_words(sent.value, terms)
    if terms.kind is Kind.MILESTONE:
        words = milestone_choices(terms)
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
            prose.line(typing_hint(st.session_state.get(key) or "", terms, None))
            _ask_about_verified(waiting)
        methods = {each.value: each.word for each in VerifyMethod}
        st.segmented_control(
            _("核实方式"),
            list(methods),
            format_func=lambda each: methods[each],
            key=_key(waiting, "method"),
            persist_state="session",
            wrap=True,
        )


def _ask_about_verified(waiting: Waiting) -> None:
    """The same guards as for the department: they ask, and block nothing."""
    sent, terms = waiting.submission, waiting.score.target.terms
    try:
        verified = read_verified(_held(waiting, "verified"), terms)
    except BadInput:
        return
    if verified is not None:
        for finding in guards(verified, sent.data_month, sent.period, terms, waiting.neighbours, ""):
            prose.line(finding.message, "accent")


def _differs(waiting: Waiting) -> bool:
    try:
        verified = read_verified(_held(waiting, "verified"), waiting.score.target.terms)
    except BadInput:
        # What can't be read is not the reported value; the fields that follow help to mend it.
        return True
    return verified is not None and verified != waiting.submission.value


def _held(waiting: Waiting, name: str) -> str:
    return st.session_state.get(_key(waiting, name)) or ""


def _approve(waiting: Waiting, next_id: str | None) -> None:
    objections = open_objections(waiting.submission.countersigns)
    answers = {each.id: _held(waiting, f"answer-{each.id}") for each in objections}
    verified, method, note = (_held(waiting, name) for name in ("verified", "method", "note"))

    def act(session: Any, person: Person, now: datetime) -> None:
        reviews.approve(
            session,
            person,
            waiting.submission.report_id,
            now,
            verified_value=read_verified(verified, waiting.score.target.terms),
            method=VerifyMethod(method) if method else None,
            note=note,
            answers=answers,
        )

    _decide(waiting, next_id, act, _("{code} 已审核通过。"))


def _send_back(waiting: Waiting, next_id: str | None) -> None:
    named = st.session_state.get(_key(waiting, "fields")) or []
    notes: dict[Field | None, str] = {None: _held(waiting, "note")}
    notes |= {Field(name): _held(waiting, f"note-{name}") for name in named}

    def act(session: Any, person: Person, now: datetime) -> None:
        for name, text in notes.items():
            if name is not None and not text.strip():
                raise BadInput(_("请写明“{field}”需要修改的内容。").format(field=name.label))
        # One text for the department, which finds each part beside the field that it is about.
        reviews.send_back(session, person, waiting.submission.report_id, note_of(notes), now)

    _decide(waiting, next_id, act, _("{code} 已退回。"))


def _decide(waiting: Waiting, next_id: str | None, act: clicks.Act[None], done: str) -> None:
    """What is decided is the submission that was seen; what came meanwhile is opened in its place."""
    code = waiting.score.target.code
    note = _held(waiting, "note")
    clicked = clicks.do(act, key=queue.CLICKS, done=done.format(code=code), about=code, unsent=note)
    if clicked.is_done:
        queue.go_on(next_id)
    elif clicked.has_moved_on:
        queue.open_again(waiting)
