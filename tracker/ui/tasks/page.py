"""我的任务: what a department has to do now, as a list over all open plans or as the grid of one."""

from collections.abc import Sequence

from tracker.domain.measure.plan import PlanState
from tracker.domain.workflow.lifecycle import window_state
from tracker.ui.frame import address, clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import bars, directives, links, nothing, plans
from tracker.ui.parts.links import Link
from tracker.ui.tasks import grid, head, list, signing
from tracker.ui.tasks import rows as tasks_rows
from tracker.ui.tasks.rows import Rows

GRID = "grid"  # ?view=grid, a tab of the door
Part = tuple[Visit, Rows]


def page() -> None:
    clicks.show_done()
    directives.show_waiting()
    is_grid = address.seen().get("view") == GRID
    found = [(each, rows) for each in shell.visits_shown() if (rows := _rows(each)).all]
    if not found:
        nothing.show_none_led()
        signing.show()
    elif is_grid:
        _show_grid(found)
    else:
        _show_list(found)


def _rows(visit: Visit) -> Rows:
    with shell.about(visit):
        return tasks_rows.rows_of(shell.period())


def _to_do(visit: Visit, rows: Rows) -> int:
    """As the door counts (queries/own_work.py): nothing before the period opens or after the plan."""
    window = visit.window_of(shell.period_of(visit))
    is_open = visit.plan.state is PlanState.PUBLISHED and window_state(window, visit.now).has_opened
    return rows.counts.open if is_open else 0


def _show_list(found: Sequence[Part]) -> None:
    """A part for each plan, what is due first coming first."""
    counts = {each.plan.code: _to_do(each, rows) for each, rows in found}
    choice = plans.choice_html("tasks", counts)
    if choice:
        prose.html(choice)
    only = {each.plan for each in plans.shown()}
    shown = [part for part in found if part[0].plan in only]
    for each, rows in shown:
        with shell.about(each):
            if choice:
                prose.html(plans.section_html(each))
            head.show_paths_to_state()
            head.show(shell.period(), rows, is_grid=False)
            if each is shown[0][0]:
                clicks.show(list.CLICKS)
            list.show(rows)
    signing.show()


def _show_grid(found: Sequence[Part]) -> None:
    """One plan at a time: the one that is looked at, where the department leads something in it."""
    here = next((pair for pair in found if not pair[0].is_beside), found[0])
    visit, rows = here
    if len(found) > 1:
        ways = {
            each.plan.code: Link(
                f"{plans.name(each)} {_to_do(each, its)}",
                links.to("tasks", view=GRID, plan=each.plan.code, q=each.period),
            )
            for each, its in found
        }
        prose.html(f'<div class="office-choice">{bars.choice_html(_("方案"), ways, visit.plan.code)}</div>')
    with shell.about(visit):
        head.show_paths_to_state()
        head.show(shell.period(), rows, is_grid=True)
        grid.show(rows)
