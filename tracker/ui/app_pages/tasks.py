"""我的任务: what a department has to do this quarter: as a list of what comes first, or all in one grid."""

import streamlit as st

from tracker.ui import entry_head, form, shell, tasks_grid, tasks_head, tasks_list, tasks_rows, widgets
from tracker.ui.language import _

st.header(_("我的任务"), anchor=False)
with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
    quarter = shell.pick_quarter()
    entry_head.show_window(quarter)
rows = tasks_rows.rows_of(quarter)
form.show_toast()
if not rows:
    widgets.empty(_("没有由您所在单位牵头的目标"), _("如有疑问,请联系系统管理员核对账号所属单位。"))
    st.stop()

tasks_head.show_deadline(quarter, rows)
if tasks_head.pick_view() == tasks_head.GRID:
    tasks_grid.show(rows)
else:
    tasks_list.show(tasks_head.pick_stage(rows))
