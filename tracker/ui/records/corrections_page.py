"""更正登记: every approved figure that was reported anew, with the old and the new value and the reason."""

import streamlit as st

from tracker.domain.measure.figure import ReportState
from tracker.queries.corrections import corrections
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import changes, register_filters, tables
from tracker.ui.records import corrections as words


def page() -> None:
    visit = shell.visit()
    changes.choose("corrections")
    st.caption(
        _("已审核的数据重新填报即为更正:原值、新值和理由都留存,审核通过后新值生效,已定稿的会议材料不变。")
    )
    everything = shell.known("corrections", lambda s, p: corrections(s, p, visit.plan, as_of=visit.as_of))
    if not everything:
        prose.empty(_("没有更正"), _("部门更正已审核的数据后,会按时间登记在这里。"))
        return

    with st.container(horizontal=True):
        period = register_filters.period()
        unit = register_filters.department({each.lead_id: each.lead for each in everything})
        state = register_filters.state({each.value: each.word for each in ReportState})
    shown = tuple(
        each
        for each in everything
        if period in ("", str(each.period)) and unit in (None, each.lead_id) and state in ("", each.state)
    )
    st.caption(_("共{total}次更正,符合筛选条件{shown}次。").format(total=len(everything), shown=len(shown)))
    if shown:
        tables.table(words.rows(shown), _("更正登记"), width=960)
    else:
        prose.empty(_("没有符合条件的更正"), _("请改变上面的筛选条件。"))
