"""计算说明: why every percentage is what it is: rules, numbers in the sentence, how calls came out."""

import streamlit as st

from tracker.ui import method, method_calls, method_why, shell, widgets
from tracker.ui.language import _

st.header(_("计算说明"), anchor=False)
part = method.choose_part()
if part == method.WHY:
    with st.container(horizontal=True, vertical_alignment="center"):
        quarter = shell.pick_quarter()
        unapproved = widgets.unapproved_switch()
    method_why.show(shell.card(quarter, unapproved), unapproved)
elif part == method.CALLS:
    method_calls.show()
else:
    method.show_rules()
