"""全表: all targets in one table, to filter, to sort, and to take along exactly as shown."""

import streamlit as st

from tracker.domain.listing.wanted import listed
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.listing import parts as listing
from tracker.ui.parts import links
from tracker.ui.parts.sheets import sheet


def page() -> None:
    card = shell.current_card()
    if not card.scores:
        prose.empty(_("没有可显示的目标"), _("您所在单位在本方案中没有牵头或配合的目标。"))
        return
    wanted = listing.ask(card)
    scores = shell.keep(card, f"listed {wanted}", lambda: listed(card, wanted))

    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        sentence = _("共 {total} 项,符合条件 {found} 项").format(total=len(card.scores), found=len(scores))
        st.caption(sentence, width="content")
        columns = listing.choose_columns()
        for suffix, word in (("xlsx", "Excel"), ("csv", "CSV")):
            st.link_button(
                word,
                links.listing_file(suffix, wanted.asked),
                icon=":material/download:",
                help=_("下载当前条件下的全部行和所选的列。"),
            )
        if wanted.asked:
            st.button(_("清空条件"), icon=":material/filter_alt_off:", on_click=listing.clear)
    if not scores:
        prose.empty(_("没有符合条件的目标"), _("请放宽或清空上面的条件。"))
        return

    # The pages are switched below the table, but the switch has to be asked first.
    place = st.container()
    shown, number = sheet(scores, listing.PAGE_SIZE, listing.PAGE)
    name = f"table {wanted} {number} {[column.key for column in columns]}"
    with place:
        st.html(shell.keep(card, name, lambda: listing.table(card, tuple(shown), columns)))
    st.caption(card.rules.sentence)
