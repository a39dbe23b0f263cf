"""The parts of 需协调事项: the agenda as tables and in full, and one matter with what followed it."""

from collections.abc import Iterable, Sequence
from datetime import date

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.measure.period import SHANGHAI
from tracker.domain.progress.scorecard import Score, UnitRef
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import progress
from tracker.domain.workflow.chasing import in_short
from tracker.domain.workflow.matters import AskedOf, MatterLine, MatterState, MatterStepLine, Step
from tracker.queries.matters import by_due_date
from tracker.ui.frame import address, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.prose import literal
from tracker.ui.parts import badges, facts, links
from tracker.ui.parts.links import Link
from tracker.ui.parts.tables import Row

MATTER, STATE = "matter", "state"  # in the address
_STATE, _UNIT = "matters-state", "matters-unit"
_EVERY = "all"
_HANDWRITING = "\n\n"  # room for a decision on the printed agenda


def choose(listed: Sequence[MatterLine]) -> list[MatterLine]:
    """The list narrowed by state and, where several departments are in it, by department."""
    states = {_EVERY: _("全部"), **{state.value: state.word for state in MatterState}}
    address.follow(STATE, _STATE, list(states), _EVERY)
    units = {_EVERY: _("全部部门")} | {str(unit.id): unit.name for each in listed for unit in _units(each)}
    address.follow(links.UNIT, _UNIT, list(units), _EVERY)
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        state = st.segmented_control(
            _("状态"),
            list(states),
            format_func=lambda name: states[name],
            key=_STATE,
            required=True,
            on_change=address.put,
            args=(STATE, _STATE),
            label_visibility="collapsed",
        )
        unit = st.selectbox(
            _("部门"),
            list(units),
            format_func=lambda key: units[key],
            key=_UNIT,
            on_change=address.put,
            args=(links.UNIT, _UNIT),
            label_visibility="collapsed",
            width=220,
        )
    return [
        each
        for each in listed
        if state in (_EVERY, each.state.value) and unit in (_EVERY, *(str(one.id) for one in _units(each)))
    ]


def _units(line: MatterLine) -> list[UnitRef]:
    """Who raised it, who is asked, who works on it."""
    return [unit for unit in (line.unit, line.asked_unit, line.responsible) if unit is not None]


def sections(listed: Iterable[MatterLine]) -> list[tuple[str, list[MatterLine]]]:
    """In the order of the agenda: what waits for a decision, by whom; what is worked on; what is over."""
    lines = list(listed)
    waiting = [each for each in lines if each.state is MatterState.RAISED]
    by_asked = [
        (_("待议定 · 提请{whom}").format(whom=whom.word), [each for each in waiting if each.asked_of is whom])
        for whom in AskedOf
    ]
    closed = [each for each in lines if each.state is MatterState.CLOSED]
    withdrawn = [each for each in lines if each.state is MatterState.WITHDRAWN]
    working = (_("办理中"), list(by_due_date(lines)))
    # What is over comes in the order in which it was raised: the newest is read first.
    over = [(_("已销号"), closed[::-1]), (_("已撤回"), withdrawn[::-1])]
    return [(title, rows) for title, rows in (*by_asked, working, *over) if rows]


def rows_of(lines: Iterable[MatterLine]) -> list[Row]:
    return [_row(line) for line in lines]


def _row(line: MatterLine) -> Row:
    score = score_of(line)
    row: Row = {
        _("编号"): links.matter_link(line.id, str(line.id)),
        _("目标"): f"{line.code} {line.target_name}",
        _("目标进展"): "—" if score is None else labelled(score.status).replace(" ", "\u00a0"),
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


def show_agenda(lines: Sequence[MatterLine]) -> None:
    """Every matter in full, for the meeting and for paper."""
    for title, group in sections(lines):
        st.subheader(literal(bracketed(title, len(group))), anchor=False)
        for line in group:
            with st.container(border=True, key=f"paper-card-{line.id}"):
                st.markdown(f"**{literal(f'{number(line)} · {line.code} {line.target_name}')}**")
                facts.listed(_facts(line))


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


def show(line: MatterLine) -> None:
    """One matter: its target's figure, what is asked, and every step that followed."""
    st.subheader(literal(f"{number(line)} · {line.target_name}"), anchor=False)
    st.caption(literal(f"{line.state.word} · {line.code} · {line.period.label}"))
    score = score_of(line)
    if score is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            badges.badge(score.status)
            st.text(progress(score, line.period))
        there = links.target_address(line.code, line.period)
        st.html(links.link_html(Link(_("打开目标"), there)))
    facts.listed(
        [
            (_("提出单位"), f"{line.unit.name} · {line.raised_by} · {moments.moment(line.raised_at)}"),
            (_("遇到的困难"), line.obstacle),
            (_("提请协调"), line.request),
            (_("提请对象"), asked(line)),
        ]
    )
    for step in line.steps:
        _show_step(step, line)


def _show_step(step: MatterStepLine, line: MatterLine) -> None:
    in_force = step is line.decision
    with st.container(border=True):
        prose.line(f"{step.step.word} · {step.by} · {moments.moment(step.at)}", "ink", strong=True)
        st.text(step.text)
        if step.step is Step.DECIDED and step.due_on is not None:
            until = deadline(line) if in_force else moments.day(step.due_on)
            replaced = "" if in_force else _("(已由后来的议定替代)")
            sentence = _("承办单位:{unit} · 办结时限:{until}{replaced}")
            tone = "accent" if in_force and line.is_overdue(_today()) else "ink"
            prose.line(sentence.format(unit=_unit(step), until=until, replaced=replaced), tone)
