"""计算说明: why every percentage is what it is: rules, numbers in the sentence, how calls came out."""

import streamlit as st

from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.method import calls, rules, why
from tracker.ui.parts import switches


def page() -> None:
    st.header(_("计算说明"), anchor=False)
    part = rules.choose_part()
    if part == rules.WHY:
        with st.container(horizontal=True, vertical_alignment="center"):
            period = shell.pick_period()
            unapproved = switches.unapproved()
        why.show(shell.card(period, unapproved))
    elif part == rules.CALLS:
        calls.show()
    else:
        rules.show_rules()
