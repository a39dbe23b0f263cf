"""The parts of 需协调事项: the agenda as tables and in full, and one matter with what followed it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.progress.scorecard import Score, UnitRef
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import progress
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.chasing import in_short
from tracker.domain.workflow.matters import AskedOf, MatterLine, MatterState, MatterStepLine, Step
from tracker.queries.matters import by_due_date
from tracker.ui.frame import address, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import badges, bars, facts, links, plans, tables
from tracker.ui.parts.links import Link
from tracker.ui.parts.tables import Row

Placed = tuple[Visit, MatterLine]  # with the plan that it stands in
MATTER, STATE, AGENDA = "matter", "state", "agenda"  # in the address
_UNIT = "matters-unit"
_EVERY = "all"
_HANDWRITING = "\n\n"  # room for a decision on the printed agenda


def choose_plan(visits: Sequence[Visit], counts: Mapping[str, int]) -> None:
    """全部方案 3, 承接方案 2 …, where several are open; ``counts`` by code."""
    kept = {name: st.query_params.get(name) for name in (STATE, AGENDA, links.UNIT)}
    if choice := plans.choice_html("matters", counts, visits, **kept):
        st.html(choice)


def choose(listed: Sequence[MatterLine]) -> list[MatterLine]:
    """The list narrowed by state and, where several departments are in it, by department."""
    units = {_EVERY: _("全部部门")} | {str(unit.id): unit.name for each in listed for unit in _units(each)}
    address.follow(links.UNIT, _UNIT, list(units), _EVERY)
    unit = st.session_state[_UNIT]
    of_unit = [each for each in listed if unit in (_EVERY, *(str(one.id) for one in _units(each)))]
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="matters-choice"):
        st.html(_choices_html(of_unit), width="content")
        st.selectbox(
            _("部门"),
            list(units),
            format_func=lambda key: units[key],
            key=_UNIT,
            on_change=address.put,
            args=(links.UNIT, _UNIT),
            label_visibility="collapsed",
            width=200,
        )
    state = _state_asked()
    return [each for each in of_unit if state in (_EVERY, each.state.value)]


def _state_asked() -> str:
    asked = st.query_params.get(STATE, _EVERY)
    return asked if asked in list(MatterState) else _EVERY


def _choices_html(listed: Sequence[MatterLine]) -> str:
    """待决定 1 | 办理中 1 | 已办结 1, and the list or every matter in full."""
    counts = Counter(each.state for each in listed)
    words = {_EVERY: _("全部 {n}").format(n=len(listed))}
    words |= {
        state.value: f"{state.word} {counts[state]}"
        for state in MatterState
        if state is not MatterState.WITHDRAWN or counts[state] or _state_asked() == state
    }
    states = {
        key: Link(word, links.same_page(**{STATE: "" if key == _EVERY else key}))
        for key, word in words.items()
    }
    looks = {
        "": Link(_("清单"), links.same_page(**{AGENDA: ""})),
        "true": Link(_("议程全文"), links.same_page(**{AGENDA: True})),
    }
    return (
        f'<div class="office-choice">{bars.choice_html(_("状态"), states, _state_asked())} '
        f"{bars.choice_html(_('显示'), looks, 'true' if in_full() else '')}</div>"
    )


def in_full() -> bool:
    """Whether every matter is shown in full, as the meeting has it on paper."""
    return st.query_params.get(AGENDA) == "true"


def _units(line: MatterLine) -> list[UnitRef]:
    """Who raised it, who is asked, who works on it."""
    return [unit for unit in (line.unit, line.asked_unit, line.responsible) if unit is not None]


def _sections(listed: Iterable[MatterLine]) -> list[tuple[str, list[MatterLine]]]:
    """In the order of the agenda: what waits for a decision, by whom; what is worked on; what is over."""
    lines = list(listed)
    waiting = [each for each in lines if each.state is MatterState.RAISED]
    by_asked = [
        (_("待决定 · 提请{whom}").format(whom=whom.word), [each for each in waiting if each.asked_of is whom])
        for whom in AskedOf
    ]
    closed = [each for each in lines if each.state is MatterState.CLOSED]
    withdrawn = [each for each in lines if each.state is MatterState.WITHDRAWN]
    working = (_("办理中"), list(by_due_date(lines)))
    # What is over comes in the order in which it was raised: the newest is read first.
    over = [(_("已办结"), closed[::-1]), (_("已撤回"), withdrawn[::-1])]
    return [(title, rows) for title, rows in (*by_asked, working, *over) if rows]


def list_html(shown: Sequence[Placed], *, with_plan: bool) -> str:
    """A table for each section of the agenda."""
    of = {line.id: visit for visit, line in shown}
    html = ""
    for title, group in _sections(line for _visit, line in shown):
        rows = []
        for line in group:
            with shell.about(of[line.id]):
                rows.append(_row(line, with_plan=with_plan))
        html += bars.section_html(bracketed(title, len(group)))
        html += tables.table_html(rows, title, width=980, stacks=True)
    return html


def _row(line: MatterLine, *, with_plan: bool) -> Row:
    score = score_of(line)
    row: Row = {
        _("编号"): links.matter_link(line.id, str(line.id)),
        _("目标"): links.matter_link(line.id, f"{line.code} {line.target_name}"),
        **({_("方案"): plan_called(shell.visit().plan)} if with_plan else {}),
        _("目标进展"): "—" if score is None else score.status,
        _("提出单位"): line.unit.name,
    }
    if line.state is MatterState.RAISED:
        row[_("遇到的困难")] = in_short(line.obstacle)
    row[_("提请协调")] = in_short(line.request)
    if line.state is MatterState.RAISED:
        return row | {_("提请对象"): asked(line)}
    if line.decision is not None:
        row |= {_("议定意见"): in_short(line.decision.text), _("承办单位"): _unit(line.decision)}
    if line.end is not None:
        return row | {
            line.end.step.text_name: in_short(line.end.text),
            _("日期"): moments.moment(line.end.at),
        }
    return row | {_("办结时限"): deadline(line)}


def number(line: MatterLine) -> str:
    return _("第{id}号").format(id=line.id)


def asked(line: MatterLine) -> str:
    return line.asked_of.word if line.asked_unit is None else line.asked_unit.name


def deadline(line: MatterLine) -> str:
    """2025年10月20日, and by how much it is overdue."""
    if line.due_on is None:
        return "—"
    days = (_today() - line.due_on).days
    late = _("(已逾期{n}天)").format(n=days) if line.is_overdue(_today()) else ""
    return f"{moments.day(line.due_on)}{late}"


def _today() -> date:
    return shell.visit().now.astimezone(SHANGHAI).date()


def _unit(step: MatterStepLine) -> str:
    return "—" if step.responsible is None else step.responsible.name


def score_of(line: MatterLine) -> Score | None:
    """The target at the matter's quarter; None where it is not the person's to see."""
    return shell.card(line.period, include_unapproved=True).of(line.target_id)


def agenda_html(shown: Sequence[Placed], *, with_plan: bool) -> str:
    """Every matter in full, for the meeting and for paper."""
    of = {line.id: visit for visit, line in shown}
    html = ""
    for title, group in _sections(line for _visit, line in shown):
        html += bars.section_html(bracketed(title, len(group)))
        for line in group:
            with shell.about(of[line.id]):
                html += _in_full_html(line, with_plan=with_plan)
    return html


def _in_full_html(line: MatterLine, *, with_plan: bool) -> str:
    plan = f" · {plan_called(shell.visit().plan)}" if with_plan else ""
    title = escape(f"{number(line)} · {line.code} {line.target_name}{plan}")
    return f'<article class="matter-in-full"><h3>{title}</h3>{facts.listed_html(_facts(line))}</article>'


def _facts(line: MatterLine) -> list[tuple[str, str]]:
    score = score_of(line)
    reading = "" if score is None else f"{labelled(score.status)} · {progress(score, line.period)}"
    rows = [
        (_("目标进展"), reading),
        (_("提出单位"), f"{line.unit.name} · {line.raised_by} · {moments.moment(line.raised_at)}"),
        (_("遇到的困难"), line.obstacle),
        (_("提请协调"), line.request),
        (_("提请对象"), asked(line)),
    ]
    if line.decision is None:
        return [*rows, (_("议定意见"), _HANDWRITING)] if line.state is MatterState.RAISED else rows
    rows += [
        (_("议定意见"), line.decision.text),
        (_("承办单位"), _unit(line.decision)),
        (_("办结时限"), deadline(line)),
    ]
    return rows if line.end is None else [*rows, (line.end.step.text_name, line.end.text)]


def matter_html(line: MatterLine) -> str:
    """One matter: its target's figure, what is asked, and every step that followed."""
    about = f"{line.state.word} · {line.code} · {line.period.label}"
    head = f"<h2>{escape(f'{number(line)} · {line.target_name}')}</h2><div class='note'>{escape(about)}</div>"
    score = score_of(line)
    if score is not None:
        there = Link(_("打开目标"), links.target_address(line.code, line.period))
        head += (
            f'<div class="matter-figure">{badges.status_html(score.status)}'
            f"<span>{escape(progress(score, line.period))}</span>{links.link_html(there, 'go')}</div>"
        )
    asks = facts.listed_html(
        [
            (_("提出单位"), f"{line.unit.name} · {line.raised_by} · {moments.moment(line.raised_at)}"),
            (_("遇到的困难"), line.obstacle),
            (_("提请协调"), line.request),
            (_("提请对象"), asked(line)),
        ]
    )
    steps = "".join(_step_html(step, line) for step in line.steps)
    return f'<article class="matter">{head}{asks}<ol class="matter-steps">{steps}</ol></article>'


def _step_html(step: MatterStepLine, line: MatterLine) -> str:
    in_force = step is line.decision
    head = f"{step.step.word} · {step.by} · {moments.moment(step.at)}"
    below = ""
    if step.step is Step.DECIDED and step.due_on is not None:
        until = deadline(line) if in_force else moments.day(step.due_on)
        replaced = "" if in_force else _("(已由后来的议定替代)")
        sentence = _("承办单位:{unit} · 办结时限:{until}{replaced}")
        look = ' class="strong"' if in_force and line.is_overdue(_today()) else ""
        words = escape(sentence.format(unit=_unit(step), until=until, replaced=replaced))
        below = f"<div{look}>{words}</div>"
    typed = f'<div class="typed">{escape(step.text)}</div>'
    return f'<li><div class="small">{escape(head)}</div>{typed}{below}</li>'
