"""目标: one target at a quarter — what the notice says, how far it is, and everything that was reported."""

import streamlit as st

from tracker.charts import target_path
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import widgets
from tracker.ui.parts.links import notice_link
from tracker.ui.records import adjustments
from tracker.ui.target import outlook, record
from tracker.ui.target import parts as words
from tracker.ui.target.facts import facts_of


def page() -> None:
    here = shell.visit()
    place_of_choice = st.container()
    with st.container(horizontal=True, vertical_alignment="center"):
        period = shell.pick_period()
        unapproved = widgets.unapproved_switch()
        moves = st.container(horizontal=True, width="content")
    card = shell.card(period, unapproved)
    if not card.scores:
        widgets.empty(
            _("没有可以查看的目标"), _("您所在单位没有牵头或配合的目标。如有疑问,请联系系统管理员。")
        )
        return
    with place_of_choice:
        score = words.choose(card)
    if score is None:
        words.refuse()
        return
    with moves:
        words.show_moves(card, score)
    target = score.target
    facts = facts_of(card, score)
    series = facts.upto(period)

    words.show_head(score, period, card.rules, facts.texts(score), facts.history)
    words.show_readings(score, period, card.rules, unapproved)

    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(_("全年进度"), anchor=False)
        beside = outlook.beside(score, facts.year, card.rules, facts.history)
        shell.chart(
            card, f"path-{target.code}", lambda: target_path(series, theme=shell.colours(), beside=beside)
        )
    with right:
        st.subheader(_("目标要求"), anchor=False)
        widgets.facts(words.terms_rows(target, card.rules))
        adjustments.offer(target)

    outlook.show(score, facts.year, card.rules)
    st.subheader(_("文件原文"), anchor=False)
    st.caption(widgets.literal(words.place(target, facts.clause, here.plan.document)))
    widgets.clause(words.clause_parts(facts.clause, target.anchor))
    st.html(widgets.link_html(notice_link(target, period, _("在全文中查看"))))

    by_period = _("{every}数据").format(every=period.rhythm.every)
    st.subheader(by_period, anchor=False)
    widgets.table(words.year_rows(card, series), by_period)
    st.caption(widgets.literal(card.rules.sentence))

    outlook.show_texts(series, period, facts.history, unapproved)
    adjustments.show_versions(facts.adjustments)
    record.show(card, target, facts.history)
