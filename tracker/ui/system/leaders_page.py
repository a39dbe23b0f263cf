"""领导分工: which leader is in charge of which areas and units, and since when."""

import streamlit as st

from tracker.queries.leaders import charges_of
from tracker.queries.people import leader_accounts
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.system import leaders


def page() -> None:
    visit = shell.visit()
    clicks.show_done()
    today = moments.day_of(visit.now)
    charged = shell.known(
        "charges", lambda s, p: charges_of(s, p, visit.plan, today, as_of=visit.as_of), today
    )
    asked = st.query_params.get(leaders.LEADER, "")
    if asked:
        chosen = next((each for each in charged.leaders if str(each.ref.id) == asked), None)
        back = links.link_html(Link(_("返回清单"), links.same_page(**{leaders.LEADER: ""})), "go")
        st.html(section_html(_("新增领导") if chosen is None else chosen.ref.name, back))
        with st.container(width=560):
            leaders.ask_leader(chosen, shell.read(leader_accounts))
        return
    if not charged.leaders:
        prose.empty(_("还没有分管领导"), _("请先新增领导,再设置各自分管的领域和单位。"))
        st.html(links.link_html(Link(_("新增领导"), links.same_page(**{leaders.LEADER: leaders.NEW})), "go"))
        return
    st.html(leaders.leaders_html(charged))
    if visit.as_of is None:
        st.html(section_html(_("设置分管")))
        with st.container(width=560):
            leaders.ask_charge(charged)
    st.html(leaders.held_html(charged))
