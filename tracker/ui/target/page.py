"""目标: one target at a quarter — what the notice says, how far it is, and everything that was reported."""

import streamlit as st

from tracker.charts import target_path
from tracker.domain.progress.scorecard import Scorecard
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import clauses, facts, links, offers, tables
from tracker.ui.parts.links import notice_link
from tracker.ui.target import outlook, record, versions
from tracker.ui.target import parts as words
from tracker.ui.target.facts import WithdrawnFacts, facts_of, withdrawn_facts


def page() -> None:
    visit = shell.visit()
    # The choice stands on top; what it offers is known when the quarter is.
    place_of_choice = st.container()
    moves = st.container(horizontal=True)
    period, card = shell.period(), shell.current_card()
    if not card.scores:
        prose.empty(_("没有可以查看的目标"), _("您所在单位没有牵头或配合的目标。如有疑问,请联系系统管理员。"))
        return
    with place_of_choice:
        score = words.choose(card)
    if score is None:
        withdrawn = withdrawn_facts(card, st.query_params.get("code") or "")
        if withdrawn is None:
            words.refuse()
        else:
            _show_withdrawn(card, withdrawn)
        return
    with moves:
        words.show_moves(card, score)
    target = score.target
    known = facts_of(card, score)
    series = known.upto(period)

    words.show_head(score, period, card.rules, known.texts(score), known.history)
    words.show_readings(score, period, card.rules)

    left, right = st.columns([3, 2], gap="large")
    with left:
        st.subheader(_("全年进度"), anchor=False)
        beside = outlook.beside(score, known.year, card.rules, known.history)
        shell.chart(
            card, f"path-{target.code}", lambda: target_path(series, theme=shell.colours(), beside=beside)
        )
    with right:
        st.subheader(_("目标要求"), anchor=False)
        facts.listed(words.terms_rows(target, card.rules))
        offers.adjustment(target)
        offers.erratum(target)

    outlook.show(score, known.year, card.rules)
    st.subheader(_("文件原文"), anchor=False)
    st.caption(prose.literal(words.place(target, known.clause, visit.plan.document)))
    clauses.in_passage(known.clause, target)
    st.html(links.link_html(notice_link(target, _("在全文中查看"))))

    by_period = _("{every}数据").format(every=period.rhythm.every)
    st.subheader(by_period, anchor=False)
    tables.table(words.year_rows(card, series), by_period)
    st.caption(prose.literal(card.rules.sentence))

    outlook.show_texts(series, period, known.history)
    versions.show(known.adjustments)
    versions.show_errata(known.errata)
    record.show(card, target, known.history)


def _show_withdrawn(card: Scorecard, known: WithdrawnFacts) -> None:
    """What is no target any more: why, and everything that was reported of it."""
    clauses.heading(known.target)
    clauses.quoted(known.target)
    prose.box(_("这项目标已勘误撤销,不再计入任何统计,也不再填报。以下是原有记录。"))
    versions.show_errata(known.errata)
    record.show(card, known.target, known.history)
