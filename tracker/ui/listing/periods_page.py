"""四期对照: every target in its row over the periods of the year."""

import streamlit as st

from tracker.domain.listing.wanted import listed
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.listing import filters, periods
from tracker.ui.parts import nothing, target_rows
from tracker.ui.parts.sheets import sheet


def page() -> None:
    card = shell.current_card()
    if not card.scores:
        nothing.show()
        return
    with filters.row():
        wanted = filters.ask(card)
    scores = shell.keep(card, f"listed {wanted}", lambda: listed(card, wanted))
    if not scores:
        st.html(periods.tools_html(card, wanted, 0, periods.span_html(card)))
        prose.empty(_("没有符合条件的目标"), _("请放宽或清空上面的条件。"))
        return

    beside = periods.shown_beside(card)
    place = st.container()
    shown, number = sheet(scores, filters.SHEET_SIZE, filters.SHEET)

    adjusted = target_rows.adjusted(card)
    name = f"periods {wanted} {number} {len(beside)} {len(scores)} {sorted(adjusted)}"

    def year() -> periods.Year:
        return tuple(shell.narrowed(shell.card(each, card.include_unapproved)) for each in beside)

    def table() -> str:
        return periods.table(card, year(), wanted, shown, adjusted, len(scores))

    with place:
        prose.html(shell.keep_parts(card, name, lambda: periods.parts(card, year(), wanted, shown), table))
