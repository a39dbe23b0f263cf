"""The Streamlit entry: the visit, the navigation of the role, the demo mark, then the page."""

from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker.domain.access import Role, may_open
from tracker.domain.language import marked
from tracker.ui import address, past, preferences, shell, widgets
from tracker.ui.language import _

# section, url path, title, icon; in the order of the navigation. Who may open which: domain/access.py.
_PROGRESS, _REPORTING, _OFFICE = marked("进展"), marked("填报"), marked("督查")
_RECORDS, _SYSTEM = marked("台账"), marked("系统")
PAGES = (
    (_PROGRESS, "overview", marked("总览"), ":material/dashboard:"),
    (_PROGRESS, "areas", marked("按领域"), ":material/category:"),
    (_PROGRESS, "departments", marked("按部门"), ":material/apartment:"),
    (_PROGRESS, "target", marked("目标"), ":material/flag:"),
    (_PROGRESS, "targets", marked("全表"), ":material/table_rows:"),
    (_PROGRESS, "notice", marked("原文"), ":material/article:"),
    (_PROGRESS, "method", marked("计算说明"), ":material/calculate:"),
    (_PROGRESS, "present", marked("投影"), ":material/present_to_all:"),
    (_REPORTING, "tasks", marked("我的任务"), ":material/checklist:"),
    (_REPORTING, "entry", marked("填报"), ":material/edit_note:"),
    (_REPORTING, "countersign", marked("会签"), ":material/draw:"),
    (_REPORTING, "confirm", marked("负责人确认"), ":material/verified_user:"),
    (_OFFICE, "review", marked("审核"), ":material/fact_check:"),
    (_OFFICE, "reporting", marked("填报情况"), ":material/rule:"),
    (_OFFICE, "chase", marked("催报"), ":material/campaign:"),
    (_OFFICE, "windows", marked("填报窗口"), ":material/calendar_month:"),
    (_RECORDS, "corrections", marked("更正登记"), ":material/history_edu:"),
    (_RECORDS, "adjustments", marked("目标调整"), ":material/tune:"),
    (_RECORDS, "matters", marked("需协调事项"), ":material/gavel:"),
    (_RECORDS, "meeting", marked("会议材料"), ":material/inventory_2:"),
    (_RECORDS, "compare", marked("前后对比"), ":material/compare_arrows:"),
    (_RECORDS, "handover", marked("工作交接"), ":material/swap_horiz:"),
    (_SYSTEM, "accounts", marked("账号"), ":material/group:"),
    (_SYSTEM, "units", marked("单位"), ":material/apartment:"),
    (_SYSTEM, "rules", marked("评价规则"), ":material/balance:"),
    (_SYSTEM, "audit", marked("操作日志"), ":material/receipt_long:"),
)


def refused(title: str) -> None:
    """A page that the role may not open, reached by its address: said in words, not passed over."""
    st.header(title, anchor=False)
    said = _("需要时请与系统管理员联系,由其调整您的角色或所属单位。")
    widgets.empty(_("您没有查看“{page}”的权限。").format(page=title), said)
    st.page_link("app_pages/home.py", label=_("回到首页"), icon=":material/home:")


def navigation(role: Role, language: str) -> dict[str, list[StreamlitPage]]:
    """The role's pages by section. Kept with the tab: 27 pages cost a millisecond of every run."""
    kept: dict[str, dict[str, list[StreamlitPage]]] = st.session_state.setdefault("navigation", {})
    key = f"{role} {language}"
    if key not in kept:
        kept[key] = _navigation(role)
    return kept[key]


def _navigation(role: Role) -> dict[str, list[StreamlitPage]]:
    home = st.Page("app_pages/home.py", title=_("首页"), default=True, visibility="hidden")
    sections: dict[str, list[StreamlitPage]] = {"": [home]}
    for section, path, name, icon in PAGES:
        title = _(name)
        if may_open(role, path):
            page = st.Page(f"app_pages/{path}.py", title=title, icon=icon, url_path=path)
            sections.setdefault(_(section), []).append(page)
        else:
            # Known but not shown: else Streamlit answers in English, over the first page.
            hidden = st.Page(partial(refused, title), title=title, url_path=path, visibility="hidden")
            sections[""].append(hidden)
    return sections


visit = shell.enter()
person = visit.person
st.set_page_config(page_title=_("目标进展"), page_icon=":material/track_changes:", layout="wide")
preferences.dress(person.preferences)

sections = navigation(person.role, person.preferences.language)
chosen = st.navigation(sections, expanded=True)  # else Streamlit hides most behind an English “View more”
address.keep_past(chosen.url_path)

if shell.settings().demo:
    st.warning(_("演示数据:以下数据为系统演示虚构,不代表实际工作进展。"), icon=":material/science:")

with st.sidebar:
    widgets.side_words(visit.plan.title, visit.plan.document, f"{person.name} · {person.role.word}")
    past.control(visit)
    preferences.control(person.preferences)
    if st.button(_("退出登录"), icon=":material/logout:"):
        st.logout()  # sends the browser to /auth/logout, which ends the session (tracker/web/sign_in.py)

past.banner(visit)
chosen.run()
