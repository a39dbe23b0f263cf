"""我的任务: what a department has to do this quarter: as a list of what comes first, or all in one grid."""

from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import directives, window
from tracker.ui.tasks import grid, list
from tracker.ui.tasks import head as tasks_head
from tracker.ui.tasks import rows as tasks_rows


def page() -> None:
    period = shell.period()
    window.show(period)
    rows = tasks_rows.rows_of(period)
    clicks.show_done()
    directives.show_waiting()
    if not rows:
        prose.empty(_("没有由您所在单位牵头的目标"), _("如有疑问,请联系系统管理员核对账号所属单位。"))
        return

    tasks_head.show_paths_to_state()
    tasks_head.show_deadline(period, rows)
    if tasks_head.pick_view() == tasks_head.GRID:
        grid.show(rows)
    else:
        list.show(tasks_head.pick_stage(rows))
