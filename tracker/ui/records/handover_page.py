"""工作交接: one page per unit that the next clerk can work from, and print."""

import streamlit as st

from tracker.queries.handover import handover
from tracker.queries.units import unit_refs
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.records import handover as parts


def page() -> None:
    here = shell.visit()
    st.header(_("工作交接"), anchor=False)
    clicks.show_done()
    unit = parts.choose_unit(shell.known("unit names", unit_refs))
    if unit is None:
        prose.empty(_("请选择单位"), _("选择后,这一页列出接手人要知道的全部事项,可以打印。"))
        return
    unit_id = unit.id
    found = shell.read(
        lambda s, p: handover(s, p, here.plan, here.default_period, unit_id, here.now, as_of=here.as_of)
    )
    drafts = _("草稿只有现在的,不随回看显示。") if here.as_of is not None else ""
    said = _("{unit}牵头 {count} 项目标,截至 {at}。{drafts}")
    st.caption(
        prose.literal(
            said.format(unit=unit.name, count=len(found.led), at=moments.moment(here.now), drafts=drafts)
        )
    )
    parts.show(found)
    parts.show_transfer(found)
