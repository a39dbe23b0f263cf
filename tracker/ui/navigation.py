"""All pages with what draws each, and the navigation that a role sees."""

from functools import partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker.domain.access import Role, may_open
from tracker.domain.language import marked
from tracker.ui.entry import page as entry
from tracker.ui.frame import address, home_page, prose
from tracker.ui.frame.language import _
from tracker.ui.groups import areas_page, departments_page
from tracker.ui.listing import page as listing
from tracker.ui.method import page as method
from tracker.ui.notice import page as notice
from tracker.ui.office import chase_page, windows_page
from tracker.ui.overview import page as overview
from tracker.ui.paths import page as paths
from tracker.ui.present import page as present
from tracker.ui.records import (
    adjustments_page,
    compare_page,
    corrections_page,
    errata_page,
    handover_page,
    matters_page,
    meeting_page,
)
from tracker.ui.reporting import page as reporting
from tracker.ui.review import confirm_page, countersign_page
from tracker.ui.review import page as review
from tracker.ui.system import accounts_page, audit_page, rules_page, units_page
from tracker.ui.target import page as target
from tracker.ui.tasks import page as tasks

# section, url path, title, icon, what draws it; in the order of the navigation.
# Who may open which: domain/access.py.
_PROGRESS, _REPORTING, _OFFICE = marked("进展"), marked("填报"), marked("督查")
_RECORDS, _SYSTEM = marked("台账"), marked("系统")
PAGES = (
    (_PROGRESS, "overview", marked("总览"), ":material/dashboard:", overview.page),
    (_PROGRESS, "areas", marked("按领域"), ":material/category:", areas_page.page),
    (_PROGRESS, "departments", marked("按部门"), ":material/apartment:", departments_page.page),
    (_PROGRESS, "target", marked("目标"), ":material/flag:", target.page),
    (_PROGRESS, "targets", marked("全表"), ":material/table_rows:", listing.page),
    (_PROGRESS, "notice", marked("原文"), ":material/article:", notice.page),
    (_PROGRESS, "method", marked("计算说明"), ":material/calculate:", method.page),
    (_PROGRESS, "present", marked("投影"), ":material/present_to_all:", present.page),
    (_REPORTING, "tasks", marked("我的任务"), ":material/checklist:", tasks.page),
    (_REPORTING, "entry", marked("填报"), ":material/edit_note:", entry.page),
    (_REPORTING, "countersign", marked("会签"), ":material/draw:", countersign_page.page),
    (_REPORTING, "confirm", marked("负责人确认"), ":material/verified_user:", confirm_page.page),
    (_OFFICE, "review", marked("审核"), ":material/fact_check:", review.page),
    (_OFFICE, "reporting", marked("填报情况"), ":material/rule:", reporting.page),
    (_OFFICE, "chase", marked("催报"), ":material/campaign:", chase_page.page),
    (_OFFICE, "windows", marked("填报窗口"), ":material/calendar_month:", windows_page.page),
    (_RECORDS, "corrections", marked("更正登记"), ":material/history_edu:", corrections_page.page),
    (_RECORDS, "paths", marked("进度安排"), ":material/show_chart:", paths.page),
    (_RECORDS, "adjustments", marked("目标调整"), ":material/tune:", adjustments_page.page),
    (_RECORDS, "errata", marked("勘误"), ":material/spellcheck:", errata_page.page),
    (_RECORDS, "matters", marked("需协调事项"), ":material/gavel:", matters_page.page),
    (_RECORDS, "meeting", marked("会议材料"), ":material/inventory_2:", meeting_page.page),
    (_RECORDS, "compare", marked("前后对比"), ":material/compare_arrows:", compare_page.page),
    (_RECORDS, "handover", marked("工作交接"), ":material/swap_horiz:", handover_page.page),
    (_SYSTEM, "accounts", marked("账号"), ":material/group:", accounts_page.page),
    (_SYSTEM, "units", marked("单位"), ":material/apartment:", units_page.page),
    (_SYSTEM, "rules", marked("判定规则"), ":material/balance:", rules_page.page),
    (_SYSTEM, "audit", marked("操作日志"), ":material/receipt_long:", audit_page.page),
)


def refused(title: str) -> None:
    """A page that the role may not open, reached by its address: said in words, not passed over."""
    st.header(title, anchor=False)
    hint = _("需要时请与系统管理员联系,由其调整您的角色或所属单位。")
    prose.empty(_("您没有查看“{page}”的权限。").format(page=title), hint)
    st.page_link(address.page_at(address.HOME), label=_("回到首页"), icon=":material/home:")


def navigation(role: Role, language: str) -> dict[str, list[StreamlitPage]]:
    """The role's pages by section. Kept with the tab: 27 pages cost a millisecond of every run."""
    kept: dict[str, dict[str, list[StreamlitPage]]] = st.session_state.setdefault("navigation", {})
    key = f"{role} {language}"
    if key not in kept:
        kept[key] = _sections(role)
        pages = (page for pages in kept[key].values() for page in pages)
        st.session_state[address.PAGES_OF_TAB] = {page.url_path: page for page in pages}
    return kept[key]


def _sections(role: Role) -> dict[str, list[StreamlitPage]]:
    home = st.Page(home_page.page, title=_("首页"), default=True, visibility="hidden")
    sections: dict[str, list[StreamlitPage]] = {"": [home]}
    for section, path, name, icon, draw in PAGES:
        title = _(name)
        if may_open(role, path):
            page = st.Page(draw, title=title, icon=icon, url_path=path)
            sections.setdefault(_(section), []).append(page)
        else:
            # Known but not shown: else Streamlit answers in English, over the first page.
            hidden = st.Page(partial(refused, title), title=title, url_path=path, visibility="hidden")
            sections[""].append(hidden)
    return sections
