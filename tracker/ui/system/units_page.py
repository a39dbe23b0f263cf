"""单位: every unit with what it answers for and who works there; added and renamed here."""

import streamlit as st

from tracker.queries.units import UnitLine, list_units
from tracker.services.units import NAME_LIMIT, SHORT_LIMIT, add_unit, rename_unit
from tracker.ui.frame import clicks, past, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import tables


def row(unit: UnitLine) -> tables.Row:
    none = _("▲ 没有填报人") if unit.lacks_clerk else "—"
    return {
        _("单位名称"): unit.name,
        _("简称"): unit.short or "—",
        _("牵头目标"): tables.Number(str(unit.led)),
        _("配合目标"): tables.Number(str(unit.co_led)),
        _("填报人"): _("、").join(unit.clerks) or none,
        _("负责人"): _("、").join(unit.heads) or "—",
    }


def fields(turn: str, name: str, short: str) -> tuple[str, str]:
    return (
        st.text_input(_("单位名称"), name, key=f"unit_name_{turn}", max_chars=NAME_LIMIT),
        st.text_input(
            _("简称"), short, key=f"unit_short_{turn}", max_chars=SHORT_LIMIT, placeholder=_("选填")
        ),
    )


def rename(unit: UnitLine) -> None:
    # Keyed by what is stored: after a change by anybody the fields show what is in force.
    name, short = fields(f"{unit.id}_{unit.name}_{unit.short}", unit.name, unit.short)
    st.caption(_("改名后各页都用新名称;已冻结的会议材料保留当时的名称,旧名称留在操作日志。"))
    if st.button(_("保存修改"), type="primary", icon=":material/save:"):
        seen = (unit.name, unit.short)
        clicks.at_once(
            lambda s, p, now: rename_unit(s, p, unit.id, seen, name, short, now), _("修改已保存。")
        )


def add(turn: int) -> None:
    name, short = fields(f"new_{turn}", "", "")
    if st.button(_("新增单位"), type="primary", icon=":material/add_business:", key=f"add_{turn}"):
        clicks.at_once(lambda s, p, now: add_unit(s, p, name, short, now), _("单位已新增。"))


def page() -> None:
    here = shell.visit()

    st.header(_("单位"), anchor=False)
    past.present_only(here)
    clicks.show_done()
    units = shell.known(
        "units", lambda s, p: list_units(s, p, here.plan, here.default_period), here.default_period
    )
    lacking = [unit for unit in units if unit.lacks_clerk]
    if lacking:
        said = _("{count}个牵头单位还没有填报人,其目标无人填报:{names}。请在“账号”页为它们设置填报人。")
        names = _("、").join(unit.name for unit in lacking)
        st.warning(prose.literal(said.format(count=len(lacking), names=names)), icon=":material/person_off:")
    tables.table([row(unit) for unit in units], _("单位列表"), width=900)
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("修改名称"), anchor=False)
        by_id = {unit.id: unit for unit in units}
        chosen = st.selectbox(
            _("单位"),
            list(by_id),
            index=None,
            format_func=lambda found: by_id[found].name,
            key="unit_to_rename",
            placeholder=_("输入名称查找"),
            filter_mode="contains",
        )
        if chosen is not None:
            rename(by_id[chosen])
    with right:
        st.subheader(_("新增单位"), anchor=False)
        add(len(units))
