"""The parts of 填报时间: a row a period, the form of one, and the units that are let in after closing."""

from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Action, Person
from tracker.domain.language.errors import BadInput
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.lifecycle import Window, WindowState, window_state
from tracker.domain.workflow.windows import Timetable, default_window, evening_after, extended, opened_now
from tracker.queries.plans import SetWindow
from tracker.queries.windows import LetIn
from tracker.services.windows import end_exception, let_in, set_timetable, set_window
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import links, tables
from tracker.ui.parts.links import Link
from tracker.ui.parts.window import exceptions_at

ONE_BY_ONE = 4  # so many periods are set each by itself
_USUAL_DAYS = 3  # so long a period is extended and a unit is let in, unless the office says otherwise
_MOMENT = "YYYY-MM-DD"


def show_rows(visits: Sequence[Visit]) -> None:
    """One row a period: its state in words, its times, and what is done with it at a click.

    Of several plans all stand in one list, each row with its plan, in which it is set.
    """
    with_plan = len(visits) > 1
    heads: tuple[str, ...] = (_("期间"), _("状态"), _("开放"), _("截止"), _("关闭"), _("最近设置"))
    if with_plan:
        heads = (_("方案"), *heads)
    look = "window-row of-plans" if with_plan else "window-row"
    names = "".join(f"<span>{escape(name)}</span>" for name in heads)
    with st.container(gap=None, key="window-rows"):
        st.html(f'<div class="{look} heads">{names}</div>')
        for visit in visits:
            with shell.about(visit):
                for each in visit.windows:
                    _show_row(each, heads, look)


def _show_row(each: SetWindow, heads: tuple[str, ...], look: str) -> None:
    visit = shell.visit()
    with st.container(
        horizontal=True,
        vertical_alignment="center",
        gap="small",
        key=f"window-row-{each.period}{visit.beside}",
    ):
        st.html(_row_html(each, heads, look))
        if visit.admits(Action.SET_WINDOW):
            _show_ways(each)


def _row_html(each: SetWindow, heads: tuple[str, ...], look: str) -> str:
    visit = shell.visit()
    state, times = window_state(each.window, visit.now), ["—"] * 3
    if each.window is not None:
        instants = (each.window.opens_at, each.window.due_at, each.window.closes_at)
        times = [moments.moment(at) for at in instants]
    set_by = f"{each.set_by} · {moments.moment(each.set_at)}" if each.set_by else "—"
    cells = [escape(text) for text in (each.period.label, state.word, *times, set_by)]
    if len(heads) > len(cells):
        # The forms of a period stand below the list when its plan and period are looked at.
        there = Link(each.period.label, links.to("windows", q=each.period))
        cells = [escape(plan_called(visit.plan)), links.link_html(there), *cells[1:]]
    spans = "".join(
        f'<span data-name="{escape(name)}">{cell}</span>' for name, cell in zip(heads, cells, strict=True)
    )
    return f'<div class="{look}{" admits" if state.admits else ""}">{spans}</div>'


def _show_ways(each: SetWindow) -> None:
    visit = shell.visit()
    state = window_state(each.window, visit.now)
    if state in (WindowState.NOT_SET, WindowState.UPCOMING):
        word = _("开放本期填报") if state is WindowState.NOT_SET else _("立即开放")
        if st.button(word, key=f"open_{each.period}{visit.beside}"):
            _save(each, lambda now: opened_now(each.period, each.window, now))
        return
    key = f"extend_{each.period}_{each.set_at}{visit.beside}"
    place = st.popover(_("延长到…"), key=key, on_change="rerun")
    if place.open and each.window is not None:
        with place:
            _ask_extension(each, each.window)


def _ask_extension(each: SetWindow, window: Window) -> None:
    proposed = evening_after(max(window.due_at, shell.visit().now), _USUAL_DAYS)
    turn = f"{each.period}_{each.set_at}{shell.visit().beside}"
    chosen = st.datetime_input(
        _("截止时间延长到"), moments.wall_clock(proposed), key=f"extended_{turn}", format=_MOMENT
    )
    st.caption(_("关闭时间顺延同样的时长。"))
    if st.button(_("延长"), key=f"extends_{turn}", type="primary"):
        if chosen is None:
            st.error(_("请填写截止时间。"))
        else:
            _save(each, lambda now: extended(window, moments.instant_of(chosen), now))


def _save(each: SetWindow, make: Callable[[datetime], Window]) -> None:
    """Set the window and say what it comes to: one that lies in the past is closed."""
    plan = shell.visit().plan

    def act(session: Session, person: Person, now: datetime) -> WindowState:
        window = make(now)
        times = (window.opens_at, window.due_at, window.closes_at)
        set_window(session, person, plan.id, each.period, *times, now)
        return window.state_at(now)

    def told(state: WindowState) -> str:
        return _("{period}的填报时间已保存,目前为“{state}”。").format(
            period=each.period.label, state=state.word
        )

    clicks.at_once(act, told)


def edit(each: SetWindow) -> None:
    """The form that sets a period's window."""
    # A new setting by anybody gives the fields new keys: they show what is in force.
    turn = f"{each.period}_{each.set_at}"
    with st.form(f"window_{turn}", border=False):
        asked = _ask(each.window or default_window(each.period), turn)
        st.caption(_("均为北京时间。截止后、关闭前仍可填报,记为逾期;关闭后不能填报。"))
        if not st.form_submit_button(_("保存"), type="primary", icon=":material/save:"):
            return

    def make(_now: datetime) -> Window:
        if len(asked) < 3:
            raise BadInput(_("请填写三个时间。"))
        return Window(each.period, *asked)

    _save(each, make)


def set_all() -> None:
    """The form that sets all periods that have not opened by the same days of the month."""
    usual = Timetable()
    plan = shell.visit().plan
    with st.form("timetable", border=False):
        fields = (
            (_("当月几日开放"), usual.opens),
            (_("次月几日截止"), usual.due),
            (_("次月几日关闭"), usual.closes),
        )
        with st.container(horizontal=True):
            days = [
                st.number_input(label, 1, 31, day, key=f"timetable-{place}")
                for place, (label, day) in enumerate(fields)
            ]
        st.caption(
            _(
                "只设置尚未开放、截止日还没有到的各期;已开放的不变。当月没有的日期按月末。开放为9时,截止、关闭为18时。"
            )
        )
        if not st.form_submit_button(_("设置各期"), type="primary", icon=":material/event_repeat:"):
            return

    def act(session: Session, person: Person, now: datetime) -> int:
        return len(set_timetable(session, person, plan, Timetable(*days), now))

    clicks.at_once(
        act,
        lambda n: (
            _("已设置{n}期的填报时间。").format(n=n) if n else _("没有要设置的期间:都已开放,或已是这些日期。")
        ),
    )


def _ask(proposed: Window, turn: str) -> list[datetime]:
    """The three times as instants; one that was emptied is left out."""
    fields = (
        (_("开放时间"), proposed.opens_at),
        (_("截止时间"), proposed.due_at),
        (_("关闭时间"), proposed.closes_at),
    )
    # Side by side: the calendar that opens below a field would cover the next one.
    with st.container(horizontal=True):
        chosen = [
            st.datetime_input(label, moments.wall_clock(at), key=f"{label}_{turn}", format=_MOMENT)
            for label, at in fields
        ]
    return [moments.instant_of(at) for at in chosen if at is not None]


def show_exceptions(each: SetWindow) -> None:
    """Who is let in, why and until when; the form to let one unit in; what was set before."""
    visit, listed = shell.visit(), exceptions_at(each.period)
    running = {one.unit.id: one for one in listed if one.runs(visit.now)}
    if not running:
        st.caption(_("现在没有为任何单位单独开放补报。"))
    for one in running.values():
        _show_running(one)
    if each.window is None:
        st.caption(_("设置填报时间后,才能为单位单独开放补报。"))
    elif visit.admits(Action.SET_WINDOW):
        _let_in(each, each.window, running)
    past = [one for one in listed if one.id not in {still.id for still in running.values()}]
    if past:
        title = _("以往的补报开放 {n}条").format(n=len(past))
        table = tables.table_html([_past_row(one) for one in past], _("以往的补报开放"), width=700)
        st.html(f'<details class="past"><summary>{escape(title)}</summary>{table}</details>')


def _show_running(one: LetIn) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key=f"let-in-{one.id}"):
        until = _("{unit} · 补报至 {until}").format(unit=one.unit.name, until=moments.moment(one.closes_at))
        why = _("理由:{reason}").format(reason=one.reason)
        who = f"{one.set_by} · {moments.moment(one.set_at)}"
        st.html(
            f'<div class="strong">{escape(until)}</div><div>{escape(why)}</div>'
            f'<div class="small">{escape(who)}</div>'
        )
        admits = shell.visit().admits(Action.SET_WINDOW)
        ends = admits and st.button(_("提前结束"), key=f"end_{one.id}", icon=":material/lock:")
    if ends:
        clicks.at_once(
            lambda s, p, now: end_exception(s, p, one.id, now),
            _("{unit}的补报已结束。").format(unit=one.unit.name),
        )


def _let_in(each: SetWindow, window: Window, running: dict[int, LetIn]) -> None:
    units = {group.key: group.name for group in shell.card(each.period).departments}
    # What was just set gives the fields new keys: they are empty for the next unit.
    turn = f"{each.period}_{max((one.id for one in running.values()), default=0)}"
    with st.form(f"let_in_{turn}", border=False):
        unit = st.selectbox(
            _("单位"),
            list(units),
            format_func=lambda key: units[key],
            index=None,
            key=f"unit_{turn}",
            placeholder=_("选择或输入单位名称"),
            filter_mode="contains",
        )
        proposed = evening_after(max(window.closes_at, shell.visit().now), _USUAL_DAYS)
        until = st.datetime_input(
            _("补报截止时间"), moments.wall_clock(proposed), key=f"until_{turn}", format=_MOMENT
        )
        reason = st.text_input(_("理由"), key=f"why_{turn}", placeholder=_("如:上级统计数据推迟发布"))
        st.caption(_("填报关闭后,只有这个单位可以填报;补报记为逾期。已开放的单位再次开放,以最后一次为准。"))
        if not st.form_submit_button(_("开放补报"), icon=":material/lock_open:"):
            return
    plan = shell.visit().plan

    def act(session: Session, person: Person, now: datetime) -> str:
        if unit is None or until is None:
            raise BadInput(_("请选择单位,并填写补报截止时间。"))
        seen_id = running[unit].id if unit in running else None
        ends_at = moments.instant_of(until)
        let_in(session, person, plan.id, each.period, unit, ends_at, reason, now, seen_id=seen_id)
        return units[unit]

    clicks.at_once(act, lambda name: _("已为{unit}开放补报。").format(unit=name))


def _past_row(one: LetIn) -> tables.Row:
    return {
        _("单位"): one.unit.name,
        _("情况"): _("提前结束") if one.is_an_end else _("开放补报"),
        _("截止"): moments.moment(one.closes_at),
        _("理由"): one.reason,
        _("操作人"): f"{one.set_by} · {moments.moment(one.set_at)}",
    }
