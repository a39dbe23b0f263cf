"""The Streamlit entry: the visit, the navigation of the role, the demo mark, then the page."""

import streamlit as st

from tracker.ui.frame import address, past, plan_switch, preferences, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.navigation import navigation
from tracker.ui.parts import style

visit = shell.enter()
person = visit.person
st.set_page_config(page_title=_("目标进展"), page_icon=":material/track_changes:", layout="wide")
style.dress(person.preferences)

sections = navigation(person.role, person.preferences.language)
chosen = st.navigation(sections, expanded=True)  # else Streamlit hides most behind an English “View more”
address.come_back(chosen.url_path)
address.keep_along(chosen.url_path)

if visit.plan.mark:
    about = _("{mark}。以下数据为系统演示虚构,不代表实际工作进展。").format(mark=visit.plan.mark)
    st.warning(about, icon=":material/science:")
    # The warning stands on the first sheet of paper, this at the foot of each (style.css).
    st.html(f'<div class="on-paper">{visit.plan.mark}</div>')

with st.sidebar:
    plan_switch.control(visit)
    prose.side_words(visit.plan.title, visit.plan.document, f"{person.name} · {person.role.word}")
    past.control(visit)
    preferences.control(person.preferences)
    if st.button(_("退出登录"), icon=":material/logout:"):
        st.logout()  # sends the browser to /auth/logout, which ends the session (tracker/web/sign_in.py)

past.banner(visit)
chosen.run()
