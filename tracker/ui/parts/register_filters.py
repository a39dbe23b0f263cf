"""The filters above a register: quarter, department and state, each in the address."""

from collections.abc import Mapping

import streamlit as st

from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _
from tracker.ui.parts.links import UNIT

_ALL = ""
_PERIOD = "when"  # not the q of addresses, which goes along from page to page: nobody chose it here


def period() -> str:
    """The chosen quarter as 2025Q3; empty for all."""
    plan = shell.visit().plan
    options, noun = {str(each): each.label for each in plan.periods}, plan.rhythm.noun
    label, every = _("按{noun}筛选").format(noun=noun), _("全部{noun}").format(noun=noun)
    return _choose(_PERIOD, label, options, every)


def department(names: Mapping[int, str], key: str = "register-unit") -> int | None:
    """The id of the chosen unit, of those ``names``; None for all."""
    options = {str(unit_id): name for unit_id, name in sorted(names.items(), key=lambda unit: unit[1])}
    asked = unit_asked(names)
    if str(asked) in options:
        st.session_state[key] = str(asked)
    chosen = _choose(UNIT, _("按部门筛选"), options, _("全部部门"), key)
    return int(chosen) if chosen else None


def unit_asked(names: Mapping[int, str]) -> int | None:
    """The unit of the address, by its id.

    Addresses of the first version named it on some pages: such a link still opens what it opened.
    """
    asked = st.query_params.get(UNIT)
    return next((unit_id for unit_id, name in names.items() if asked in (str(unit_id), name)), None)


def state(words: dict[str, str]) -> str:
    """The chosen state's value; empty for all. ``words`` by value."""
    return _choose("state", _("按状态筛选"), words, _("全部状态"))


def kind(words: dict[str, str]) -> str:
    """The chosen kind's value; empty for all. ``words`` by value."""
    return _choose("kind", _("按类别筛选"), words, _("全部类别"))


def _choose(name: str, label: str, options: dict[str, str], all_word: str, key: str = "") -> str:
    key = key or f"register-{name}"
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
