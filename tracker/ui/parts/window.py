"""The quarter's window for filling in, as the pages say it: its state, its times, who is let in later."""

from datetime import datetime
from html import escape

from tracker.domain.access import may_open
from tracker.domain.measure.period import Period
from tracker.domain.measure.plan import PlanState
from tracker.domain.workflow.lifecycle import Window, WindowState, let_in_text, window_state
from tracker.domain.workflow.tasks import calendar_days, time_left
from tracker.queries.windows import LetIn, exceptions
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.links import Link


def show(period: Period, beside: str = "") -> None:
    """The state of the quarter's window, and until when something can be entered; ``beside`` is HTML."""
    visit = shell.visit()
    window = visit.window_of(period)
    state = window_state(window, visit.now)
    if state is WindowState.NOT_SET and may_open(visit.person.role, "windows"):
        beside += links.link_html(Link(_("开放本期填报"), links.to("windows", q=period)), "go")
    strong = " strong" if state is WindowState.OVERDUE else ""
    is_over = visit.plan.state is PlanState.CLOSED
    text = escape(_("方案已结束") if is_over else f"{state.word}{_times(window, state, visit.now)}")
    line = f'<span class="line in-{"ink" if state.admits else "muted"}{strong}">{text}</span>'
    prose.html(f'<div role="status" class="task-due">{line}{beside}</div>')
    if state is WindowState.CLOSED and visit.person.role.is_of_a_unit:
        show_let_in(period)


def exceptions_at(period: Period) -> tuple[LetIn, ...]:
    """Who was ever let in at a quarter, as far as the person may know it."""
    visit = shell.visit()
    asked = (visit.plan.id, period, visit.as_of)
    return shell.known("let in", lambda session, person: exceptions(session, person, *asked), period)


def show_let_in(period: Period) -> None:
    """That the person's unit is let in after the window has closed, and until when."""
    visit = shell.visit()
    for let_in in exceptions_at(period):
        if let_in.runs(visit.now):
            sentence = let_in_text(let_in.unit.name, let_in.closes_at)
            # Days by the calendar of Shanghai, as people count them.
            days = calendar_days(visit.now, let_in.closes_at)
            left = _("今天到期") if days == 0 else _("还剩{days}天").format(days=days)
            prose.line(_("{said}。").format(said=sentence + left), "ink", strong=True)


def _times(window: Window | None, state: WindowState, now: datetime) -> str:
    if window is None:
        return ""
    if state is WindowState.UPCOMING:
        return _(" · {at} 开放").format(at=moments.day_and_clock(window.opens_at))
    due, closes = moments.day_and_clock(window.due_at), moments.day_and_clock(window.closes_at)
    if state is WindowState.OPEN:
        return _(" · {due} 截止,{left}").format(due=due, left=time_left(window, now))
    if state is WindowState.OVERDUE:
        sentence = _(" · {due} 已截止,{left},{closes} 关闭")
        return sentence.format(due=due, left=time_left(window, now), closes=closes)
    return _(" · {at} 关闭").format(at=closes)
