"""填报窗口: when each quarter opens, is due and closes; all times are those of Asia/Shanghai."""

from datetime import datetime

import streamlit as st

from tracker.domain.errors import BadInput
from tracker.domain.lifecycle import Window, lock_reason, window_state
from tracker.domain.windows import default_window
from tracker.queries.plans import SetWindow
from tracker.services.windows import set_window
from tracker.ui import shell, widgets
from tracker.ui.language import _

here = shell.visit()


def show(each: SetWindow) -> None:
    """One quarter: its state in words, its times, why it is locked, who set it."""
    with st.container(border=True, height="stretch"):
        state = window_state(each.window, here.now)
        st.markdown(f"**{each.quarter.label}** · {state.word}")
        if each.window is not None:
            set_by = f"{each.set_by} · {widgets.moment(each.set_at)}"
            widgets.facts((*times(each.window), (_("最近设置"), set_by)))
        reason = lock_reason(each.quarter, each.window, here.now)
        st.caption(reason or _("现在可以填报。"))


def times(window: Window) -> tuple[tuple[str, str], ...]:
    return (
        (_("开放"), widgets.moment(window.opens_at)),
        (_("截止"), widgets.moment(window.due_at)),
        (_("关闭"), widgets.moment(window.closes_at)),
    )


def ask(proposed: Window, turn: str) -> list[datetime]:
    """The three times as instants; one that was emptied is left out."""
    fields = (
        (_("开放时间"), proposed.opens_at),
        (_("截止时间"), proposed.due_at),
        (_("关闭时间"), proposed.closes_at),
    )
    chosen = [
        column.datetime_input(label, widgets.here(at), key=f"{label}_{turn}", format="YYYY-MM-DD")
        for column, (label, at) in zip(st.columns(3), fields, strict=True)
    ]
    return [widgets.instant_of(at) for at in chosen if at is not None]


def edit(each: SetWindow) -> None:
    # A new setting by anybody gives the fields new keys: they show what is in force.
    turn = f"{each.quarter}_{each.set_at}"
    with st.form(f"window_{turn}"):
        asked = ask(each.window or default_window(each.quarter), turn)
        st.caption(_("均为北京时间。截止后、关闭前仍可填报,记为逾期;关闭后不能填报。"))
        if not st.form_submit_button(_("保存"), type="primary", icon=":material/save:"):
            return
    with shell.told():
        if len(asked) < 3:
            raise BadInput(_("请填写三个时间。"))
        opens, due, closes = asked
        shell.write(lambda s, p, now: set_window(s, p, here.plan.id, each.quarter, opens, due, closes, now))
        widgets.leave_word(_("{quarter}的填报窗口已保存。").format(quarter=each.quarter.label))
        st.rerun()


st.header(_("填报窗口"), anchor=False)
widgets.show_word()
with st.grid(2, min_column_width=300):
    for one in here.windows:
        show(one)
st.subheader(_("设置窗口"), anchor=False)
quarter = shell.pick_quarter()
current = next(each for each in here.windows if each.quarter == quarter)
if current.window is None:
    st.caption(_("{quarter}还没有设置,以下为默认时间,保存后生效。").format(quarter=quarter.label))
edit(current)
