"""催报: a ready message to each department that has something open, sent or copied, and logged."""

import streamlit as st

from tracker.domain.language import marked
from tracker.domain.workflow.lifecycle import window_state
from tracker.queries.chasing import open_by_unit, sent, with_last_sent
from tracker.ui.frame import address, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.office import chase, chase_send
from tracker.ui.parts import tables, window

VIEWS = {"send": marked("催报消息"), "list": marked("催报清单(打印)"), "log": marked("催报记录")}


def page() -> None:
    visit = shell.visit()

    period = shell.period()
    window.show(period)
    address.follow("view", "chase-view", list(VIEWS), "send")
    view = st.segmented_control(
        _("内容"),
        list(VIEWS),
        format_func=lambda name: _(VIEWS[name]),
        key="chase-view",
        required=True,
        on_change=address.put,
        args=("view", "chase-view"),
        label_visibility="collapsed",
    )
    chase_send.show_outcomes()

    if view == "log":
        chase.show_history(shell.read(lambda s, p: sent(s, p, visit.plan, period, as_of=visit.as_of)))
        return

    card = shell.card(period, include_unapproved=True)
    opened = shell.known(
        "open by unit",
        lambda s, p: open_by_unit(s, p, visit.plan, period, visit.now, visit.as_of, card),
        period,
        # What is open turns with the window, what is overdue with the day.
        window_state(visit.window_of(period), visit.now),
        moments.wall_clock(visit.now).date(),
    )
    listed = shell.read(lambda s, p: with_last_sent(s, p, visit.plan, period, opened, visit.as_of))
    if not listed:
        prose.empty(
            _("没有需要催报的部门"),
            _("窗口开放后的未填报、已退回、落后缺说明和逾期的议定事项会按部门列在这里。"),
        )
    elif view == "list":
        title = _("{period}催报清单 · {when}")
        st.subheader(title.format(period=period.label, when=moments.moment(visit.now)), anchor=False)
        if chase.is_narrowed():
            st.button(_("显示全部"), icon=":material/filter_alt_off:", on_click=chase.widen)
        rows = chase.list_rows(listed)
        tables.table(rows, _("催报清单"), width=760)
    else:
        tables.table(chase.overview_rows(listed), _("需要催报的部门"))
        chosen = chase.choose(listed)
        if chosen:
            chase_send.show_buttons(chosen, period)
        chase.show_messages(chosen)
