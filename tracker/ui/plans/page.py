"""方案: every plan with how far it has come; drafts are published here, plans closed and opened again."""

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.queries.plans import plan_lines
from tracker.ui.frame import clicks, past, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.parts.tables import table_html
from tracker.ui.plans import parts


def page() -> None:
    visit = shell.visit()
    past.present_only(visit)
    clicks.show_done()
    lines = shell.known("plan lines", plan_lines)
    asked = st.query_params.get(parts.SHOWN, "")
    chosen = next((line for line in lines if line.plan.code == asked), None)
    if chosen is not None:
        back = links.link_html(Link(_("返回清单"), links.same_page(**{parts.SHOWN: ""})), "go")
        st.html(section_html(chosen.plan.title, back) + parts.facts_html(chosen))
        if allowed(visit.person.role, Action.MANAGE_PLAN):
            with st.container(width=560):
                parts.show_step(chosen)
    elif lines:
        rows = [parts.row(line) for line in lines]
        title = section_html(_("方案 {n} 份").format(n=len(lines)))
        st.html(title + table_html(rows, _("方案清单"), width=1040))
    else:
        hint = _("方案由系统管理员从种子文件夹载入:在服务器上运行 python -m tracker plan load 文件夹。")
        if not allowed(visit.person.role, Action.MANAGE_ACCOUNTS):
            hint = _("请联系系统管理员载入方案,载入后在这里核对和发布。")
        prose.empty(_("还没有方案"), hint)
