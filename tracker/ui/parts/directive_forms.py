"""The forms of 批示: a leader's word on something, and what may follow: answer, further word, closing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.workflow.directive import About, DirectiveLine, Step
from tracker.services import directives
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.links import DIRECTIVE, Link

ACT, WRITE = "act", "write"  # in the address
_CLICK, _CLICKS = "directive-click-key", "directive-clicks"
_WIDTH = 780
_USUAL_DAYS = 7  # that the date of a new word is away, unless another is chosen
_Write = Callable[[Session, Person, datetime, str, date | None], object]


@dataclass(frozen=True)
class Subject:
    """What is written on, as services/directives.py names it; ``unit``: the name of whom it goes to."""

    about: About
    key: str
    period: Period
    unit: str


def show_writing(subject: Subject) -> None:
    plan_id = shell.visit().plan.id
    # The key of one directive: it is renewed when it is stored, so that a second click adds none.
    click_key = st.session_state.setdefault(_CLICK, uuid4().hex)

    def act(session: Session, person: Person, now: datetime, text: str, due_on: date | None) -> None:
        directives.write_directive(
            session,
            person,
            plan_id,
            subject.about,
            subject.key,
            subject.period,
            text,
            due_on,
            click_key,
            now,
        )

    done = _("批示已送{unit}。").format(unit=subject.unit)
    hint = _("写明要说明的情况或要落实的事,由{unit}答复").format(unit=subject.unit)
    _show_form(("new", subject.about, subject.key), Step.FURTHER, hint, act, done)


def show_step(line: DirectiveLine, step: Step) -> None:
    seen = len(line.steps)
    hints = {
        Step.ANSWERED: _("原因是什么、已经做了什么、何时做到"),
        Step.FURTHER: _("追加的要求或问题,提交后重新等待答复"),
        Step.CLOSED: _("如何了结;销号后可由作出批示的市领导追加批示"),
    }
    acts: dict[Step, _Write] = {
        Step.ANSWERED: lambda s, p, now, text, _due: directives.answer(s, p, line.id, seen, text, now),
        Step.FURTHER: lambda s, p, now, text, due: directives.ask_further(
            s, p, line.id, seen, text, due, now
        ),
        Step.CLOSED: lambda s, p, now, text, _due: directives.close(s, p, line.id, seen, text, now),
    }
    done = _("第{id}号批示:{step}已记录。").format(id=line.id, step=step.word)
    _show_form((line.id, step), step, hints[step], acts[step], done)


def _show_form(names: tuple[object, ...], step: Step, hint: str, act: _Write, done: str) -> None:
    """The words and, of a leader's, the day; a refusal above them, and everything typed stays."""
    person_id = shell.visit().person.account_id  # a tab that changes hands shows nobody else's words
    text, due = (f"directive-{person_id}-{'-'.join(map(str, names))}-{end}" for end in ("text", "due"))
    with st.container(border=True, width=_WIDTH):
        clicks.show(_CLICKS)
        st.text_area(step.text_name, key=text, height=100, placeholder=hint, persist_state="session")
        if step is Step.FURTHER:
            today = moments.wall_clock(shell.visit().now).date()
            st.date_input(
                _("答复时限"),
                today + timedelta(days=_USUAL_DAYS),
                min_value=today,
                key=due,
                format="YYYY-MM-DD",
                persist_state="session",
                width=180,
            )
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                _("提交{step}").format(step=step.word) if names[0] != "new" else _("提交批示"),
                type="primary",
                key=f"{text}-go",
                on_click=_write,
                args=(act, text, due, done),
            )
            closed = Link(_("取消"), links.same_page(**{DIRECTIVE: "", ACT: "", WRITE: ""}))
            st.html(links.link_html(closed, "go"), width="content")


def _write(act: _Write, text: str, due: str, done: str) -> None:
    words, due_on = st.session_state.get(text) or "", st.session_state.get(due)

    def write(session: Session, person: Person, now: datetime) -> Any:
        return act(session, person, now, words, due_on)

    if clicks.do(write, key=_CLICKS, done=done).is_done:
        for name in (text, due, _CLICK):
            st.session_state.pop(name, None)
        for name in (DIRECTIVE, ACT, WRITE):
            st.query_params.pop(name, None)
