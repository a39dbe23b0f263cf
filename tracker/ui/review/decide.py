"""Deciding on a submission in the bar that is always in sight: approve, also with another value."""

from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from tracker.domain.access import Person
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Kind, milestone_choices
from tracker.domain.workflow.approval import open_objections
from tracker.domain.workflow.entry import guards, typing_hint
from tracker.domain.workflow.lifecycle import VerifyMethod
from tracker.domain.workflow.queue import read_verified
from tracker.queries.waiting import Waiting
from tracker.services import reviews
from tracker.ui.frame import clicks, prose
from tracker.ui.frame.language import _
from tracker.ui.review import queue, returning
from tracker.ui.review.fields import held, key_of


def show(waiting: Waiting, listed: tuple[Waiting, ...]) -> None:
    """The bar, and above it what a click or a value asks for."""
    before, behind = queue.beside(listed, waiting)
    with st.bottom, st.container(key="review-decision", gap="small"):
        clicks.show(queue.CLICKS)
        if returning.is_open(waiting):
            returning.ask(waiting, behind)
            return
        if waiting.awaits_head:
            prose.line(_("待单位负责人确认,确认后才能审核通过;需要修改时可以退回。"), "ink")
        if _differs(waiting):
            _ask_about_verified(waiting)
        with st.container(key="review-bar", horizontal=True, vertical_alignment="center", gap="small"):
            _ask_verified(waiting)
            st.text_input(
                _("审核意见"),
                key=key_of(waiting, "note"),
                autocomplete="off",
                persist_state="session",
                placeholder=_("审核意见(通过时可不填)"),
                label_visibility="collapsed",
            )
            returning.offer(waiting)
            st.button(
                _("通过并看下一项") if behind else _("审核通过"),
                type="primary",
                key=key_of(waiting, "approve"),
                shortcut="Ctrl+Enter",
                on_click=_approve,
                args=(waiting, behind),
                disabled=waiting.awaits_head,
            )
            for word, keys, there in (
                (_("上一项"), "Alt+Up", before),
                (_("下一项"), "Alt+Down", behind),
            ):
                st.button(
                    word,
                    key=f"review-{keys}",
                    shortcut=keys,
                    on_click=queue.go_on,
                    args=(there,),
                    disabled=there is None,
                )


def has_answers(waiting: Waiting) -> bool:
    return bool(open_objections(waiting.submission.countersigns))


def ask_answers(waiting: Waiting) -> None:
    """Each objection that is seen gets an answer of its own; an approval names them by their ids."""
    for objection in open_objections(waiting.submission.countersigns):
        st.text_area(
            _("答复{unit}").format(unit=prose.literal(objection.unit)),
            key=key_of(waiting, f"answer-{objection.id}"),
            height=96,
            placeholder=_("审核通过前请写明如何处理;答复随审核结果一并留存"),
            persist_state="session",
        )


def _ask_verified(waiting: Waiting) -> None:
    """The value that counts: the reported one, unless the office found another."""
    sent, terms = waiting.submission, waiting.score.target.terms
    if sent.value is None:
        return
    key, word = key_of(waiting, "verified"), _("审核值")
    st.html(f'<span class="bar-label">{word}</span>', width="content")
    if terms.kind is Kind.MILESTONE:
        words = milestone_choices(terms)
        st.segmented_control(
            word,
            list(words),
            format_func=lambda each: words[each],
            key=key,
            default=plain(sent.value),
            persist_state="session",
            label_visibility="collapsed",
            width="content",
        )
        return
    label = _("审核值({unit})").format(unit=terms.unit_of_measure)
    st.text_input(
        label,
        plain(sent.value),
        key=key,
        live="400ms",
        autocomplete="off",
        persist_state="session",
        label_visibility="collapsed",
        width=110,
    )
    st.html(f'<span class="bar-label">{escape(terms.unit_of_measure)}</span>', width="content")


def _ask_about_verified(waiting: Waiting) -> None:
    """What was typed as it is read, the same guards as for the department, and how it was verified."""
    sent, terms, typed = waiting.submission, waiting.score.target.terms, held(waiting, "verified")
    lines = [] if terms.kind is Kind.MILESTONE else [typing_hint(typed, terms, None)]
    try:
        verified = read_verified(typed, terms)
    except BadInput:
        verified = None
    if verified is not None:
        # They ask, and block nothing.
        findings = guards(verified, sent.data_month, sent.period, terms, waiting.neighbours, "")
        lines += [finding.message for finding in findings]
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if lines:
            words = "".join(f"<div>{escape(line)}</div>" for line in lines)
            st.html(f'<div class="caution" role="status"><div>{words}</div></div>', width="content")
        methods = {each.value: each.word for each in VerifyMethod}
        st.segmented_control(
            _("核实方式"),
            list(methods),
            format_func=lambda each: methods[each],
            key=key_of(waiting, "method"),
            persist_state="session",
            wrap=True,
            width="content",
        )


def _differs(waiting: Waiting) -> bool:
    try:
        verified = read_verified(held(waiting, "verified"), waiting.score.target.terms)
    except BadInput:
        # What can't be read is not the reported value; the fields that follow help to mend it.
        return True
    return verified is not None and verified != waiting.submission.value


def _approve(waiting: Waiting, behind: Waiting | None) -> None:
    objections = open_objections(waiting.submission.countersigns)
    answers = {each.id: held(waiting, f"answer-{each.id}") for each in objections}
    verified, method, note = (held(waiting, name) for name in ("verified", "method", "note"))

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

    queue.decide(waiting, behind, act, _("{code} 已审核通过。"), note)
