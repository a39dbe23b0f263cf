"""填报情况: who reported, who came late, who is missing; each number opens the list behind it."""

import streamlit as st

from tracker.queries.reporting import FilingsRead, drafts_of, filings_after, read_filings
from tracker.ui.frame import prose, shell
from tracker.ui.frame.kept import Carry
from tracker.ui.frame.language import _
from tracker.ui.parts import nothing, plans, window
from tracker.ui.reporting import parts as reporting


def page() -> None:
    visit = shell.visit()
    period = shell.period()
    visits = shell.visits_shown()
    if len(visits) > 1:
        st.html(reporting.plans_html(visits) + plans.section_html(visit))
    window.show(period)
    card = shell.narrowed(shell.card(period))
    if not card.targets and visit.leader:
        nothing.show()
        return
    if not card.targets:
        sentence = _("本方案在这个{noun}没有目标。").format(noun=period.rhythm.noun)
        prose.empty(_("没有可显示的目标"), sentence)
        return
    drafted = shell.read(lambda session, person: drafts_of(session, person, card))
    carry = Carry[FilingsRead](
        lambda before: shell.read(lambda s, p: filings_after(s, p, card, before)),
        lambda each: len(each.filings[0].lines),
    )
    read = shell.keep_record(card, "filed", lambda: shell.read(lambda s, p: read_filings(s, p, card)), carry)
    all_filings = shell.keep(card, f"filings {sorted(drafted)}", lambda: read.with_drafts(card, drafted))
    # The plan stands before its departments.
    whole = all_filings[0]
    let_in = tuple(one for one in window.exceptions_at(period) if one.runs(visit.now))
    chosen, filing = reporting.asked(all_filings)

    def html() -> str:
        return "".join(
            (
                reporting.counts_html(whole),
                reporting.let_in_html(let_in),
                "" if chosen is None else reporting.list_html(chosen, filing, card),
                reporting.departments_html(all_filings, let_in),
                reporting.notes_html(whole),
            )
        )

    st.html(shell.keep(card, f"filings {sorted(drafted)} {let_in} {chosen} {filing.unit_id}", html))
    if visit.as_of is not None:
        st.caption(_("草稿不留历史,回看过去时不显示。"))
