"""The upper part of filling in: how much is in, the department's targets, and moving about."""

from fractions import Fraction
from html import escape

import streamlit as st

from tracker.domain.language import bracketed, with_colon
from tracker.domain.language.errors import NotAllowed
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.quantity import percent
from tracker.domain.workflow.tasks import counted_apart
from tracker.queries.entries import Task, Tasks, require_led
from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links

CODE = "code"  # the chosen target's code in the address


def count_html(tasks: Tasks) -> str:
    """n / m 项已报, of what a report is owed of this period, with how many of it are budgets."""
    owed = [task for task in tasks.all if task.is_owed]
    done = sum(task.is_in for task in owed)
    if not owed:
        words = _("{this}没有应报目标。").format(this=shell.visit().plan.rhythm.this)
        return f'<span class="line in-muted">{escape(words)}</span>'
    text = _("{done} / {due}项已报").format(done=done, due=len(owed))
    apart = counted_apart(task.target.terms.kind for task in owed)
    bar = f'<span class="task-bar"><i style="width:{percent(Fraction(done, len(owed)))}"></i></span>'
    return f'<span class="task-progress">{escape(bracketed(text, apart) if apart else text)}{bar}</span>'


def chosen(tasks: Tasks) -> Task:
    """The one that the address names; at first what is to be done next."""
    asked = tasks.places.get(address.seen().get(CODE, ""))
    return tasks.all[asked] if asked is not None else tasks.next_open(None) or tasks.all[0]


def show_list(tasks: Tasks, task: Task, drafts: frozenset[int]) -> None:
    """The department's targets as links, each with where it stands; ``drafts``: what ``tasks`` rest on."""
    period = shell.period()
    rows = shell.made("form list", lambda: tuple(map(_row_html, tasks.all)), period, drafts)
    here = tasks.places[task.target.code]
    current = rows[here].replace(">", " aria-current=true>", 1)
    name = escape(_("本单位牵头的目标"))
    listed = "".join((*rows[:here], current, *rows[here + 1 :]))
    prose.html(f'<nav class="form-list" aria-label="{name}"><h2>{name}</h2>{listed}</nav>')


def _row_html(task: Task) -> str:
    target = task.target
    return (
        f'<a href="{escape(links.entry_link(target, "").address)}">'
        f'<i class="of-{_look(task)}" aria-hidden="true"></i><span class="name">'
        f'<span class="code">{escape(target.code)}</span>{escape(target.name)}</span>'
        f"<small>{escape(task.word)}</small></a>"
    )


def _look(task: Task) -> str:
    """The class of its dot (web/style/tasks.css)."""
    if task.is_served:
        return "not_due"
    if task.has_draft and task.state is not ReportState.SUBMITTED:
        return "draft"
    if task.is_asked:
        return "due"
    if task.state is None:
        return "due" if task.is_owed else "not_due"
    return "returned" if task.state is ReportState.WITHDRAWN else task.state.value


def show_refusal(tasks: Tasks) -> None:
    """A link to a target that is not theirs is refused in words, not passed over."""
    code = address.seen().get(CODE)
    if code is None:
        return
    try:
        require_led(shell.visit().person, tasks, code)
    except NotAllowed as refusal:
        prose.box(with_colon(code[:20], str(refusal)))


def show_moves(tasks: Tasks, task: Task) -> None:
    """Previous, next, and the next with something to be done."""
    listed, place = tasks.all, tasks.places[task.target.code]
    before = listed[place - 1] if place else None
    behind = listed[place + 1] if place + 1 < len(listed) else None
    with st.container(horizontal=True, vertical_alignment="center"):
        _move(_("上一项"), "arrow_back", before, "Alt+Up")
        _move(_("下一项"), "arrow_forward", behind, "Alt+Down")
        _move(_("下一个待办"), "pending_actions", tasks.next_open(task.target.code), "Alt+N")
        prose.line(f"{place + 1} / {len(listed)}")


def _move(name: str, icon: str, to: Task | None, keys: str) -> None:
    """``keys`` work while a field has the focus (Alt or Ctrl must be among them); its text is taken first."""
    st.button(
        name,
        icon=f":material/{icon}:",
        key=f"entry-move-{icon}",
        on_click=lambda: st.query_params.update({CODE: to.target.code if to else ""}),
        disabled=to is None,
        shortcut=keys,
        wrap=True,
    )
