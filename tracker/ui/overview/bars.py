"""总览: completion by area and by department, each with the pace line."""

from functools import partial

import streamlit as st

from tracker.charts import Chart, completion_by
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, switches


def _draw(card: Scorecard, groups: tuple[Group, ...], what: str) -> Chart:
    return completion_by(
        groups, card.rules, overall_pace=card.whole.mean_pace, theme=shell.colours(), what=what
    )


def show(card: Scorecard) -> None:
    """Side by side; a department's bar can count what it co-leads."""
    left, right = st.columns(2, gap="large")
    with left, st.container(horizontal=True, vertical_alignment="center", height=56, border=False):
        st.subheader(_("各领域完成情况"), anchor=False)
    with left:
        to_area = partial(links.group_address, links.AREA)
        shell.chart(card, "by-area", lambda: _draw(card, card.areas, _("领域")), leads_to=to_area)
    with right, st.container(horizontal=True, vertical_alignment="center", height=56, border=False):
        st.subheader(_("各部门完成情况"), anchor=False)
        co_led = switches.co_led()
    with right:
        name, groups = (
            ("by-department-co", card.departments_with_co_led)
            if co_led
            else ("by-department", card.departments)
        )
        to_unit = partial(links.group_address, links.UNIT, co_led=co_led)
        shell.chart(card, name, lambda: _draw(card, groups, _("部门")), leads_to=to_unit)
