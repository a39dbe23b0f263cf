"""The plan that all pages are about: to choose in the head, where there is more than one."""

import streamlit as st

from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _

_PLAN = "plan_chosen"


def control(visit: shell.Visit) -> None:
    if not visit.plan_in_address:
        return
    titles = {plan.code: f"{plan.year} · {plan.title}" for plan in visit.plans}
    st.session_state[_PLAN] = visit.plan.code
    st.selectbox(
        _("方案"),
        list(titles),
        format_func=titles.__getitem__,
        key=_PLAN,
        on_change=lambda: address.turn_to_plan(st.session_state[_PLAN]),
        label_visibility="collapsed",
        width=300,
    )
