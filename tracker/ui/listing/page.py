"""全表: all targets in one table, to filter, to sort, and to take along exactly as shown."""

import streamlit as st

from tracker.domain.listing.wanted import listed, shown_of
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.listing import filters
from tracker.ui.listing import parts as listing
from tracker.ui.parts import nothing, target_rows
from tracker.ui.parts.sheets import sheet


def page() -> None:
    card = shell.current_card()
    if not card.scores:
        nothing.show()
        return
    with filters.row():
        wanted = filters.ask(card)
        columns = listing.choose_columns()
    scores = shell.keep(card, f"listed {wanted}", lambda: listed(card, wanted))
    if not scores:
        st.html(listing.tools_html(card, wanted, 0))
        prose.empty(_("没有符合条件的目标"), _("请放宽或清空上面的条件。"))
        return

    # The sheets are turned below the table, but their switch has to be asked first.
    place = st.container()
    shown, number = sheet(scores, filters.SHEET_SIZE, filters.SHEET)
    adjusted = target_rows.adjusted(card)
    name = f"table {wanted} {number} {[column.key for column in columns]} {len(scores)} {sorted(adjusted)}"

    def table() -> str:
        return listing.table(card, wanted, shown, columns, adjusted, len(scores))

    with place:
        prose.html(shell.keep_parts(card, name, lambda: shown_of(card, wanted, shown), table))
