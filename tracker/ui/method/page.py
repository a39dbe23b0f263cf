"""怎么算: why every percentage is what it is: rules, numbers in the sentence, how calls came out."""

import streamlit as st

from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.method import calls, rules, why
from tracker.ui.parts import bars


def page() -> None:
    part = rules.part_asked()
    parts = bars.section_html(_("怎么算"), rules.parts_html(part))
    if part == rules.WHY:
        why.show(shell.current_card(), parts)
    elif part == rules.CALLS:
        st.html(parts)
        calls.show()
    else:
        st.html(parts + rules.rules_html())
