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
        st.html(parts.head_html(chosen))
        with st.container(width=780):
            parts.show_facts(chosen)
            if allowed(visit.person.role, Action.MANAGE_PLAN):
                parts.show_step(chosen)
    elif lines:
        rows = [parts.row(line) for line in lines]
        title = section_html(_("方案 {n}份").format(n=len(lines)))
        st.html(title + table_html(rows, _("方案清单"), width=720, stacks=True))
    else:
        if allowed(visit.person.role, Action.MANAGE_PLAN):
            prose.empty(_("还没有方案"), _("请先导入通知,核对后生成草案,再由另一人在这里发布。"))
            st.html(links.link_html(Link(_("到“新方案”页导入通知"), links.to("new-plan")), "go"))
        else:
            hint = _(
                "方案由市府办在“新方案”页从通知生成;也可在服务器上运行 python -m tracker plan load 文件夹。"
            )
            prose.empty(_("还没有方案"), hint)
