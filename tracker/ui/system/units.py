"""The parts of 单位: a row of the list, the fields of a unit, renaming one and adding one."""

import streamlit as st

from tracker.queries.units import UnitLine
from tracker.services.units import (
    NAME_LIMIT,
    SHORT_LIMIT,
    add_alias,
    add_unit,
    remove_alias,
    rename_unit,
)
from tracker.ui.frame import clicks
from tracker.ui.frame.language import _
from tracker.ui.parts import links, tables
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link

UNIT, NEW = "edit", "new"  # in the address: the unit that is renamed, or that one is added


def row(unit: UnitLine) -> tables.Row:
    none = _("没有填报人") if unit.lacks_clerk else "—"
    return {
        _("单位名称"): Link(unit.name, links.same_page(**{UNIT: unit.id})),
        _("简称"): unit.short or "—",
        _("别名"): _("、").join(unit.aliases) or "—",
        _("牵头项数"): tables.Number(str(unit.led)),
        _("配合项数"): tables.Number(str(unit.co_led)),
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
    st.caption(
        _("用于改正名称。改名后各页(含往期)都用新名称,旧名称留在操作日志;机构改革更名的,请用“登记机构变更”。")
    )
    if st.button(_("保存修改"), type="primary", icon=":material/save:"):
        seen = (unit.name, unit.short)
        clicks.at_once(
            lambda s, p, now: rename_unit(s, p, unit.id, seen, name, short, now), _("修改已保存。")
        )


def aliases(unit: UnitLine) -> None:
    """By which names the unit is found besides its own: in a new notice, in a list of accounts."""
    st.html(section_html(_("别名")))
    st.caption(_("载入方案、导入账号时,写成别名的单位按本单位处理。"))
    for alias in unit.aliases:
        _alias(unit, alias)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        # A new field for each: what was stored is not offered again.
        name = st.text_input(
            _("新的别名"),
            key=f"alias_{unit.id}_{len(unit.aliases)}",
            max_chars=NAME_LIMIT,
            width=280,
            placeholder=_("如:市发改局"),
        )
        if st.button(_("新增别名"), icon=":material/add:", key=f"add_alias_{unit.id}"):
            clicks.at_once(lambda s, p, now: add_alias(s, p, unit.id, name, now), _("别名已新增。"))


def _alias(unit: UnitLine, alias: str) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(alias, width=280)
        if st.button(_("删除"), icon=":material/close:", key=f"unalias_{unit.id}_{alias}"):
            clicks.at_once(lambda s, p, now: remove_alias(s, p, unit.id, alias, now), _("别名已删除。"))


def add(turn: int) -> None:
    name, short = _fields(f"new_{turn}", "", "")
    if st.button(_("新增单位"), type="primary", icon=":material/add_business:", key=f"add_{turn}"):
        clicks.at_once(lambda s, p, now: add_unit(s, p, name, short, now), _("单位已新增。"))
