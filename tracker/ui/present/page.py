"""投影: one conclusion a screen, for the meeting room's wall; by keys, by a clicker or by itself."""

import streamlit as st

from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.present import screens as present


def page() -> None:
    st.html(present.STYLE)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        every = present.choose_pace()
        moves = st.container(width="content")
    card = shell.current_card()
    if not card.targets:
        prose.empty(_("没有可显示的目标"), _("您所在单位在本方案中没有牵头或配合的目标。"))
        return
    screens = present.screens(card)
    step = present.step_asked(len(screens))
    shown = screens[step - 1]
    st.subheader(prose.literal(shown.title), anchor=False)
    shown.show()
    with moves:
        present.show_moves(step, len(screens))
    if every:
        present.turn_by_itself(every, step, len(screens))
