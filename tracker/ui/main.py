"""The Streamlit entry: the visit, the navigation of the role, the demo mark, then the page."""

from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker.domain.access import may_open
from tracker.ui import address, past, shell
from tracker.ui.language import _

# section, url path, title, icon; in the order of the navigation. Who may open which: domain/access.py.
_PROGRESS, _REPORTING, _OFFICE = _("进展"), _("填报"), _("督查")
_RECORDS, _SYSTEM = _("台账"), _("系统")
PAGES = (
    (_PROGRESS, "overview", _("总览"), ":material/dashboard:"),
    (_PROGRESS, "areas", _("按领域"), ":material/category:"),
    (_PROGRESS, "departments", _("按部门"), ":material/apartment:"),
    (_PROGRESS, "target", _("目标"), ":material/flag:"),
    (_PROGRESS, "targets", _("全表"), ":material/table_rows:"),
    (_PROGRESS, "notice", _("原文"), ":material/article:"),
    (_PROGRESS, "method", _("计算说明"), ":material/calculate:"),
    (_PROGRESS, "present", _("投影"), ":material/present_to_all:"),
    (_REPORTING, "tasks", _("我的任务"), ":material/checklist:"),
    (_REPORTING, "entry", _("填报"), ":material/edit_note:"),
    (_REPORTING, "countersign", _("会签"), ":material/draw:"),
    (_REPORTING, "confirm", _("负责人确认"), ":material/verified_user:"),
    (_OFFICE, "review", _("审核"), ":material/fact_check:"),
    (_OFFICE, "reporting", _("填报情况"), ":material/rule:"),
    (_OFFICE, "chase", _("催报"), ":material/campaign:"),
    (_OFFICE, "windows", _("填报窗口"), ":material/calendar_month:"),
    (_RECORDS, "corrections", _("更正登记"), ":material/history_edu:"),
    (_RECORDS, "adjustments", _("目标调整"), ":material/tune:"),
    (_RECORDS, "matters", _("需协调事项"), ":material/gavel:"),
    (_RECORDS, "meeting", _("会议材料"), ":material/inventory_2:"),
    (_RECORDS, "compare", _("前后对比"), ":material/compare_arrows:"),
    (_RECORDS, "handover", _("工作交接"), ":material/swap_horiz:"),
    (_SYSTEM, "accounts", _("账号"), ":material/group:"),
    (_SYSTEM, "units", _("单位"), ":material/apartment:"),
    (_SYSTEM, "rules", _("评价规则"), ":material/balance:"),
    (_SYSTEM, "audit", _("操作日志"), ":material/receipt_long:"),
)


def refused(title: str) -> None:
    """A page that the role may not open, reached by its address: said in words, not passed over."""
    st.header(title, anchor=False)
    st.error(_("您没有查看“{page}”的权限。").format(page=title), icon=":material/block:")


st.set_page_config(page_title=_("目标进展"), page_icon=":material/track_changes:", layout="wide")
visit = shell.enter()
person = visit.person

home = st.Page("app_pages/home.py", title=_("首页"), default=True, visibility="hidden")
sections: dict[str, list[StreamlitPage]] = {"": [home]}
for section, path, title, icon in PAGES:
    if may_open(person.role, path):
        page = st.Page(f"app_pages/{path}.py", title=title, icon=icon, url_path=path)
        sections.setdefault(section, []).append(page)
    else:
        # Known but not shown: else Streamlit answers in English, over the first page.
        sections[""].append(st.Page(partial(refused, title), title=title, url_path=path, visibility="hidden"))
chosen = st.navigation(sections, expanded=True)  # else Streamlit hides most behind an English “View more”
address.keep_past(chosen.url_path)

if shell.settings().demo:
    st.warning(_("演示数据:以下数据为系统演示虚构,不代表实际工作进展。"), icon=":material/science:")

with st.sidebar:
    st.markdown(f"**{visit.plan.title}**")
    st.caption(visit.plan.document)
    st.caption(f"{person.name} · {person.role.word}")
    past.control(visit)
    if st.button(_("退出登录"), icon=":material/logout:"):
        st.logout()  # sends the browser to /auth/logout, which ends the session (tracker/web/sign_in.py)

past.banner(visit)
chosen.run()
