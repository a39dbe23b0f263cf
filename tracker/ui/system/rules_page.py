"""判定规则: the rule set in force, its history, and a new version that is previewed before it is saved."""

from html import escape

import streamlit as st

from tracker.domain.access import Action
from tracker.queries.rules import rule_history
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.parts.bars import section_html
from tracker.ui.system import rules


def page() -> None:
    visit = shell.visit()
    clicks.show_done()
    history = shell.known("rule history", lambda s, p: rule_history(s, p, visit.plan.id, as_of=visit.as_of))
    if not history:
        prose.empty(_("还没有判定规则"), _("在所选的这一天,本方案还没有发布。"))
        return
    current = history[0].rules
    words = _(
        "规则印在各页和各份材料上。新版保存后,全年{every}都按新版判定;已定稿的会议材料仍按定稿时的规则。"
    ).format(every=visit.plan.rhythm.every)
    name = _("{name} · {method}").format(name=current.name, method=current.method.word)
    st.html(
        f'{section_html(name)}<p class="rule-sentence">{escape(current.sentence)}</p>'
        f'<p class="note">{escape(words)}</p>'
    )

    if visit.admits(Action.MANAGE_RULES):
        st.html(section_html(_("修改规则")))
        rules.edit(current)
        rules.show_preview(current)

    title = _("历次版本")
    st.html(
        section_html(title) + tables.table_html(rules.history_rows(history), title, width=900, stacks=True)
    )
