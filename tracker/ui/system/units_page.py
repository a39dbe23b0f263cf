"""单位: every unit with what it answers for and who works there; added, renamed and reformed here."""

from html import escape

import streamlit as st

from tracker.queries.reorganisations import reforms as recorded
from tracker.queries.units import list_units
from tracker.ui.frame import clicks, past, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, tables
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.system import reforms
from tracker.ui.system.units import NEW, UNIT, add, aliases, rename, row


def page() -> None:
    visit = shell.visit()

    past.present_only(visit)
    clicks.show_done()
    units = shell.known(
        "units",
        lambda s, p: list_units(s, p, visit.plan, visit.default_period, visit.plans),
        visit.default_period,
    )
    asked = st.query_params.get(UNIT, "")
    if asked:
        chosen = next((unit for unit in units if str(unit.id) == asked), None)
        back = links.link_html(Link(_("返回清单"), links.same_page(**{UNIT: ""})), "go")
        is_reform = asked == reforms.REFORM
        title = _("登记机构变更") if is_reform else _("新增单位") if chosen is None else chosen.name
        st.html(section_html(title, back))
        with st.container(width=560):
            if is_reform:
                reforms.record(units)
            elif chosen is None:
                add(len(units))
            else:
                rename(chosen)
                aliases(chosen)
        return
    lacking = [unit for unit in units if unit.lacks_clerk]
    parts = []
    if lacking:
        sentence = _("{count}个牵头单位还没有填报人,其目标无人填报:{names}。请在“账号”页为它们设置填报人。")
        names = _("、").join(unit.name for unit in lacking)
        words = escape(sentence.format(count=len(lacking), names=names))
        parts.append(f'<div role="status" class="caution">{words}</div>')
    ways = ((_("登记机构变更"), reforms.REFORM), (_("新增单位"), NEW))
    ways_html = " ".join(
        links.link_html(Link(word, links.same_page(**{UNIT: what})), "go") for word, what in ways
    )
    parts.append(section_html(_("单位 {n}个").format(n=len(units)), ways_html))
    if units:
        parts.append(tables.table_html([row(unit) for unit in units], _("单位列表"), width=720, stacks=True))
        parts.append(f'<div class="note">{escape(_("项数含目标和预算。"))}</div>')
    parts.append(reforms.list_html(shell.known("reforms", recorded)))
    st.html("".join(parts))
    if not units:
        prose.empty(_("还没有单位"), _("通知中的责任单位随方案建立,也可以在这里新增。"))
