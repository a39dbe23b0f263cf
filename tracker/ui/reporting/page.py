"""填报情况: who reported, who came late, who is missing; each number opens the list behind it."""

import streamlit as st

from tracker.domain.meetings.reporting import Listed, filings
from tracker.queries.reporting import drafts_of, filed
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, tables, window
from tracker.ui.reporting import parts as reporting


def page() -> None:
    visit = shell.visit()
    period = shell.period()
    window.show(period)
    card = shell.card(period)
    if not card.targets:
        sentence = _("本方案在这个{noun}没有目标。").format(noun=period.rhythm.noun)
        prose.empty(_("没有可显示的目标"), sentence)
        return
    drafted = shell.read(lambda session, person: drafts_of(session, person, card))
    all_filings = shell.known(
        "filings", lambda s, p: filings(card, filed(s, p, card, drafted)), period, drafted
    )
    # The plan stands before its departments.
    whole = all_filings[0]
    let_in = tuple(one for one in window.exceptions_at(period) if one.runs(visit.now))

    reporting.rates(whole)
    reporting.show_let_in(let_in)
    chosen, filing = reporting.choose(all_filings)
    if chosen is not None:
        lines = filing.of(chosen)
        title = _("{list} {n} 项 · {unit}").format(list=chosen.word, n=len(lines), unit=filing.name)
        st.subheader(prose.literal(title), anchor=False)
        if lines:
            tables.table(reporting.line_rows(lines, card), title, width=900)
        else:
            st.caption(_("没有这样的目标。"))

    heading = _("各部门填报情况")
    st.subheader(heading, anchor=False)
    st.html(
        shell.keep(
            card,
            f"filings {sorted(drafted)} {let_in}",
            lambda: tables.table_html(reporting.department_rows(all_filings, let_in), heading),
        )
    )
    budgets = whole.count(Listed.BUDGET)
    if budgets:
        missing = sum(not line.score.item.is_reported for line in whole.of(Listed.BUDGET))
        sentence = _("应报预算 {n} 项,其中未报 {missing} 项,不计入两率").format(n=budgets, missing=missing)
        st.html(links.link_html(links.reporting_link(Listed.BUDGET, sentence)))
    notes = _("应报不含未到节点和不适用的目标;按期以首次提交时间为准;草稿只显示有无,不显示内容。")
    st.caption(notes if visit.as_of is None else notes + _("草稿不留历史,回看过去时不显示。"))
