"""Switches that stand in the address, as the quarter does."""

import streamlit as st

from tracker.ui.frame import address
from tracker.ui.frame.language import _

COUNTS, MEANS = "counts", "means"


def co_led() -> bool:
    """含配合."""
    return switch(_("含配合"), "co", _("计入作为配合单位的目标"))


def chart() -> str:
    """按状态 | 完成率: what the bars of groups show; stands in the address as ?chart=."""
    words = {COUNTS: _("按状态"), MEANS: _("完成率")}
    address.follow("chart", "groups_chart", list(words), default=COUNTS)
    chosen = st.segmented_control(
        _("图表"),
        list(words),
        format_func=words.__getitem__,
        key="groups_chart",
        on_change=address.put,
        args=("chart", "groups_chart"),
        required=True,
        label_visibility="collapsed",
    )
    return chosen or COUNTS


def switch(label: str, name: str, explained: str | None = None) -> bool:
    """A switch that stands in the address as ?name=true; its key is its name."""
    st.session_state[name] = st.query_params.get(name) == "true"
    return st.toggle(label, key=name, on_change=address.put_switch, args=(name,), help=explained)
