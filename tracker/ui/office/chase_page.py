"""催报: a ready message to each department that has something open, sent or copied, and logged."""

import streamlit as st

from tracker.domain.language import marked
from tracker.domain.workflow.lifecycle import window_state
from tracker.queries.chasing import open_by_unit, sent, with_last_sent
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.office import chase, chase_send
from tracker.ui.parts import bars, links, tables, window
from tracker.ui.parts.links import Link

VIEWS = {"send": marked("催报消息"), "list": marked("催报清单"), "log": marked("催报记录")}


def page() -> None:
    visit = shell.visit()
    period = shell.period()
    window.show(period)
    asked = st.query_params.get("view", "")
    view = asked if asked in VIEWS else "send"
    ways = {name: Link(_(word), links.to("chase", view=name)) for name, word in VIEWS.items()}
    st.html(f'<div class="office-choice">{bars.choice_html(_("内容"), ways, view)}</div>')
    chase_send.show_outcomes()

    if view == "log":
        went = shell.read(lambda s, p: sent(s, p, visit.plan, period, as_of=visit.as_of))
        if went:
            st.html(chase.history_html(went))
        else:
            prose.empty(_("还没有催报记录"), _("复制发送、邮件和群机器人发送的催报都会留在这里。"))
        return

    card = shell.narrowed(shell.card(period, include_unapproved=True))
    opened = shell.known(
        "open by unit",
        lambda s, p: open_by_unit(s, p, visit.plan, period, visit.now, visit.as_of, card),
        period,
        # What is open turns with the window, what is overdue with the day.
        window_state(visit.window_of(period), visit.now),
        moments.wall_clock(visit.now).date(),
        card.leader_id,
    )
    listed = shell.read(lambda s, p: with_last_sent(s, p, visit.plan, period, opened, visit.as_of))
    if not listed:
        prose.empty(
            _("没有需要催报的部门"),
            _("开放填报后,未填报、已退回、落后缺说明和逾期的议定事项会按部门列在这里。"),
        )
    elif view == "list":
        title = _("{period}催报清单 · {when}").format(period=period.label, when=moments.moment(visit.now))
        everything = links.link_html(Link(_("显示全部"), links.to("chase", view="list")), "go")
        head = bars.section_html(title, *([everything] if chase.is_narrowed() else []))
        st.html(head + tables.table_html(chase.list_rows(listed), _("催报清单"), width=760, stacks=True))
    else:
        st.html(tables.table_html(chase.overview_rows(listed, card), _("需要催报的部门")))
        chosen = chase.choose(listed)
        chase_send.show_buttons(chosen, period)
        st.html(chase.messages_html(chosen))
