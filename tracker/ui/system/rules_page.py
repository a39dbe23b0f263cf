"""判定规则: the rule set in force, its history, and a new version that is previewed before it is saved."""

import streamlit as st

from tracker.queries.rules import rule_history
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.system import rules


def page() -> None:
    visit = shell.visit()
    clicks.show_done()
    history = shell.read(lambda s, p: rule_history(s, p, visit.plan.id, as_of=visit.as_of))
    current = history[0].rules
    with st.container(border=True):
        st.markdown(f"**{prose.literal(current.name)}** · {current.method.word}")
        st.text(current.sentence)
    st.caption(
        _(
            "规则印在各页和各份材料上。新版保存后,全年{every}都按新版判定;已冻结的会议材料仍按冻结时的规则。"
        ).format(every=visit.plan.rhythm.every)
    )

    if visit.as_of is None:
        st.subheader(_("修改规则"), anchor=False)
        rules.edit(current)
        rules.show_preview(current)

    st.subheader(_("历次版本"), anchor=False)
    tables.table(rules.history_rows(history), _("历次版本"), width=900)
