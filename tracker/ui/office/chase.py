"""The parts of 催报: who has what open, the messages, the printed list, what was sent."""

from collections.abc import Sequence

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.meetings.reporting import Listed
from tracker.domain.workflow.chasing import Kind, Message, OpenTarget, in_short, message
from tracker.queries.chasing import Sent, ToChase
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.prose import literal
from tracker.ui.parts import links, tables
from tracker.ui.parts.links import Link
from tracker.ui.parts.tables import Cell, Number, Row

KIND = "kind"  # in the address: the list of one kind; ?unit= that of one department


def message_to(each: ToChase) -> Message:
    """What the department is told, as of the visit's moment."""
    visit = shell.visit()
    reminder = message(
        each.due,
        visit.now,
        shell.settings().base_url,
        visit.plan,
        is_one_of_several=bool(visit.plan_in_address),
    )
    assert reminder is not None, "a department that is listed has something open"
    return reminder


def overview_rows(listed: Sequence[ToChase]) -> list[Row]:
    """One row a department; its numbers lead to the lists they count."""
    return [
        {
            _("部门"): links.reporting_link(Listed.MISSING, each.unit.name, each.unit.id),
            **{kind.word: _counted(each, kind) for kind in Kind},
            _("填报人"): _("、").join(each.due.clerks) or _("没有填报人账号"),
            _("上次催报"): _last(each.last),
        }
        for each in listed
    ]


def _counted(each: ToChase, kind: Kind) -> Cell:
    """The number, leading to the rows of the list that it counts."""
    count = each.due.count(kind)
    there = links.to("chase", view="list", unit=each.unit.id, kind=kind)
    return Link(str(count), there, is_number=True) if count else Number("—")


def _last(last: Sent | None) -> str:
    return "—" if last is None else f"{moments.moment(last.at)} {last.channel.word}"


def choose(listed: Sequence[ToChase]) -> list[ToChase]:
    """The departments to remind, none at first."""
    by_id = {each.unit.id: each for each in listed}
    key = "chase-units"
    # Who has nothing open any more is no option: a choice kept from before would be an error.
    st.session_state[key] = [each for each in st.session_state.get(key, []) if each in by_id]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.multiselect(
            _("催报对象"),
            list(by_id),
            format_func=lambda unit_id: by_id[unit_id].unit.name,
            key=key,
            placeholder=_("选择一个或多个部门"),
        )
        st.button(_("全选"), on_click=_choose_all, args=(key, list(by_id)), width=90)
    return [by_id[unit_id] for unit_id in chosen]


def _choose_all(key: str, unit_ids: list[int]) -> None:
    st.session_state[key] = unit_ids


def show_messages(chosen: Sequence[ToChase]) -> None:
    for department in chosen:
        reminder = message_to(department)
        clerks = _("、").join(department.due.clerks) or _("没有填报人账号")
        emails = _("、").join(department.emails) or _("未填写邮箱")
        with st.container(border=True):
            st.markdown(f"**{literal(department.unit.name)}**")
            prose.line(_("填报人:{clerks} · 邮箱:{emails}").format(clerks=clerks, emails=emails))
            st.code(reminder.text, language=None, wrap_lines=True)


def list_rows(listed: Sequence[ToChase]) -> list[Row]:
    """The printed list: one row for each thing that is open, of what the address asks for."""
    unit, kind = st.query_params.get(links.UNIT), st.query_params.get(KIND)
    return [
        row
        for each in listed
        if unit in (None, str(each.unit.id))
        for one in Kind
        if kind in (None, one.value)
        for row in _rows_of(each, one)
    ]


def is_narrowed() -> bool:
    return links.UNIT in st.query_params or KIND in st.query_params


def widen() -> None:
    for name in (links.UNIT, KIND):
        st.query_params.pop(name, None)


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
    return {
        _("部门"): each.unit.name,
        _("情况"): kind,
        _("目标"): what,
        _("说明"): note or "—",
        _("填报人"): _("、").join(each.due.clerks) or "—",
    }


def history_rows(went: Sequence[Sent]) -> list[Row]:
    return [
        {
            _("时间"): moments.moment(each.at),
            _("部门"): each.unit.name,
            _("方式"): each.channel.word,
            _("收件人"): each.recipients or "—",
            _("发送人"): each.by or _("定时任务"),
            _("结果"): each.error or _("已发送"),
        }
        for each in went
    ]


def show_history(went: Sequence[Sent]) -> None:
    """What was sent at the quarter, and the words of one message."""
    if not went:
        prose.empty(_("还没有催报记录"), _("复制发送、邮件和群机器人发送的催报都会留在这里。"))
        return
    tables.table(history_rows(went), _("催报记录"), width=860)
    by_id = {each.id: each for each in went}
    chosen = st.selectbox(
        _("查看原文"),
        list(by_id),
        index=None,
        placeholder=_("选择一条记录"),
        key="chase-sent",
        format_func=lambda key: f"{moments.moment(by_id[key].at)} · {by_id[key].unit.name}",
    )
    if chosen is not None:
        st.code(by_id[chosen].text, language=None, wrap_lines=True)
