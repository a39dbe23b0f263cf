"""退回 in the decision bar: what has to be changed, on the whole and field by field."""

from collections.abc import Mapping
from datetime import datetime
from html import escape
from typing import Any

import streamlit as st

from tracker.domain.access import Person
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.entry import About, Beside, Field, note_of
from tracker.queries.waiting import Waiting
from tracker.services import reviews
from tracker.ui.frame.language import _
from tracker.ui.review import queue
from tracker.ui.review.fields import held, key_of

# What a note can be about; 不适用 is spoken of with the figure.
_NOTED: Mapping[str, Field | Beside] = {
    name.value: name for name in (*Field, *Beside) if name is not Field.NOT_APPLICABLE
}


def offer(waiting: Waiting) -> None:
    st.button(
        _("退回…"), key=key_of(waiting, "open-return"), shortcut="Alt+T", on_click=_open, args=(waiting,)
    )


def is_open(waiting: Waiting) -> bool:
    return bool(st.session_state.get(key_of(waiting, "returning")))


def _open(waiting: Waiting) -> None:
    """What was written as 审核意见 is what is to be said."""
    st.session_state[key_of(waiting, "returning")] = True
    if not held(waiting, "return-note"):
        st.session_state[key_of(waiting, "return-note")] = held(waiting, "note")


def _close(waiting: Waiting) -> None:
    st.session_state.pop(key_of(waiting, "returning"), None)


def ask(waiting: Waiting, behind: Waiting | None) -> None:
    """Which fields have to be changed, what of each, and what is to be said on the whole."""
    target = waiting.score.target
    title = _("退回{unit}“{target}”").format(unit=target.lead.name, target=target.name)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<b class="bar-label">{escape(title)}</b>', width="content")
        chosen = st.pills(
            _("需要修改的填报项(可选)"),
            list(_NOTED),
            selection_mode="multi",
            format_func=lambda each: _NOTED[each].label,
            key=key_of(waiting, "fields"),
            persist_state="session",
            label_visibility="collapsed",
        )
    for name in chosen:
        label = _("{field}:需要修改的内容").format(field=_NOTED[name].label)
        st.text_input(
            label,
            key=key_of(waiting, f"note-{name}"),
            autocomplete="off",
            persist_state="session",
            placeholder=label,
            label_visibility="collapsed",
        )
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_area(
            _("退回意见"),
            key=key_of(waiting, "return-note"),
            height=68,
            persist_state="session",
            placeholder=_("退回意见:请写明需要修改的内容"),
            label_visibility="collapsed",
        )
        st.button(_("取消"), key=key_of(waiting, "keep"), shortcut="Alt+T", on_click=_close, args=(waiting,))
        st.button(
            _("退回"),
            type="primary",
            key=key_of(waiting, "return"),
            shortcut="Ctrl+Enter",
            on_click=_send_back,
            args=(waiting, behind),
        )


def _send_back(waiting: Waiting, behind: Waiting | None) -> None:
    named = st.session_state.get(key_of(waiting, "fields")) or []
    general = held(waiting, "return-note")
    notes: dict[About, str] = {None: general}
    notes |= {_NOTED[name]: held(waiting, f"note-{name}") for name in named}

    def act(session: Any, person: Person, now: datetime) -> None:
        for about, text in notes.items():
            if about is not None and not text.strip():
                raise BadInput(_("请写明“{field}”需要修改的内容。").format(field=about.label))
        # One text for the department, which finds each part beside the field that it is about.
        reviews.send_back(session, person, waiting.submission.report_id, note_of(notes), now)

    queue.decide(waiting, behind, act, _("{code} 已退回。"), general)
