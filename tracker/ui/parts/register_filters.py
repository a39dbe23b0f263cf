"""The filters above a register: quarter, department and state, each in the address."""

from collections.abc import Iterable

import streamlit as st

from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _

_ALL = ""


def period() -> str:
    """The chosen quarter as 2025Q3; empty for all."""
    plan = shell.visit().plan
    options, noun = {str(each): each.label for each in plan.periods}, plan.rhythm.noun
    return _choose("q", _("按{noun}筛选").format(noun=noun), options, _("全部{noun}").format(noun=noun))


def department(names: Iterable[str]) -> str:
    """The chosen lead unit's name; empty for all."""
    return _choose("unit", _("按部门筛选"), {name: name for name in names}, _("全部部门"))


def state(words: dict[str, str]) -> str:
    """The chosen state's value; empty for all. ``words`` by value."""
    return _choose("state", _("按状态筛选"), words, _("全部状态"))


def _choose(name: str, label: str, options: dict[str, str], all_word: str) -> str:
    key = f"register-{name}"
    words = {_ALL: all_word} | options
    address.follow(name, key, list(words), default=_ALL)
    chosen: str = st.selectbox(
        label,
        list(words),
        format_func=lambda each: words[each],
        key=key,
        on_change=address.put,
        args=(name, key),
        width=220,
        label_visibility="collapsed",
    )
    return chosen
