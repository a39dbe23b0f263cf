"""The parts of 单位: a row of the list, the fields of a unit, renaming one and adding one."""

import streamlit as st

from tracker.queries.units import UnitLine
from tracker.services.units import NAME_LIMIT, SHORT_LIMIT, add_unit, rename_unit
from tracker.ui.frame import clicks
from tracker.ui.frame.language import _
from tracker.ui.parts import links, tables
from tracker.ui.parts.links import Link

UNIT, NEW = "edit", "new"  # in the address: the unit that is renamed, or that one is added


def row(unit: UnitLine) -> tables.Row:
    none = _("没有填报人") if unit.lacks_clerk else "—"
    return {
        _("单位名称"): Link(unit.name, links.same_page(**{UNIT: unit.id})),
        _("简称"): unit.short or "—",
        _("牵头目标"): tables.Number(str(unit.led)),
        _("配合目标"): tables.Number(str(unit.co_led)),
        _("填报人"): _("、").join(unit.clerks) or none,
        _("负责人"): _("、").join(unit.heads) or "—",
    }


def _fields(turn: str, name: str, short: str) -> tuple[str, str]:
    return (
        st.text_input(_("单位名称"), name, key=f"unit_name_{turn}", max_chars=NAME_LIMIT),
        st.text_input(
            _("简称"), short, key=f"unit_short_{turn}", max_chars=SHORT_LIMIT, placeholder=_("选填")
        ),
    )


def rename(unit: UnitLine) -> None:
    # Keyed by what is stored: after a change by anybody the fields show what is in force.
    name, short = _fields(f"{unit.id}_{unit.name}_{unit.short}", unit.name, unit.short)
    st.caption(_("改名后各页都用新名称;已定稿的会议材料保留当时的名称,旧名称留在操作日志。"))
    if st.button(_("保存修改"), type="primary", icon=":material/save:"):
        seen = (unit.name, unit.short)
        clicks.at_once(
            lambda s, p, now: rename_unit(s, p, unit.id, seen, name, short, now), _("修改已保存。")
        )


def add(turn: int) -> None:
    name, short = _fields(f"new_{turn}", "", "")
    if st.button(_("新增单位"), type="primary", icon=":material/add_business:", key=f"add_{turn}"):
        clicks.at_once(lambda s, p, now: add_unit(s, p, name, short, now), _("单位已新增。"))
