"""The upper part of filling in: how much is in, the department's targets, and moving about."""

from fractions import Fraction
from html import escape

import streamlit as st

from tracker.domain.language import bracketed, with_colon
from tracker.domain.language.errors import NotAllowed
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.quantity import percent
from tracker.domain.workflow.tasks import counted_apart
from tracker.queries.entries import Task, next_open, task_of
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links

CODE = "code"  # the chosen target's code in the address


def count_html(tasks: tuple[Task, ...]) -> str:
    """n / m 项已报, of what a report is owed of this period, with how many of it are budgets."""
    owed = [task for task in tasks if task.is_owed]
    done = sum(task.is_in for task in owed)
    if not owed:
        words = _("{this}没有应报目标。").format(this=shell.visit().plan.rhythm.this)
        return f'<span class="line in-muted">{escape(words)}</span>'
    text = _("{done} / {due}项已报").format(done=done, due=len(owed))
    apart = counted_apart(task.target.terms.kind for task in owed)
    bar = f'<span class="task-bar"><i style="width:{percent(Fraction(done, len(owed)))}"></i></span>'
    return f'<span class="task-progress">{escape(bracketed(text, apart) if apart else text)}{bar}</span>'


def chosen(tasks: tuple[Task, ...]) -> Task:
    """The one that the address names; at first what is to be done next."""
    by_code = {task.target.code: task for task in tasks}
    asked = by_code.get(st.query_params.get(CODE, ""))
    return asked or next_open(tasks, None) or tasks[0]


def show_list(tasks: tuple[Task, ...], task: Task) -> None:
    """The department's targets as links, each with where it stands."""
    rows = "".join(
        f'<a href="{escape(links.entry_link(each.target, "").address)}"'
        f"{' aria-current=true' * (each is task)}>"
        f'<i class="of-{_look(each)}" aria-hidden="true"></i><span class="name">'
        f'<span class="code">{escape(each.target.code)}</span>{escape(each.target.name)}</span>'
        f"<small>{escape(each.word)}</small></a>"
        for each in tasks
    )
    name = escape(_("本单位牵头的目标"))
    st.html(f'<nav class="form-list" aria-label="{name}"><h2>{name}</h2>{rows}</nav>')


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


def show_refusal(tasks: tuple[Task, ...]) -> None:
    """A link to a target that is not theirs is refused in words, not passed over."""
    code = st.query_params.get(CODE)
    if code is None:
        return
    try:
        task_of(shell.visit().person, tasks, code)
    except NotAllowed as refusal:
        prose.box(with_colon(code[:20], str(refusal)))


def show_moves(tasks: tuple[Task, ...], task: Task) -> None:
    """Previous, next, and the next with something to be done."""
    codes = [each.target.code for each in tasks]
    place, todo = codes.index(task.target.code), next_open(tasks, task.target.code)
    with st.container(horizontal=True, vertical_alignment="center"):
        _move(_("上一项"), "arrow_back", codes[place - 1] if place else None, "Alt+Up")
        _move(_("下一项"), "arrow_forward", codes[place + 1] if place + 1 < len(codes) else None, "Alt+Down")
        _move(_("下一个待办"), "pending_actions", todo.target.code if todo else None, "Alt+N")
        prose.line(f"{place + 1} / {len(codes)}")


def _move(name: str, icon: str, code: str | None, keys: str) -> None:
    """``keys`` work while a field has the focus (Alt or Ctrl must be among them); its text is taken first."""
    st.button(
        name,
        icon=f":material/{icon}:",
        key=f"entry-move-{icon}",
        on_click=lambda: st.query_params.update({CODE: code or ""}),
        disabled=code is None,
        shortcut=keys,
        wrap=True,
    )
