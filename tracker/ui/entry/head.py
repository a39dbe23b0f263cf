"""The upper part of filling in: how much is in, the department's targets, and moving about."""

import streamlit as st

from tracker.domain.language import bracketed, with_colon
from tracker.domain.language.errors import NotAllowed
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.workflow.tasks import counted_apart
from tracker.queries import entries
from tracker.queries.entries import Ledger, Task, next_open, task_of
from tracker.ui.frame import address, prose, shell
from tracker.ui.frame.language import _

CODE = "code"  # the chosen target's code in the address
_LIST = "entry-list"
_ICONS = {
    ReportState.SUBMITTED: ":material/schedule:",
    ReportState.APPROVED: ":material/check_circle:",
    ReportState.RETURNED: ":material/undo:",
    ReportState.WITHDRAWN: ":material/undo:",
}


def ledger_of(period: Period) -> Ledger:
    """What the ledger holds of the person's targets; drafts are read at every run."""
    visit = shell.visit()
    return shell.known(
        "forms",
        lambda session, person: entries.ledger_of(session, person, visit.plan, period, as_of=visit.as_of),
        period,
    )


def show_count(tasks: tuple[Task, ...]) -> None:
    """已提交 n / 应报 m, of what a report is owed of this quarter, with how many of it are budgets."""
    owed = [task for task in tasks if task.is_owed]
    done = sum(task.is_in for task in owed)
    if owed:
        text = _("已提交 {done} / 应报 {due}").format(done=done, due=len(owed))
        apart = counted_apart(task.target.terms.kind for task in owed)
        st.progress(done / len(owed), text=bracketed(text, apart) if apart else text)
    else:
        st.caption(_("{this}没有应报目标。").format(this=shell.visit().plan.rhythm.this))


def choose(tasks: tuple[Task, ...]) -> Task | None:
    """The department's list; the choice stands in the address."""
    codes = [task.target.code for task in tasks]
    names = {task.target.code: prose.literal(f"{task.target.code} {task.target.name}") for task in tasks}
    first = next_open(tasks, None)
    address.follow(CODE, _LIST, codes)
    chosen = st.radio(
        _("本单位牵头的目标"),
        codes,
        index=codes.index(first.target.code) if first else 0,
        format_func=lambda code: names[code],
        captions=[f"{_icon(task)} {task.word}" for task in tasks],
        key=_LIST,
        on_change=address.put,
        args=(CODE, _LIST),
    )
    return next((task for task in tasks if task.target.code == chosen), None)


def _icon(task: Task) -> str:
    if task.has_draft and task.state is not ReportState.SUBMITTED:
        return ":material/edit:"
    if task.is_asked:
        return ":material/flag:"
    if task.state is None:
        return ":material/radio_button_unchecked:" if task.is_owed else ":material/event:"
    return _ICONS[task.state]


def show_refusal(tasks: tuple[Task, ...]) -> None:
    """A link to a target that is not theirs is refused in words, not passed over."""
    code = st.query_params.get(CODE)
    if code is None:
        return
    try:
        task_of(shell.visit().person, tasks, code)
    except NotAllowed as refusal:
        prose.box(with_colon(code[:20], str(refusal)), "accent")


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
