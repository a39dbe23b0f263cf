"""The upper part of 我的任务: until when, how much is in, and what is done with all of it at once."""

import re
from fractions import Fraction
from html import escape

import streamlit as st

from tracker.domain.access import Action
from tracker.domain.language import bracketed
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.quantity import percent
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import WindowState, day_and_hour, window_state
from tracker.domain.workflow.stated_path import PathState, stated_until
from tracker.domain.workflow.tasks import counted_in_words, time_left
from tracker.export.filling_form import FormLine, filling_form
from tracker.queries.entries import Form
from tracker.queries.stated_paths import path_rows
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, offers, plans, window
from tracker.ui.tasks.rows import Counts, Rows, last_text

_NUMBER = re.compile(r"\s?(\d+)\s?")
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(period: Period, rows: Rows, *, is_grid: bool) -> None:
    """The time that is left in large letters, what is owed and in; a form to take along and to paste back."""
    visit = shell.visit()
    if window_state(visit.window_of(period), visit.now) is WindowState.CLOSED:
        window.show_let_in(period)
    key = f"task-head{visit.beside}"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=key):
        prose.html(f'<div class="task-due">{_due_html(period)}{_in_html(rows.counts)}</div>')
        name = _("{period}填报表.xlsx").format(period=plans.name(visit) or period.label)
        st.download_button(
            _("导出填报表"),
            shell.taken("下载填报表", name, lambda: filling_form(period, _lines(rows))),
            file_name=name,
            mime=_XLSX,
            icon=":material/download:",
            key=f"task-export{visit.beside}",
            on_click="ignore",
        )
        if is_grid:
            return
        pasted = links.Link(_("从Excel粘贴…"), links.to("tasks", view="grid", paste=True))
        prose.html(
            f'<a class="task-go framed wide" href="{escape(pasted.address)}">{escape(pasted.text)}</a>',
            width="content",
        )


def _lines(rows: Rows) -> list[FormLine]:
    return [FormLine(row.form.target, last_text(row.form), _typed(row.form)) for row in rows.all]


def _typed(form: Form) -> dict[Field, str]:
    return {name: cell.text for name, cell in form.cells.items()}


def _due_html(period: Period) -> str:
    visit = shell.visit()
    if visit.plan.state is PlanState.CLOSED:
        return f'<span class="task-days">{escape(_("方案已结束"))}</span>'
    asked = visit.window_of(period)
    state = window_state(asked, visit.now)
    # The number of days is what people look for.
    left = _NUMBER.sub(r"<b>\1</b>", escape(time_left(asked, visit.now) or state.word))
    html = f'<span class="task-days">{left}</span>'
    if asked is None:
        return html
    until = {
        WindowState.UPCOMING: _("{at} 开放").format(at=moments.day_and_clock(asked.opens_at)),
        WindowState.OVERDUE: _("{at} 关闭").format(at=moments.day_and_clock(asked.closes_at)),
        WindowState.CLOSED: _("{at} 已关闭").format(at=moments.day_and_clock(asked.closes_at)),
    }.get(state, _("{at} 截止").format(at=moments.day_and_clock(asked.due_at)))
    opens = moments.day(moments.day_of(asked.opens_at))
    since = _("{period}填报期,{day}起").format(period=period.name, day=opens)
    return f'{html}<span class="task-until">{escape(until)}<br>{escape(since)}</span>'


def _in_html(counts: Counts) -> str:
    if not counts.owed:
        return ""
    said, share = _("{done} / {due}项已报"), percent(Fraction(counts.owed_in, counts.owed))
    said = said.format(done=counts.owed_in, due=counts.owed)
    said = bracketed(said, counts.owed_apart) if counts.owed_apart else said
    bar = f'<span class="task-bar"><i style="width:{share}"></i></span>'
    return f'<span class="task-progress">{escape(said)}{bar}</span>'


def show_paths_to_state() -> None:
    """At the start of a year: how many paths are to be stated, until when and where."""
    visit = shell.visit()
    first = visit.plan.periods[0]
    asked = visit.window_of(first)
    until = stated_until(first, asked)
    if not visit.admits(Action.STATE_PATH) or visit.now >= until:
        return
    rows = shell.known("path rows", lambda s, p: path_rows(s, p, visit.plan, as_of=visit.as_of))
    missing = [
        row.target.terms.kind
        for row in rows
        if offers.may_state_path(visit.person, row.target)
        and row.state in (None, PathState.RETURNED)
        and row.lock(first, asked, visit.now) is None
    ]
    if missing:
        sentence = _("还有{counted}要填写年初进度安排,{until}前在{page}填写。")
        page = f'<a class="go" href="{escape(links.to("paths"))}">{escape(_("进度安排"))}</a>'
        said = sentence.format(counted=counted_in_words(missing), until=day_and_hour(until), page=page)
        prose.html(f'<div class="caution"><span>{said}</span></div>')
