"""勘误: where the notice was misread, what is read instead, why, by whom."""

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.domain.meetings.meeting import ErratumLine
from tracker.domain.workflow.erratum import ErratumKind
from tracker.queries.adjustments import newest_targets
from tracker.queries.errata import errata, withdrawn_targets
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import changes, links, register_filters, tables
from tracker.ui.parts.errata import row
from tracker.ui.records import erratum_form


def page() -> None:
    visit = shell.visit()
    changes.choose("errata")
    st.caption(
        _(
            "勘误更正的是对原文的读法,目标本身由会议或文件改变的请走目标调整。勘误自年初起生效并重新评价,已定稿的会议材料不变,下一次会议材料列出。"
        )
    )
    clicks.show_done()
    clicks.show(erratum_form.CLICKS)
    everything = shell.known("errata", lambda s, p: errata(s, p, visit.plan, as_of=visit.as_of))
    if visit.admits(Action.MAKE_ERRATUM) and allowed(visit.person.role, Action.MAKE_ERRATUM):
        with st.expander(
            _("作勘误"),
            key="erratum-open",
            icon=":material/spellcheck:",
            expanded="code" in st.query_params,
        ):
            erratum_form.show(
                shell.known("newest targets", lambda s, p: newest_targets(s, p, visit.plan)),
                shell.known("withdrawn targets", lambda s, p: withdrawn_targets(s, p, visit.plan)),
            )

    st.subheader(_("勘误登记"), anchor=False)
    if not everything:
        prose.empty(_("没有勘误"), _("市府办更正对原文的读法后,会按时间登记在这里。"))
        return
    with st.container(horizontal=True):
        unit = register_filters.department({each.read.lead.id: each.read.lead.name for each in everything})
        kind = register_filters.kind({each.value: each.word for each in ErratumKind})
    shown = [each for each in everything if unit in (None, each.read.lead.id) and kind in ("", each.kind)]
    st.caption(_("共{total}次,符合筛选条件{shown}次。").format(total=len(everything), shown=len(shown)))
    if shown:
        tables.table([_row(each) for each in shown], _("勘误登记"), width=760)
    else:
        prose.empty(_("没有符合条件的勘误"), _("请改变上面的筛选条件。"))


def _row(each: ErratumLine) -> tables.Row:
    name = links.Link(f"{each.code} {each.read.name}", links.target_address(each.code))
    return {_("目标"): name, **row(each)}
