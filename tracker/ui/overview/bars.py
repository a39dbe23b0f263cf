"""总览: areas and departments, by the status of their targets or by the mean of their running totals."""

from functools import partial

import streamlit as st

from tracker.charts import Chart, completion_by, counts_by
from tracker.domain.progress.scorecard import Group, Scorecard
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, overall, switches

_NARROWEST = 640  # pixels: below it the departments stand under the areas


def show(card: Scorecard) -> None:
    """Side by side, all cells equally wide; a department's bar can count what it co-leads."""
    with st.container(horizontal=True, vertical_alignment="center"):
        kind = switches.chart()
        co_led = switches.co_led()
    units = card.departments_with_co_led if co_led else card.departments
    to_unit = partial(links.group_address, links.UNIT, co_led=co_led)
    cells = max((group.rollup.total for group in (*card.areas, *units)), default=0)
    with st.grid(2, min_column_width=_NARROWEST):
        with st.container():
            st.subheader(_("各领域(按文件顺序)"), anchor=False)
            draw = partial(_draw, card, card.areas, _("领域"), kind, cells)
            to_area = partial(links.group_address, links.AREA)
            shell.chart(card, f"by-area {kind} {cells}", draw, leads_to=to_area)
        with st.container():
            st.subheader(_("各部门(按应达目标数)"), anchor=False)
            draw = partial(_draw, card, overall.by_size(units), _("部门"), kind, cells)
            shell.chart(card, f"by-department {kind} {co_led}", draw, leads_to=to_unit)


def _draw(card: Scorecard, groups: tuple[Group, ...], what: str, kind: str, cells: int) -> Chart:
    if kind == switches.MEANS:
        return completion_by(groups, card, theme=shell.colours(), what=what)
    return counts_by(groups, card, theme=shell.colours(), what=what, cells=cells)
