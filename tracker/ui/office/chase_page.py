"""催报: one ready message to each department for all open plans, sent or copied, and logged."""

from collections.abc import Mapping

import streamlit as st

from tracker.domain.language import CHINESE, marked
from tracker.domain.progress.scorecard import Scorecard, leaders_of
from tracker.domain.workflow.chasing import Kind
from tracker.domain.workflow.lifecycle import window_state
from tracker.queries.chasing import ToChase, open_by_unit, with_last_sent
from tracker.queries.reminders import once_each, reminders, sent_about
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _, spoken
from tracker.ui.frame.shell import Visit
from tracker.ui.office import chase, chase_send
from tracker.ui.parts import bars, links, plans, tables, window
from tracker.ui.parts.links import Link

VIEWS = {"send": marked("催报消息"), "list": marked("催报清单"), "log": marked("催报记录")}


def page() -> None:
    visits = shell.visits_shown()
    for each in visits:
        with shell.about(each):
            window.show(shell.period(), plans.named_html(each) if len(visits) > 1 else "")
    asked = st.query_params.get("view", "")
    view = asked if asked in VIEWS else "send"
    ways = {name: Link(_(word), links.to("chase", view=name)) for name, word in VIEWS.items()}
    st.html(f'<div class="office-choice">{bars.choice_html(_("内容"), ways, view)}</div>')
    chase_send.show_outcomes()

    if view == "log":
        about = [(each.plan, shell.period_of(each)) for each in visits]
        as_of = shell.visit().as_of
        went = once_each(shell.read(lambda s, p: sent_about(s, p, about, as_of)))
        if went:
            st.html(chase.history_html(went))
        else:
            prose.empty(_("还没有催报记录"), _("复制发送、邮件和群机器人发送的催报都会留在这里。"))
        return

    opened = {each.plan.code: _opened(each) for each in visits}
    if view == "list":
        counts = {
            code: sum(one.due.count(kind) for one in listed for kind in Kind)
            for code, listed in opened.items()
        }
        choice = plans.choice_html("chase", counts, view="list")
        if choice:
            st.html(choice)
    listed = reminders((each.plan, one) for each in visits for one in opened[each.plan.code])
    if not listed:
        prose.empty(
            _("没有需要催报的部门"),
            _("开放填报后,未填报、已退回、落后缺说明和逾期的议定事项会按部门列在这里。"),
        )
    elif view == "list":
        now = shell.visit().now
        # Each plan has a period of its own.
        period = shell.period().label if len(visits) == 1 else ""
        title = _("{period}催报清单 · {when}").format(period=period, when=moments.moment(now))
        everything = links.link_html(Link(_("显示全部"), links.to("chase", view="list")), "go")
        head = bars.section_html(title, *([everything] if chase.is_narrowed() else []))
        st.html(head + tables.table_html(chase.list_rows(listed), _("催报清单"), width=760, stacks=True))
    else:
        rows = chase.overview_rows(listed, [_leaders(each) for each in visits])
        st.html(tables.table_html(rows, _("需要催报的部门"), stacks=True))
        chosen = chase.choose(listed)
        chase_send.show_buttons(chosen)
        st.html(chase.messages_html(chosen))


def _card(visit: Visit) -> Scorecard:
    """Of a plan, narrowed to a leader where one is asked for."""
    with shell.about(visit):
        return shell.narrowed(shell.card(shell.period(), include_unapproved=True))


def _leaders(visit: Visit) -> Mapping[int, str]:
    """The names of the leaders in charge of what a department has in a plan, by its id."""
    with shell.about(visit):
        card = _card(visit)
        return shell.keep(
            card, "leaders", lambda: {each.key: leaders_of(each.scores) for each in card.departments}
        )


def _opened(visit: Visit) -> tuple[ToChase, ...]:
    """What departments have open in a plan, each with the last message to it."""
    with shell.about(visit):
        period = shell.period()
        # Messages are Chinese whoever asks, and so are the names in them.
        card = _card(visit) if spoken() == CHINESE or visit.leader else None
        opened = shell.known(
            "open by unit",
            lambda s, p: open_by_unit(s, p, visit.plan, period, visit.now, visit.as_of, card),
            period,
            # What is open turns with the window, what is overdue with the day.
            window_state(visit.window_of(period), visit.now),
            moments.wall_clock(visit.now).date(),
            visit.leader,
        )
        return shell.read(lambda s, p: with_last_sent(s, p, visit.plan, period, opened, visit.as_of))
