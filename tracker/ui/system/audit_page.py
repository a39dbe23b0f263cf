"""操作日志: who did what when, to filter and to take along, and the chain that vouches for it."""

import streamlit as st

from tracker.queries.audit import audit_choices, audit_page, chain_head
from tracker.queries.units import unit_refs
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.system import audit


def page() -> None:
    visit = shell.visit()
    wanted, number = audit.wanted(), audit.page_asked()
    head, choices, page = shell.read(
        lambda s, p: (
            chain_head(s, p),
            audit_choices(s, p),
            audit_page(s, p, wanted, number, as_of=visit.as_of),
        )
    )
    audit.show_chain(head)
    prose.line(_("日志长期保存,任何人都不能修改或删除;下载、查看材料和被拒绝的操作也在其中。"))
    audit.ask(wanted, choices)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        audit.show_moves(page)
        until = None if visit.as_of is None else moments.day_of(visit.as_of)
        if page.total:
            st.link_button(
                _("导出 CSV"),
                audit.export_address(wanted, until),
                icon=":material/download:",
                help=_("导出当前筛选出的全部记录;导出本身也会记入日志。"),
            )
    if page.lines:
        units = {
            unit.id: unit.name
            for unit in shell.known("all units", lambda s, p: unit_refs(s, p, with_ended=True))
        }
        prose.html(
            shell.made(
                "audit rows",
                lambda: tables.table_html(audit.rows(page, units), _("操作日志"), width=900, stacks=True),
                tuple(line.id for line in page.lines),
            )
        )
    else:
        prose.empty(_("没有符合条件的记录"), _("可以放宽日期或清空筛选条件。"))
