"""Which target an adjustment or an erratum is about, and that what is saved is what was seen."""

from uuid import uuid4

import streamlit as st

from tracker.domain.progress.scorecard import Target
from tracker.ui.frame import clicks
from tracker.ui.frame.language import _


def choose(targets: tuple[Target, ...], label: str, key: str) -> Target | None:
    """The target of the address (?code=…), which other pages link to; choosing writes the address."""
    by_code = {target.code: target for target in targets}
    asked = st.query_params.get("code")
    st.session_state[key] = asked if asked in by_code else None
    chosen = st.selectbox(
        label,
        list(by_code),
        index=None,
        format_func=lambda code: f"{code}  {by_code[code].name}",
        key=key,
        on_change=lambda: st.query_params.update(code=st.session_state[key] or ""),
        placeholder=_("输入编号或名称查找目标"),
        filter_mode="contains",
    )
    return by_code.get(chosen or "")


def refuse_unseen(key: str) -> None:
    """The click that leaves a field brings its text along: nobody has seen what that changes."""
    clicks.refuse(key, _("内容刚有改动,请核对下面的预览后再提交。"))


def click_key(key: str) -> str:
    """One key for one request: a second click on it adds none. The next turn has a new one."""
    click: str = st.session_state.setdefault(key, uuid4().hex)
    return click


def next_turn(turn: str) -> None:
    """After what was saved: fields of their own for the next, and no target in the address."""
    st.session_state[turn] = st.session_state.get(turn, 0) + 1
    st.query_params.pop("code", None)
