"""The Streamlit entry: the visit, the navigation of the role, the demo mark, then the page."""

from functools import partial

import streamlit as st

from tracker.domain.access import may_open
from tracker.ui import shell
from tracker.ui.language import _

# url path, title, icon; in the order of the navigation. Who may open which stands in domain/access.py.
PAGES = (
    ("overview", _("总览"), ":material/dashboard:"),
    ("entry", _("填报"), ":material/edit_note:"),
    ("review", _("审核"), ":material/fact_check:"),
    ("target", _("目标"), ":material/flag:"),
    ("meeting", _("会议材料"), ":material/inventory_2:"),
    ("windows", _("填报窗口"), ":material/calendar_month:"),
    ("accounts", _("账号"), ":material/group:"),
)


def refused(title: str) -> None:
    """A page that the role may not open, reached by its address: said in words, not passed over."""
    st.header(title, anchor=False)
    st.error(_("您没有查看“{page}”的权限。").format(page=title), icon=":material/block:")


st.set_page_config(page_title=_("目标进展"), page_icon=":material/track_changes:", layout="wide")
visit = shell.enter()
person = visit.person

home = st.Page("app_pages/home.py", title=_("首页"), default=True, visibility="hidden")
pages = [
    st.Page(f"app_pages/{path}.py", title=title, icon=icon, url_path=path)
    for path, title, icon in PAGES
    if may_open(person.role, path)
]
# Known but not shown: else Streamlit answers in English, over the first page.
others = [
    st.Page(partial(refused, title), title=title, url_path=path, visibility="hidden")
    for path, title, _icon in PAGES
    if not may_open(person.role, path)
]
page = st.navigation([home, *pages, *others])

if shell.settings().demo:
    st.warning(_("演示数据:以下数据为系统演示虚构,不代表实际工作进展。"), icon=":material/science:")

with st.sidebar:
    st.markdown(f"**{visit.plan.title}**")
    st.caption(visit.plan.document)
    st.caption(f"{person.name} · {person.role.word}")
    if st.button(_("退出登录"), icon=":material/logout:"):
        st.logout()  # sends the browser to /auth/logout, which ends the session (tracker/web/sign_in.py)

page.run()
