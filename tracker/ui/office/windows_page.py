"""填报时间: when each period opens, is due and closes, and who is let in later; times of Asia/Shanghai."""

import streamlit as st

from tracker.domain.access import Action
from tracker.domain.sentences.short_names import plan_called
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.office import options, windows
from tracker.ui.parts.bars import section_html


def page() -> None:
    visit, visits, period = shell.visit(), shell.visits_of_any_period(), shell.period()
    clicks.show_done()
    windows.show_rows(visits)
    # Below the list of all open plans the one of the address is set.
    plan = f" · {plan_called(visit.plan)}" if len(visits) > 1 else ""
    if visit.admits(Action.SET_WINDOW) and len(visit.windows) > windows.ONE_BY_ONE:
        st.html(section_html(_("按同一日期设置各期") + plan))
        windows.set_all()
    current = next(each for each in visit.windows if each.period == period)
    if visit.admits(Action.SET_WINDOW):
        st.html(section_html(_("{period}填报时间").format(period=period.label) + plan))
        if current.window is None:
            st.caption(_("还没有设置,以下为默认时间,保存后生效。"))
        windows.edit(current)
    left, right = st.columns(2, gap="large")
    with left:
        st.html(section_html(_("{period}单独开放补报").format(period=period.label) + plan))
        windows.show_exceptions(current)
    with right:
        st.html(section_html(_("审核前的确认") + plan))
        options.show_head_switch()
