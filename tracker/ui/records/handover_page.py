"""工作交接: one page per unit that the next clerk can work from, and print."""

import streamlit as st

from tracker.domain.workflow.tasks import counted_in_words
from tracker.queries.handover import handover
from tracker.queries.units import unit_refs
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.records import handover as parts


def page() -> None:
    visit = shell.visit()
    clicks.show_done()
    unit = parts.choose_unit(shell.known("unit names", unit_refs))
    if unit is None:
        prose.empty(_("请选择单位"), _("选择后,这一页列出接手人要知道的全部事项,可以打印。"))
        return
    unit_id = unit.id
    contents = shell.read(
        lambda s, p: handover(s, p, visit.plan, visit.default_period, unit_id, visit.now, as_of=visit.as_of)
    )
    drafts = _("草稿只有现在的,不随回看显示。") if visit.as_of is not None else ""
    sentence = _("{unit}牵头{counted},截至 {at}。{drafts}")
    counted = counted_in_words(each.terms.kind for each in contents.led)
    st.caption(
        prose.literal(
            sentence.format(unit=unit.name, counted=counted, at=moments.moment(visit.now), drafts=drafts)
        )
    )
    parts.show(contents)
    parts.show_transfer(contents)
