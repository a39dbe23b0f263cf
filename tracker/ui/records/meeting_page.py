"""会议材料: freeze a quarter as it stands, under a number and a hash; hand the frozen ones out."""

from itertools import zip_longest

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.queries.snapshots import snapshots
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import directives
from tracker.ui.records.freezing import freeze_form, warn_of_gaps
from tracker.ui.records.meeting import show


def page() -> None:
    visit = shell.visit()

    clicks.show_done()
    frozen = shell.read(lambda s, p: snapshots(s, p, visit.plan.id, as_of=visit.as_of))
    if visit.as_of is None and allowed(visit.person.role, Action.FREEZE_SNAPSHOT):
        st.subheader(_("冻结一份材料"), anchor=False)
        chosen = shell.period()
        warn_of_gaps(chosen)
        freeze_form(chosen, len(frozen))
    directives.show_open()
    st.subheader(_("已冻结的材料"), anchor=False)
    if not frozen:
        hint = _("市府办督查冻结一个{noun}后,材料会按编号列在这里,供下载。")
        prose.empty(_("还没有会议材料"), hint.format(noun=visit.plan.rhythm.noun))
    for line, before in zip_longest(frozen, frozen[1:]):
        show(line, before)
