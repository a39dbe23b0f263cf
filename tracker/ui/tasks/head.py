"""The upper part of 我的任务: until when, how many stand where, and which way of working."""

from collections import Counter

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.measure.period import Period
from tracker.domain.workflow.lifecycle import WindowState, day_and_hour
from tracker.domain.workflow.stated_path import PathState, stated_until
from tracker.domain.workflow.tasks import Stage, counted_apart, counted_in_words, time_left
from tracker.queries.stated_paths import path_rows
from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import facts, links, offers
from tracker.ui.tasks.rows import Row

LIST, GRID = "list", "grid"
_ALL = "all"
_VIEW, _STATE = "tasks-view", "tasks-state"


def show_deadline(period: Period, rows: tuple[Row, ...]) -> None:
    """The time that is left, in large letters, and how much of what is owed is in."""
    visit = shell.visit()
    window = visit.window_of(period)
    owed = [row for row in rows if row.is_owed]
    is_in = sum(row.stage in (Stage.SUBMITTED, Stage.UNEXPLAINED, Stage.APPROVED) for row in owed)
    is_late = window is not None and window.state_at(visit.now) is WindowState.OVERDUE
    to_do = [row for row in rows if row.stage.is_open]
    facts.large(
        (
            (_("距截止"), time_left(window, visit.now) or _("未开放"), "accent" if is_late else "ink"),
            (_named(_("已提交 / 应报"), owed), f"{is_in} / {len(owed)}", "ink"),
            (_named(_("待办"), to_do), _("{n} 项").format(n=len(to_do)), "ink"),
        )
    )


def _named(name: str, rows: list[Row]) -> str:
    """待办(目标2项、预算1项): no budget is counted among targets unnamed."""
    apart = counted_apart(row.form.target.terms.kind for row in rows)
    return bracketed(name, apart) if apart else name


def show_paths_to_state() -> None:
    """At the start of a year: how many paths are to be stated, until when and where."""
    visit = shell.visit()
    first = visit.plan.periods[0]
    window = visit.window_of(first)
    until = stated_until(first, window)
    if visit.as_of is not None or visit.now >= until:
        return
    rows = shell.known("path rows", lambda s, p: path_rows(s, p, visit.plan, as_of=visit.as_of))
    missing = [
        row.target.terms.kind
        for row in rows
        if offers.may_state_path(visit.person, row.target)
        and row.state in (None, PathState.RETURNED)
        and row.lock(first, window, visit.now) is None
    ]
    if missing:
        sentence = _("还有{counted}要填写年初进度安排,{until}前在{page}填写。")
        page = links.link_html(links.Link(_("进度安排"), links.to("paths")))
        text = sentence.format(counted=counted_in_words(missing), until=day_and_hour(until), page=page)
        st.html(f'<p class="line">{text}</p>')


def pick_view() -> str:
    """List or grid; the choice stands in the address as ?view=grid."""
    names = {LIST: _("清单"), GRID: _("表格填报")}
    address.follow("view", _VIEW, list(names), default=LIST)
    chosen = st.segmented_control(
        _("填报方式"),
        list(names),
        format_func=lambda view: names[view],
        key=_VIEW,
        on_change=address.put,
        args=("view", _VIEW),
        required=True,
        label_visibility="collapsed",
    )
    return chosen or LIST


def pick_stage(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of the chosen state (?state=returned), with how many stand in each."""
    counts = Counter(row.stage.value for row in rows)
    names = {_ALL: _("全部 {n}").format(n=len(rows))}
    names |= {stage.value: f"{stage.word} {counts[stage.value]}" for stage in Stage}
    address.follow("state", _STATE, list(names), default=_ALL)
    chosen = st.pills(
        _("按状态筛选"),
        list(names),
        format_func=lambda state: names[state],
        key=_STATE,
        on_change=address.put,
        args=("state", _STATE),
        required=True,
        label_visibility="collapsed",
    )
    return rows if chosen in (None, _ALL) else tuple(row for row in rows if row.stage.value == chosen)
