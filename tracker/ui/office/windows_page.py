"""填报窗口: when each quarter opens, is due and closes, and who is let in later; times of Asia/Shanghai."""

import streamlit as st

from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.office import options, windows


def page() -> None:
    visit = shell.visit()
    clicks.show_done()
    with st.grid(2, min_column_width=300):
        for one in visit.windows:
            windows.show(one)
    st.subheader(_("设置窗口"), anchor=False)
    period = shell.period()
    current = next(each for each in visit.windows if each.period == period)
    if current.window is None:
        st.caption(_("{period}还没有设置,以下为默认时间,保存后生效。").format(period=period.label))
    if visit.as_of is None:
        windows.edit(current)
    st.subheader(_("{period}单独开放补报").format(period=period.label), anchor=False)
    windows.show_exceptions(current)
    st.subheader(_("审核前的确认"), anchor=False)
    options.show_head_switch()
