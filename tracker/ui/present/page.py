"""投影: one conclusion a screen, for the meeting room's wall; by keys, touch, a clicker or by itself.

All screens come in one text, and the browser turns them (web/present.js): the next one stands at once, also
while the connection is lost. The one that is shown stands in the address (?step=3), and so does the pace at
which they turn by themselves (?every=20).
"""

import streamlit as st

from tracker.ui.frame import shell
from tracker.ui.parts import nothing
from tracker.ui.present import screens as present


def page() -> None:
    card = shell.current_card()
    if not card.targets:
        nothing.show()
        return
    before = card.period.previous
    earlier = None if before is None else shell.narrowed(shell.card(before, shell.visit().unapproved))
    screens = shell.keep(card, "screens", lambda: present.screens(card, earlier))
    st.html(present.wall_html(screens, present.step_asked(len(screens)), present.foot_html(card)))
