"""按部门: all departments with their completion and coverage; one with its targets and its record."""

import streamlit as st

from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.groups import board as groups
from tracker.ui.groups import record, targets
from tracker.ui.parts import links, overall, switches


def page() -> None:
    card = shell.current_card()
    co_led = switches.co_led()
    if not card.targets:
        prose.empty(_("没有可以查看的目标"), _("您所在单位没有牵头或配合的目标。如有疑问,请联系系统管理员。"))
        return
    person = shell.visit().person

    departments = card.departments_with_co_led if co_led else card.departments
    board = groups.Board(card, overall.by_size(departments), links.UNIT, _("部门"), co_led)
    chosen = groups.choose(board, groups.own_unit(board, person))
    if chosen is None:
        st.subheader(_("按部门"), anchor=False)
        groups.show_all(board)
        return
    groups.show_head(board, chosen)
    st.caption(
        _("牵头和配合的目标;一项目标在每个责任单位各计一次,全市合计只计一次。")
        if co_led
        else _("只计牵头的目标;打开“含配合”,加上作为配合单位的目标。")
    )
    targets.show(board, chosen)
    record.show(card, chosen)
