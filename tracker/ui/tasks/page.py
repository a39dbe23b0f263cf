"""我的任务: what a department has to do this quarter: as a list of what comes first, or all in one grid."""

import streamlit as st

from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import directives
from tracker.ui.tasks import grid, head, list, signing
from tracker.ui.tasks import rows as tasks_rows

GRID = "grid"  # ?view=grid, a tab of the door


def page() -> None:
    period = shell.period()
    rows = tasks_rows.rows_of(period)
    clicks.show_done()
    directives.show_waiting()
    if not rows:
        prose.empty(_("没有由您所在单位牵头的目标"), _("如有疑问,请联系系统管理员核对账号所属单位。"))
        signing.show()
        return

    head.show_paths_to_state()
    is_grid = st.query_params.get("view") == GRID
    head.show(period, rows, is_grid=is_grid)
    if is_grid:
        grid.show(rows)
    else:
        list.show(rows)
        signing.show()
