"""The parts of 操作日志: the filter, which stands in the address; the page's rows; the chain."""

import re
from datetime import date

import streamlit as st

from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import parse_period
from tracker.domain.meetings.audit_trail import AuditFilter, Kind, detail_lines, filter_asked, in_one_line
from tracker.queries.audit import AuditChoices, AuditLine, AuditPage, ChainCheck, ChainHead, check_chain
from tracker.ui.frame import address, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.tables import Row

PAGE = "p"
_EVERYTHING = ""
_HASH = re.compile(r"\b([0-9a-f]{12})[0-9a-f]{52}\b")


def wanted() -> AuditFilter:
    """The filter of the address."""
    return filter_asked(address.seen())


def ask(wanted: AuditFilter, choices: AuditChoices) -> None:
    """The fields to change it."""
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        _ask_day("since", _("起始日期"), wanted.since)
        _ask_day("until", _("截止日期"), wanted.until)
        _ask_choice("who", _("操作人"), choices.actors)
        _ask_choice("kind", _("类别"), {kind.value: kind.word for kind in Kind})
        _ask_choice("action", _("操作"), {action: action for action in choices.actions})
        st.session_state[_key("subject")] = wanted.subject
        st.text_input(
            _("对象"),
            key=_key("subject"),
            on_change=_put,
            args=("subject",),
            max_chars=200,
            placeholder=_("目标编号、姓名、单位等"),
            width=200,
        )


def page_asked() -> int:
    text = st.query_params.get(PAGE, "1")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else 1


def show_moves(page: AuditPage) -> None:
    """Where in the trail the page stands, and the ways on."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("上一页"),
            icon=":material/chevron_left:",
            disabled=page.number <= 1,
            on_click=_turn,
            args=(page.number - 1,),
        )
        st.caption(
            _("第{number}/{pages}页,共{total}条").format(
                number=page.number, pages=page.pages, total=f"{page.total:,}"
            ),
            width="content",
        )
        st.button(
            _("下一页"),
            icon=":material/chevron_right:",
            disabled=page.number >= page.pages,
            on_click=_turn,
            args=(page.number + 1,),
        )


def rows(page: AuditPage, units: dict[int, str]) -> list[Row]:
    def said(line: AuditLine) -> str:
        """A sign-in's address stands in its own column."""
        details = detail_lines(line.detail, units)
        return in_one_line(tuple(each for each in details if each != (_("来源地址"), line.address)))

    return [
        {
            _("编号"): str(line.id),
            _("时间"): moments.moment(line.at),
            _("操作人"): line.actor,
            _("操作"): line.action,
            _("对象"): _subject(line.subject),
            _("内容"): _HASH.sub(r"\1…", said(line)) or "—",
            _("来源地址"): line.address or "—",
        }
        for line in page.lines
    ]


def _subject(text: str) -> str | links.Link:
    """A target's period leads there."""
    code, _between, period = text.rpartition(" ")
    try:
        parse_period(period)
    except BadInput:
        return text
    return links.Link(text, links.to("target", code=code, q=period))


def export_address(wanted: AuditFilter, as_of: date | None) -> str:
    """The route that gives exactly what is shown; looking back, up to that day."""
    asked = wanted.asked
    if as_of is not None:
        asked["until"] = min(asked.get("until", as_of.isoformat()), as_of.isoformat())
    return links.audit_file(asked)


def show_chain(head: ChainHead) -> None:
    """How long the chain is, its head to copy, and a check of every link."""
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption(_("日志链共{rows}条,末端").format(rows=f"{head.rows:,}"), width="content")
        with st.popover(f"{head.sha256[:12]}…", help=_("与会议材料上印的末端核对,可知日志有没有被改动")):
            st.code(head.sha256, language=None, wrap_lines=True)
        if st.button(_("核验日志链"), icon=":material/verified:"):
            _show_check(shell.read(check_chain))


def _show_check(check: ChainCheck) -> None:
    if not check.broken and not check.lost:
        sentence = _("已逐条核验{rows}条:首尾相接,与已定稿会议材料上的末端一致。")
        prose.line(sentence.format(rows=f"{check.head.rows:,}"), "ink", strong=True)
        return
    if check.broken:
        listed = _("、").join(map(str, check.broken[:20]))
        sentence = _("有{count}条与前面的记录不衔接,编号:{listed}。请保留数据库备份并查明原因。")
        prose.box(sentence.format(count=len(check.broken), listed=listed), "ink")
    if check.lost:
        sentence = _("会议材料 {listed} 上的日志末端已不在原处:日志可能被截断或重做过。")
        prose.box(sentence.format(listed=_("、").join(check.lost)), "ink")


def _ask_day(name: str, label: str, text: str) -> None:
    st.session_state[_key(name)] = date.fromisoformat(text) if text else None
    st.date_input(
        label,
        value=None,
        key=_key(name),
        on_change=_put,
        args=(name,),
        format="YYYY-MM-DD",
        min_value=date(1900, 1, 1),
        width=145,
    )


def _ask_choice(name: str, label: str, options: dict[str, str]) -> None:
    asked = st.query_params.get(name, _EVERYTHING)
    # What the address asks for is offered even where nothing in the trail has it.
    names = {asked: asked, _EVERYTHING: _("全部"), **options}
    st.session_state[_key(name)] = asked
    st.selectbox(
        label,
        list(names),
        format_func=lambda each: names[each],
        key=_key(name),
        on_change=_put,
        args=(name,),
        filter_mode="contains",
        width=180,
    )


def _put(name: str) -> None:
    """What was chosen goes into the address; the list starts again from its first page."""
    chosen = st.session_state[_key(name)]
    st.query_params.pop(PAGE, None)
    if chosen:
        st.query_params[name] = chosen.isoformat() if isinstance(chosen, date) else chosen
    else:
        st.query_params.pop(name, None)


def _turn(number: int) -> None:
    st.query_params[PAGE] = str(number)


def _key(name: str) -> str:
    return f"audit_{name}"
