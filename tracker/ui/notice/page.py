"""原文: the notice as it reads, every number marked by what it is, targets by how they stand."""

from html import escape

import streamlit as st

from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.notice import parts, search


def page() -> None:
    card = shell.current_card()
    notice = parts.kept_notice(card)
    target = parts.wanted(card)
    passage = parts.asked_passage(notice, target)
    with st.container(horizontal=True, vertical_alignment="center", key="notice-top"):
        plan = shell.visit().plan
        st.html(f'<p class="notice-of">{escape(f"{plan.document} {plan.title}".strip())}</p>')
        words = st.text_input(
            _("在全文中查找"),
            key="find",
            bind="query-params",
            placeholder=_("在全文中查找,如 集装箱"),
            label_visibility="collapsed",
            width=260,
        ).strip()
    if words:
        search.show(notice, words)
        return
    area = parts.asked_area(notice, passage)
    body = parts.passages_html(notice, area.passages if passage is None else (passage,), card, target)
    if passage is None:
        body = parts.legend_html(notice, area, card) + body + parts.neighbours_html(notice, area)
    else:
        body += parts.way_to_area_html(area)
    contents = parts.contents_html(notice, area, passage)
    st.html(f'<div class="notice">{contents}<div class="notice-body">{body}</div></div>')
