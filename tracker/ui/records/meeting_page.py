"""会议材料: freeze a period as it stands, under a number and a proof; hand the frozen ones out."""

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.queries.snapshots import snapshots
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import directives
from tracker.ui.parts.bars import section_html
from tracker.ui.records import freezing, meeting


def page() -> None:
    visit = shell.visit()

    clicks.show_done()
    frozen = shell.read(lambda s, p: snapshots(s, p, visit.plan.id, as_of=visit.as_of))
    meeting.show_check(frozen)
    if visit.as_of is None and allowed(visit.person.role, Action.FREEZE_SNAPSHOT):
        chosen = shell.period()
        st.html(freezing.gaps_html(chosen))
        freezing.freeze_form(chosen, len(frozen))
    directives.show_open()
    if frozen:
        st.html(section_html(_("已定稿的材料")) + meeting.list_html(frozen))
        for line in frozen:
            directives.show_on_snapshot(line.number, line.period)
    else:
        hint = _("市府办督查为一个{noun}定稿后,材料会按编号列在这里,供下载。")
        prose.empty(_("还没有会议材料"), hint.format(noun=visit.plan.rhythm.noun))
