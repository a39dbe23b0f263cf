"""会议材料: write the papers, look at them, freeze the period under a number and a proof; hand them out."""

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.queries.snapshots import snapshots
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.meeting import freezing, materials, papers, wording
from tracker.ui.parts import directives
from tracker.ui.parts.bars import section_html


def page() -> None:
    visit = shell.visit()

    clicks.show_done()
    frozen = shell.read(lambda s, p: snapshots(s, p, visit.plan.id, as_of=visit.as_of))
    materials.show_check(frozen)
    if visit.admits(Action.FREEZE_SNAPSHOT) and allowed(visit.person.role, Action.FREEZE_SNAPSHOT):
        clicks.show(papers.CLICKS)
        work = papers.gather(shell.period())
        st.html(freezing.gaps_html(work.period))
        freezing.freeze_form(work, frozen)
        wording.show(work)
    directives.show_open()
    if frozen:
        st.html(section_html(_("已定稿的材料")) + materials.list_html(frozen))
        for line in frozen:
            directives.show_on_snapshot(line.number, line.period)
    else:
        hint = _("市府办督查为一个{noun}定稿后,材料会按编号列在这里,供下载。")
        prose.empty(_("还没有会议材料"), hint.format(noun=visit.plan.rhythm.noun))
