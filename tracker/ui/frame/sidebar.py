"""What stands above and below the doors: the product and its plan; who is signed in, and how they like it."""

from html import escape

import streamlit as st

from tracker.domain.sentences.short_names import plan_cited
from tracker.ui.frame import address, preferences, prose, shell
from tracker.ui.frame.language import _


def show(visit: shell.Visit) -> None:
    """What the person can do about themselves is sent when it is opened: every run would else send it."""
    person = visit.person
    with st.sidebar:
        name, below = escape(_("目标进展")), escape(plan_cited(visit.plan))
        prose.html(f'<div class="brand">{name}<small>{below}</small></div>')
        role = "" if person.name == person.role.word else f" :small[{prose.literal(person.role.word)}]"
        label = f"{prose.literal(person.name)}{role}"
        menu = st.popover(label, key="me", on_change="rerun", width="stretch")
        if menu.open:
            with menu:
                preferences.control(person.preferences)
                own = _("我的账号")
                st.page_link(address.page_at("account"), label=own, icon=":material/account_circle:")
                st.page_link(address.page_at("help"), label=_("使用说明"), icon=":material/help:")
                if st.button(_("退出登录"), icon=":material/logout:", key="sign-out"):
                    st.logout()  # sends the browser to /auth/logout, which ends the session (web/sign_in.py)
