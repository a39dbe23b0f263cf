"""填报时间: when each period opens, is due and closes, and who is let in later; times of Asia/Shanghai."""

import streamlit as st

from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.office import options, windows
from tracker.ui.parts.bars import section_html


def page() -> None:
    visit = shell.visit()
    clicks.show_done()
    windows.show_rows(visit.windows)
    if visit.as_of is None and len(visit.windows) > windows.ONE_BY_ONE:
        st.html(section_html(_("按同一日期设置各期")))
        windows.set_all()
    period = shell.period()
    current = next(each for each in visit.windows if each.period == period)
    if visit.as_of is None:
        st.html(section_html(_("{period}填报时间").format(period=period.label)))
        if current.window is None:
            st.caption(_("还没有设置,以下为默认时间,保存后生效。"))
        windows.edit(current)
    left, right = st.columns(2, gap="large")
    with left:
        st.html(section_html(_("{period}单独开放补报").format(period=period.label)))
        windows.show_exceptions(current)
    with right:
        st.html(section_html(_("审核前的确认")))
        options.show_head_switch()
