"""进度安排: at the start of a year leads state the paths of their targets, and the office agrees."""

from collections import Counter

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.domain.workflow.lifecycle import day_and_hour
from tracker.domain.workflow.stated_path import PathState, stated_until
from tracker.queries.stated_paths import PathRow, path_rows
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import changes, facts, offers
from tracker.ui.paths import deciding, parts, register, stating


def page() -> None:
    visit = shell.visit()
    changes.choose("paths")
    clicks.show_done()
    rows = shell.known("path rows", lambda s, p: path_rows(s, p, visit.plan, as_of=visit.as_of))
    if not rows:
        prose.empty(_("没有可以安排进度的目标"), _("节点类目标没有进度路径。如有疑问,请联系系统管理员。"))
        return
    first = visit.plan.periods[0]
    until = stated_until(first, visit.window_of(first))
    prose.line(
        _("年初由牵头单位填写{every}末应达到的累计数,市府办同意后作为全年的进度路径;{until}前受理。").format(
            every=visit.plan.rhythm.every, until=day_and_hour(until)
        )
    )
    states = shell.made("path states", lambda: Counter(row.state for row in rows))
    facts.large(
        (
            (_("未填写"), _("{n}项").format(n=states[None]), "ink"),
            *((each.word, _("{n}项").format(n=states[each]), "ink") for each in _COUNTED),
        )
    )
    if visit.admits(Action.STATE_PATH):
        _show_work(rows)
    st.subheader(_("安排登记"), anchor=False)
    register.show(rows)


_COUNTED = (PathState.STATED, PathState.RETURNED, PathState.AGREED)


def _show_work(rows: tuple[PathRow, ...]) -> None:
    """What is to be done by this person: stated by a lead, decided on by the office."""
    visit = shell.visit()
    if allowed(visit.person.role, Action.AGREE_PATH):
        waiting = shell.made(
            "paths waiting", lambda: tuple(row for row in rows if row.state is PathState.STATED)
        )
        if waiting:
            deciding.show(waiting)
            return
        clicks.show(parts.CLICKS)
        prose.empty(_("没有待同意的进度安排"), _("牵头单位填写后会出现在这里。"))
        return
    first = visit.plan.periods[0]
    led = shell.made(
        "paths led",
        lambda: tuple(row for row in rows if offers.may_state_path(visit.person, row.target)),
    )
    locks = {row.target.id: row.lock(first, visit.window_of(first), visit.now) for row in led}
    able = tuple(row for row in led if locks[row.target.id] is None)
    if able:
        stating.show(able)
        return
    clicks.show(parts.CLICKS)
    for sentence in dict.fromkeys(locks.values()):
        prose.box(sentence or "")
