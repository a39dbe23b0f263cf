"""单位: every unit with what it answers for and who works there; added and renamed here."""

import streamlit as st

from tracker.queries.units import list_units
from tracker.ui.frame import clicks, past, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.system.units import add, rename, row


def page() -> None:
    visit = shell.visit()

    past.present_only(visit)
    clicks.show_done()
    units = shell.known(
        "units", lambda s, p: list_units(s, p, visit.plan, visit.default_period), visit.default_period
    )
    lacking = [unit for unit in units if unit.lacks_clerk]
    if lacking:
        sentence = _("{count}个牵头单位还没有填报人,其目标无人填报:{names}。请在“账号”页为它们设置填报人。")
        names = _("、").join(unit.name for unit in lacking)
        st.warning(
            prose.literal(sentence.format(count=len(lacking), names=names)), icon=":material/person_off:"
        )
    tables.table([row(unit) for unit in units], _("单位列表"), width=900)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("修改名称"), anchor=False)
        by_id = {unit.id: unit for unit in units}
        chosen = st.selectbox(
            _("单位"),
            list(by_id),
            index=None,
            format_func=lambda unit_id: by_id[unit_id].name,
            key="unit_to_rename",
            placeholder=_("输入名称查找"),
            filter_mode="contains",
        )
        if chosen is not None:
            rename(by_id[chosen])
    with right:
        st.subheader(_("新增单位"), anchor=False)
        add(len(units))
