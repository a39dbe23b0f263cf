"""原文: the notice as it reads, every number marked by what it is, targets by how they stand."""

import streamlit as st

from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.notice import parts, search


def page() -> None:
    visit = shell.visit()
    st.caption(prose.literal(f"{visit.plan.document} · {visit.plan.title}"))
    card = shell.current_card()
    notice = parts.kept_notice(card)
    target = parts.wanted(card)
    passage = parts.asked_passage(notice, target)
    left, right = st.columns([3, 2])
    with left:
        area = parts.choose_area(notice, passage)
    with right:
        words = st.text_input(
            _("在全文中查找"), key="find", bind="query-params", placeholder=_("例如 集装箱、预算安排")
        ).strip()
    if words:
        search.show(notice, words)
        return
    if passage is None:
        parts.show_contents(area)
        parts.show_legend(notice, area, card)
        parts.show_passages(notice, area.passages, card, target)
        parts.show_neighbours(notice, area)
    else:
        parts.show_passages(notice, (passage,), card, target)
        parts.show_way_to_area(area)
