"""The parts of 催报: who has what open, the messages, the printed list, what was sent."""

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from tracker.domain.language import bracketed, named
from tracker.domain.meetings.reporting import Listed
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.chasing import Kind, Message, OpenTarget, in_short, message_over_plans
from tracker.queries.chasing import Sent, ToChase
from tracker.queries.reminders import Reminder
from tracker.ui.frame import moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, plans, tables
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.parts.tables import Cell, Number, Row

KIND = "kind"  # in the address: the list of one kind; ?unit= that of one department
SENT = "sent"  # in the address: the message whose words are shown
_MOST_OPEN = 3  # so many messages stand open; more are unfolded one by one


def message_to(each: Reminder) -> Message:
    """What the department is told, as of the visit's moment."""
    visit = shell.visit()
    reminder = message_over_plans(
        each.dues, visit.now, shell.settings().base_url, is_one_of_several=bool(visit.plan_in_address)
    )
    assert reminder is not None, "a department that is listed has something open"
    return reminder


def overview_rows(listed: Sequence[Reminder], leaders: Sequence[Mapping[int, str]]) -> list[Row]:
    """One row a department; its numbers lead to the lists they count. ``leaders``: of each plan, by unit."""
    several = len(shell.visits_shown()) > 1
    led = {unit_id: names for each in leaders for unit_id, names in each.items()}
    return [
        {
            _("部门"): links.reporting_link(
                Listed.MISSING,
                named(each.unit.name),
                each.unit.id,
                period=each.about[0][1],
                plan=each.about[0][0],
            ),
            **({_("方案"): _("、").join(plan_called(plan) for plan, _at in each.about)} if several else {}),
            **({_("分管领导"): led.get(each.unit.id) or "—"} if any(led.values()) else {}),
            **{kind.word: _counted(each, kind) for kind in Kind},
            _("填报人"): _("、").join(each.clerks) or _("没有填报人账号"),
            _("上次催报"): _last(each.last),
        }
        for each in listed
    ]


def _counted(each: Reminder, kind: Kind) -> Cell:
    """The number, leading to the rows of the list that it counts."""
    count = each.count(kind)
    there = links.to("chase", view="list", unit=each.unit.id, kind=kind)
    return Link(str(count), there, is_number=True) if count else Number("0", is_pale=True)


def _last(last: Sent | None) -> str:
    return "—" if last is None else f"{moments.moment(last.at)} {last.channel.word}"


def choose(listed: Sequence[Reminder]) -> Sequence[Reminder]:
    """The departments to remind: those chosen, or all where none is."""
    by_id = {each.unit.id: each for each in listed}
    key = "chase-units"
    # Who has nothing open any more is no option: a choice kept from before would be an error.
    st.session_state[key] = [each for each in st.session_state.get(key, []) if each in by_id]
    chosen = st.multiselect(
        _("催报对象"),
        list(by_id),
        format_func=lambda unit_id: named(by_id[unit_id].unit.name),
        key=key,
        placeholder=_("全部部门;可选择其中几个"),
    )
    return [by_id[unit_id] for unit_id in chosen] or listed


def messages_html(chosen: Sequence[Reminder]) -> str:
    """The messages in full, each to be copied, or all of them at once."""
    title = _("催报消息 {n}条").format(n=len(chosen))
    everything = _copy_html(_("全部复制({n})").format(n=len(chosen)), "chase-text")
    is_open = " open" if len(chosen) <= _MOST_OPEN else ""
    return section_html(title, everything) + "".join(_message_html(each, is_open) for each in chosen)


def _message_html(each: Reminder, is_open: str) -> str:
    clerks = _("、").join(each.clerks) or _("没有填报人账号")
    emails = _("、").join(each.emails) or _("未填写邮箱")
    to = _("填报人:{clerks} · 邮箱:{emails}").format(clerks=clerks, emails=emails)
    own = f"chase-text-{each.unit.id}"
    return (
        f'<details class="chase-message"{is_open}>'
        f'<summary><span class="strong">{escape(named(each.unit.name))}</span> '
        f'<span class="small">{escape(to)}</span></summary>'
        f'<div class="chase-words"><pre class="chase-text {own}">{escape(message_to(each).text)}</pre>'
        f"{_copy_html(_('复制'), own)}</div></details>"
    )


def _copy_html(word: str, texts: str) -> str:
    """A button for web/copy.js: it copies what the class ``texts`` holds."""
    return (
        f'<button type="button" class="copies" data-copies="{texts}" data-copied="{escape(_("已复制"))}">'
        f"{escape(word)}</button>"
    )


def list_rows(listed: Sequence[Reminder]) -> list[Row]:
    """The printed list: one row for each thing that is open, of what the address asks for."""
    unit, kind = st.query_params.get(links.UNIT), st.query_params.get(KIND)
    visits = {visit.plan: visit for visit in plans.shown()}
    rows = []
    for plan, part in (pair for each in listed for pair in each.parts if pair[0] in visits):
        if unit in (None, str(part.unit.id)):
            with shell.about(visits[plan]):
                kinds = [one for one in Kind if kind in (None, one.value)]
                rows += [row for one in kinds for row in _rows_of(part, one)]
    return rows


def is_narrowed() -> bool:
    return links.UNIT in st.query_params or KIND in st.query_params


def _rows_of(each: ToChase, kind: Kind) -> list[Row]:
    due, word = each.due, each.due.word(kind, shell.visit().now)
    if kind is Kind.MATTERS:
        return [
            _list_row(
                each,
                word,
                links.matter_link(one.id, f"{one.code} {one.name}"),
                bracketed(in_short(one.decision), _("时限{day}").format(day=moments.day(one.due_on))),
            )
            for one in due.matters
        ]
    if kind is Kind.DIRECTIVES:
        return [
            _list_row(
                each,
                word,
                links.directive_link(one.id, one.name),
                bracketed(in_short(one.text), _("时限{day}").format(day=moments.day(one.due_on))),
            )
            for one in due.directives
        ]
    # A kind is named as the field that holds its targets.
    targets: tuple[OpenTarget, ...] = getattr(due, kind.value)
    return [
        _list_row(
            each,
            word,
            Link(f"{one.code} {one.name}", links.target_address(one.code)),
            in_short(one.note),
        )
        for one in targets
    ]


def _list_row(each: ToChase, kind: str, what: Link, note: str) -> Row:
    plan = plans.short(shell.visit().plan) if len(shell.visits_shown()) > 1 else ""
    return {
        _("部门"): named(each.unit.name),
        **({_("方案"): plan} if plan else {}),
        _("情况"): kind,
        _("目标"): what,
        _("说明"): note or "—",
        _("填报人"): _("、").join(each.due.clerks) or "—",
    }


def history_html(went: Sequence[Sent]) -> str:
    """What was sent at the period, and the words of the message that the address asks for."""
    asked = st.query_params.get(SENT)
    words = "".join(
        f'<div class="chase-words"><pre>{escape(each.text)}</pre></div>'
        for each in went
        if str(each.id) == asked
    )
    return words + tables.table_html(
        [_history_row(each) for each in went], _("催报记录"), width=860, stacks=True
    )


def _history_row(each: Sent) -> Row:
    return {
        _("时间"): moments.moment(each.at),
        _("部门"): named(each.unit.name),
        _("方式"): each.channel.word,
        _("收件人"): each.recipients or "—",
        _("发送人"): each.by or _("定时任务"),
        _("结果"): each.error or _("已发送"),
        _("消息"): Link(_("原文"), links.to("chase", view="log", **{SENT: each.id})),
    }
