"""The parts of 填报窗口: a quarter's window, and the units that are let in after it has closed."""

from datetime import datetime, timedelta

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.lifecycle import Window, lock_reason, window_state
from tracker.domain.workflow.windows import default_window
from tracker.queries.plans import SetWindow
from tracker.queries.windows import LetIn
from tracker.services.windows import end_exception, let_in, set_window
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import facts, tables
from tracker.ui.parts.window import exceptions_at

_USUAL_DAYS = 3  # so long a unit is let in, unless the office says otherwise


def show(each: SetWindow) -> None:
    """One quarter: its state in words, its times, why it is locked, who set it."""
    now = shell.visit().now
    with st.container(border=True, height="stretch"):
        state = window_state(each.window, now)
        st.markdown(f"**{each.period.label}** · {state.word}")
        if each.window is not None:
            set_by = f"{each.set_by} · {moments.moment(each.set_at)}"
            facts.listed((*_times(each.window), (_("最近设置"), set_by)))
        reason = lock_reason(each.period, each.window, now)
        st.caption(reason or _("现在可以填报。"))


def _times(window: Window) -> tuple[tuple[str, str], ...]:
    return (
        (_("开放"), moments.moment(window.opens_at)),
        (_("截止"), moments.moment(window.due_at)),
        (_("关闭"), moments.moment(window.closes_at)),
    )


def edit(each: SetWindow) -> None:
    """The form that sets a quarter's window."""
    # A new setting by anybody gives the fields new keys: they show what is in force.
    turn = f"{each.period}_{each.set_at}"
    with st.form(f"window_{turn}"):
        asked = _ask(each.window or default_window(each.period), turn)
        st.caption(_("均为北京时间。截止后、关闭前仍可填报,记为逾期;关闭后不能填报。"))
        if not st.form_submit_button(_("保存"), type="primary", icon=":material/save:"):
            return
    plan = shell.visit().plan

    def act(session: Session, person: Person, now: datetime) -> None:
        if len(asked) < 3:
            raise BadInput(_("请填写三个时间。"))
        opens, due, closes = asked
        set_window(session, person, plan.id, each.period, opens, due, closes, now)

    clicks.at_once(act, _("{period}的填报窗口已保存。").format(period=each.period.label))


def _ask(proposed: Window, turn: str) -> list[datetime]:
    """The three times as instants; one that was emptied is left out."""
    fields = (
        (_("开放时间"), proposed.opens_at),
        (_("截止时间"), proposed.due_at),
        (_("关闭时间"), proposed.closes_at),
    )
    chosen = [
        column.datetime_input(label, moments.wall_clock(at), key=f"{label}_{turn}", format="YYYY-MM-DD")
        for column, (label, at) in zip(st.columns(3), fields, strict=True)
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
        st.caption(_("设置窗口后,才能为单位单独开放补报。"))
    else:
        _let_in(each, each.window, running)
    past = [one for one in listed if one.id not in {still.id for still in running.values()}]
    if past:
        with st.expander(_("以往的补报开放 {n} 条").format(n=len(past))):
            tables.table([_past_row(one) for one in past], _("以往的补报开放"), width=700)


def _show_running(one: LetIn) -> None:
    with st.container(border=True), st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap=None):
            st.markdown(f"**{prose.literal(one.unit.name)}** · {_('补报至')} {moments.moment(one.closes_at)}")
            st.text(_("理由:{reason}").format(reason=one.reason))
            st.caption(f"{prose.literal(one.set_by)} · {moments.moment(one.set_at)}")
        ends = st.button(_("提前结束"), key=f"end_{one.id}", icon=":material/lock:")
    if ends:
        clicks.at_once(
            lambda s, p, now: end_exception(s, p, one.id, now),
            _("{unit}的补报已结束。").format(unit=one.unit.name),
        )


def _let_in(each: SetWindow, window: Window, running: dict[int, LetIn]) -> None:
    units = {group.key: group.name for group in shell.card(each.period).departments}
    # What was just set gives the fields new keys: they are empty for the next unit.
    turn = f"{each.period}_{max((one.id for one in running.values()), default=0)}"
    with st.form(f"let_in_{turn}"):
        left, right = st.columns(2)
        unit = left.selectbox(
            _("单位"),
            list(units),
            format_func=lambda key: units[key],
            index=None,
            key=f"unit_{turn}",
            placeholder=_("选择或输入单位名称"),
            filter_mode="contains",
        )
        proposed = moments.wall_clock(max(window.closes_at, shell.visit().now)).replace(hour=18, minute=0)
        until = right.datetime_input(
            _("补报截止时间"),
            proposed + timedelta(days=_USUAL_DAYS),
            key=f"until_{turn}",
            format="YYYY-MM-DD",
        )
        reason = st.text_input(_("理由"), key=f"why_{turn}", placeholder=_("如:上级统计数据推迟发布"))
        st.caption(_("窗口关闭后,只有这个单位可以填报;补报记为逾期。已开放的单位再次开放,以最后一次为准。"))
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
