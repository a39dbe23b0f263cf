"""批示 on the pages of what they are about: the list, read as one element, and what a person can do there.

What is opened stands in the address: ?directive=12 one of them, with &act=answered the form of a step, and
?write=T33-05 the form of a new one on that target, area or snapshot; on every page that shows them.
"""

from collections.abc import Sequence
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.domain.language import with_colon
from tracker.domain.measure.period import SHANGHAI, Period
from tracker.domain.progress.scorecard import AreaRef, Score
from tracker.domain.sentences.directives import answered_by
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.directive import About, DirectiveLine, DirectiveStepLine, Step, by_urgency
from tracker.queries.directives import directives
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import bars, directive_forms, links
from tracker.ui.parts.directive_forms import ACT, WRITE, Subject
from tracker.ui.parts.links import DIRECTIVE, Link, link_html

Placed = tuple[Visit, DirectiveLine]  # with the plan that it stands in


def all_of_plan() -> tuple[DirectiveLine, ...]:
    """All that the person may see, what is overdue first."""
    visit = shell.visit()
    return shell.known("directives", lambda s, p: by_urgency(directives(s, p, visit.plan, as_of=visit.as_of)))


def show_on_target(score: Score) -> None:
    target = score.target
    _show(Subject(About.TARGET, target.code, shell.period(), target.lead.name))


def show_on_area(area: AreaRef) -> None:
    to = area.lead.name if area.lead else _("市府办")
    _show(Subject(About.AREA, str(area.number), shell.period(), to))


def show_on_snapshot(number: str, period: Period) -> None:
    """Below the list of materials, whose rows have the links to write one."""
    _show(Subject(About.SNAPSHOT, number, period, _("市府办")), named=number)


def may_write() -> bool:
    visit = shell.visit()
    return visit.admits(Action.WRITE_DIRECTIVE) and allowed(visit.person.role, Action.WRITE_DIRECTIVE)


def writing_link(key: str) -> Link:
    return Link(_("写批示"), links.same_page(**{WRITE: key, DIRECTIVE: "", ACT: ""}))


def _show(subject: Subject, named: str = "") -> None:
    """Nothing where there are none and the person writes none.

    ``named``: what they are about, in the title, where a page has several and offers the writing itself.
    """
    if not allowed(shell.visit().person.role, Action.SEE_DIRECTIVES):
        return
    lines = [line for line in all_of_plan() if (line.about, line.key) == (subject.about, subject.key)]
    is_writing = may_write() and st.query_params.get(WRITE) == subject.key
    is_offered = may_write() and not is_writing and not named
    if not (lines or is_writing or is_offered):
        return
    beside = link_html(writing_link(subject.key), "go") if is_offered else ""
    title = " ".join(filter(None, (named, _("批示"), str(len(lines) or ""))))
    head = bars.section_html(title, beside) if lines or is_writing else beside
    if is_writing:
        st.html(head)
        directive_forms.show_writing(subject)
        head = ""
    show_list([(shell.visit(), line) for line in lines], head)


def over(visits: Sequence[Visit]) -> list[Placed]:
    """All of some plans that the person may see, what is overdue first."""
    placed: dict[int, Visit] = {}
    lines: list[DirectiveLine] = []
    for each in visits:
        with shell.about(each):
            of_plan = all_of_plan()
        placed |= {line.id: each for line in of_plan}
        lines += of_plan
    return [(placed[line.id], line) for line in by_urgency(lines)]


def show_list(
    lines: Sequence[Placed], head: str = "", *, is_named: bool = False, with_plan: bool = False
) -> None:
    """The directives one below the other, and below the one that is opened the form of its step.

    ``head``: HTML above them. ``is_named``: each under the name of what it is about, and ``with_plan`` of
    its plan.
    """
    clicks.show_done()
    opened = st.query_params.get(DIRECTIVE, "")
    act = st.query_params.get(ACT, "")
    before: list[str] = [head]
    for visit, line in lines:
        with shell.about(visit):
            before.append(_in_full_html(line, is_named=is_named, with_plan=with_plan))
            if str(line.id) == opened and act in _steps(line):
                st.html("".join(before))
                directive_forms.show_step(line, Step(act))
                before = []
    if any(before):
        st.html("".join(before))


def show_open(visits: Sequence[Visit] = ()) -> None:
    """What a meeting has before it: those that are not closed, each with the way to it; nothing for none.

    ``visits``: of which plans, where not of the one that is looked at.
    """
    lines = [(visit, line) for visit, line in over(visits or [shell.visit()]) if line.end is None]
    if lines:
        every = link_html(Link(_("全部批示"), links.to("directives")), "go")
        head = bars.section_html(f"{_('未销号的批示')} {len(lines)}", every)
        st.html(head + _briefs_html(lines, _("查看"), with_plan=len(visits) > 1))


def show_waiting() -> None:
    """What waits for this person's answer, above the other work of their unit; nothing for none."""
    visits, person = shell.visits_of_any_period(), shell.visit().person
    lines = [(visit, line) for visit, line in over(visits) if line.waits_for(person)]
    if lines:
        rows = _briefs_html(lines, Step.ANSWERED.word, act=Step.ANSWERED, with_plan=len(visits) > 1)
        st.html(bars.section_html(f"{_('批示')} {len(lines)}") + rows)


def _briefs_html(lines: Sequence[Placed], word: str, *, act: str = "", with_plan: bool) -> str:
    """The leader's latest word and the answer to it, each with a link."""
    rows = []
    for visit, line in lines:
        with shell.about(visit):
            there = links.directive_link(line.id, word, act=act)
        words = [line.latest_text]
        words += [] if line.answer is None else [with_colon(Step.ANSWERED.word, line.answer.text)]
        plan = _note_html(plan_called(visit.plan)) if with_plan else ""
        rows.append(_article_html(line, escape(line.name) + plan, link_html(there, "go"), words))
    return "".join(rows)


def _article_html(line: DirectiveLine, name: str, acts: str, words: Sequence[str], steps: str = "") -> str:
    """``name``, ``acts`` and ``steps`` are HTML."""
    by = _("{by} {day}批示 · {unit}答复").format(
        by=line.by, day=moments.day(moments.day_of(line.at)), unit=answered_by(line)
    )
    said = "".join(f'<p class="words">{escape(text)}</p>' for text in words)
    name = name and f'<span class="name">{name}</span>'
    return (
        f'<article class="directive"><div class="title"><span class="tag">{escape(line.state.word)}</span>'
        f'{name}<span class="by">{escape(by)}</span>'
        f'<span class="due">{_due_html(line)}</span><span class="acts">{acts}</span></div>'
        f"{said}{steps}</article>"
    )


def _in_full_html(line: DirectiveLine, *, is_named: bool, with_plan: bool) -> str:
    """One with everything that followed it, and the ways to what the person may do about it."""
    acts = "".join(link_html(Link(step.word, _there(line, step)), "go") for step in _steps(line))
    steps = "".join(_step_html(step) for step in line.steps)
    name = _name_html(line) if is_named else ""
    name += _note_html(plan_called(shell.visit().plan)) if with_plan else ""
    return _article_html(line, name, acts, [line.text], steps)


def _there(line: DirectiveLine, step: Step) -> str:
    """The form of a step, where the directive stands."""
    return links.same_page(**{DIRECTIVE: line.id, ACT: step, WRITE: ""} | links.beside())


def _steps(line: DirectiveLine) -> tuple[Step, ...]:
    """What the person may do now; the past is only read."""
    visit = shell.visit()
    return line.steps_of(visit.person) if visit.admits(Action.ANSWER_DIRECTIVE) else ()


def _name_html(line: DirectiveLine) -> str:
    """A link to what it is about, and which kind of thing that is."""
    match line.about:
        case About.TARGET:
            subject = links.target_address(line.key, line.period)
        case About.AREA:
            subject = links.group_address(links.AREA, line.key)
        case About.SNAPSHOT:
            subject = links.to("meeting")
    return link_html(Link(line.name, subject)) + _note_html(line.about.word)


def _note_html(text: str) -> str:
    return f' <span class="note">{escape(text)}</span>'


def _due_html(line: DirectiveLine) -> str:
    """2025年10月20日前答复, and by how much it is overdue; nothing once it is answered."""
    if line.answer is not None or line.end is not None:
        return ""
    until, today = escape(_("{day}前答复").format(day=moments.day(line.due_on))), _today()
    if not line.is_overdue(today):
        return until
    late = _("已逾期{n}天").format(n=(today - line.due_on).days)
    return f"{until} <strong>{escape(late)}</strong>"


def _step_html(step: DirectiveStepLine) -> str:
    until = "" if step.due_on is None else " · " + _("{day}前答复").format(day=moments.day(step.due_on))
    who = f"{step.by} · {moments.moment(step.at)}{until}"
    return (
        f'<div class="directive-step"><strong>{escape(step.step.word)}</strong>'
        f' <span class="note">{escape(who)}</span><p class="words">{escape(step.text)}</p></div>'
    )


def _today() -> date:
    return shell.visit().now.astimezone(SHANGHAI).date()
