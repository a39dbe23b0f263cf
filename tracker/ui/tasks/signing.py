"""会签 in place: what other departments ask the person's units to say, each agreed to with one click."""

from html import escape

import streamlit as st

from tracker.domain.measure.target import value_in_words
from tracker.domain.progress.scorecard import UnitRef
from tracker.domain.workflow.approval import newest_words
from tracker.domain.workflow.lifecycle import Stance, window_state
from tracker.queries.countersigns import Countersignable, to_countersign
from tracker.services import countersigns
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, plans

CLICKS = "tasks-signing"  # what the last click here came to (frame/clicks.py)
_MOST = 5  # in place; all of them are on their own page


def show() -> None:
    """What is asked in all open plans."""
    if shell.visit().as_of is not None:
        return
    clicks.show(CLICKS)
    asked = [
        (visit, each, unit)
        for visit in shell.visits_shown()
        for each in _asked(visit)
        if not each.is_approved
        for unit in each.units
        if _is_unsaid(each, unit)
    ]
    if not asked:
        return
    rest = ""
    if len(asked) > _MOST:
        words = escape(_("另有{n}项").format(n=len(asked) - _MOST))
        rest = f'<a class="go" href="{escape(links.to("countersign"))}">{words}</a>'
    title, note = escape(_("会签 {n}").format(n=len(asked))), escape(_("其他单位请本单位表态"))
    beside = f'<span class="note">{note}</span>{rest}'
    with st.container(gap=None, key="task-signing"):
        st.html(f'<div class="task-section"><h2>{title}</h2>{beside}</div>')
        for visit, each, unit in asked[:_MOST]:
            with shell.about(visit):
                _show_one(each, unit)


def _asked(visit: shell.Visit) -> tuple[Countersignable, ...]:
    period = shell.period_of(visit)
    with shell.about(visit):
        return shell.known(
            "to countersign",
            lambda session, person: to_countersign(
                session, person, visit.plan, period, visit.now, as_of=None
            ),
            period,
            window_state(visit.window_of(period), visit.now),
            shell.openings(),
        )


def _is_unsaid(each: Countersignable, unit: UnitRef) -> bool:
    return all(word.unit_id != unit.id for word in newest_words(each.submission.countersigns))


def _show_one(each: Countersignable, unit: UnitRef) -> None:
    target, sent = each.score.target, each.submission
    address = links.to("countersign", report=sent.report_id)
    said = _("{lead}上报{value}").format(
        lead=target.lead.name, value=value_in_words(sent.value, target.terms)
    )
    said = " · ".join(filter(None, (said, plans.name(shell.visit()))))
    name = f'<a href="{escape(address)}">{escape(target.name)}</a><span class="beside">{escape(said)}</span>'
    when = escape(moments.day_and_clock(sent.submitted_at))
    row = (
        f'<div class="task-row"><span class="task-state"><i class="of-due" aria-hidden="true"></i>'
        f'{escape(_("待表态"))}</span><span class="task-name"><span class="code">{escape(target.code)}</span>'
        f'{name}</span><span class="task-this">{when}</span></div>'
    )
    key = f"task-sign-{sent.report_id}-{unit.id}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"{key}-row"):
        st.html(row, width="stretch")
        st.button(Stance.CONFIRM.word, key=key, on_click=_agree, args=(each, unit), width=90)
        object_ = escape(_("有异议…"))
        st.html(f'<a class="task-go framed" href="{escape(address)}">{object_}</a>', width="content")


def _agree(each: Countersignable, unit: UnitRef) -> None:
    code, report_id = each.score.target.code, each.submission.report_id
    clicks.do(
        lambda session, person, now: countersigns.sign(
            session, person, report_id, unit.id, Stance.CONFIRM, "", now, seen=None
        ),
        key=CLICKS,
        done=_("{code} 已会签:{stance}。").format(code=code, stance=Stance.CONFIRM.word),
        about=code,
    )
