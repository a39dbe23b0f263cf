"""The office's list: what waits, unit by unit beside today's path; agreed to or sent back many at a click."""

from collections.abc import Callable
from itertools import groupby

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.workflow.approval import Refused
from tracker.queries.stated_paths import PathRow, Statement
from tracker.services import stated_paths
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import clauses, register_filters, tables
from tracker.ui.paths import parts

_NOTE = "paths-return-note"


def show(rows: tuple[PathRow, ...]) -> None:
    """``rows``: those whose newest statement waits."""
    st.subheader(_("待同意 {n}项").format(n=len(rows)), anchor=False)
    unit = register_filters.department({each.target.lead.id: each.target.lead.name for each in rows})
    shown = (each for each in rows if unit in (None, each.target.lead.id))
    _show_list(tuple(sorted(shown, key=lambda each: each.target.lead.id)))


@st.fragment
def _show_list(shown: tuple[PathRow, ...]) -> None:
    clicks.follow(parts.CLICKS)
    clicks.show(parts.CLICKS)
    prose.line(_("已全部选中。不同意的取消选中;要退回的只选中它们,并写明意见。"))
    for unit, group in groupby(shown, key=lambda each: each.target.lead):
        prose.line(unit.name, "ink", strong=True)
        for row in group:
            _show_one(row)
    _show_buttons(shown)


def _statement(row: PathRow) -> Statement:
    assert row.newest is not None, "what waits was stated"
    return row.newest


def _show_one(row: PathRow) -> None:
    target, statement = row.target, _statement(row)
    periods = shell.visit().plan.periods
    st.session_state.setdefault(_key(row), True)
    with st.container(border=True, gap="xsmall"):
        st.checkbox(prose.literal(f"{target.code} {target.name}"), key=_key(row))
        clauses.quoted(target)
        if statement.terms_id != target.terms_id:
            prose.line(_("填写后目标要求已有改动,不能同意,请退回重填。"), "accent")
        else:
            stated = statement.stated.of(target.terms)
            tables.table(parts.beside_today(row, stated, periods), f"{target.code} {_('进度安排')}")
        prose.line(
            _("{who} 于 {when} 填写").format(
                who=statement.stated_by, when=moments.day_and_clock(statement.stated_at)
            )
        )
        prose.passage(_("安排说明"), statement.note)


def _key(row: PathRow) -> str:
    """Names the statement: a choice is never carried over to one that was not seen."""
    return f"paths-{shell.visit().person.account_id}-{_statement(row).id}-chosen"


def _chosen(shown: tuple[PathRow, ...]) -> list[int]:
    return [_statement(row).id for row in shown if st.session_state.get(_key(row), False)]


def _show_buttons(shown: tuple[PathRow, ...]) -> None:
    n = len(_chosen(shown))
    with st.container(horizontal=True):
        st.button(
            _("同意所选{n}项").format(n=n),
            key="paths-agree",
            type="primary",
            icon=":material/done_all:",
            on_click=_agree,
            args=(shown,),
            disabled=not n,
        )
        st.button(_("全部选中"), key="paths-all", on_click=_choose, args=(shown, True))
        st.button(_("全部取消"), key="paths-none", on_click=_choose, args=(shown, False))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_area(
            _("退回意见"),
            key=_NOTE,
            height=80,
            persist_state="session",
            placeholder=_("请写明需要修改的内容"),
        )
        st.button(
            _("退回所选{n}项").format(n=n),
            key="paths-return",
            icon=":material/undo:",
            on_click=_send_back,
            args=(shown,),
            disabled=not n,
        )


def _choose(shown: tuple[PathRow, ...], chosen: bool) -> None:
    for row in shown:
        st.session_state[_key(row)] = chosen


def _agree(shown: tuple[PathRow, ...]) -> None:
    seen = _chosen(shown)
    clicked = clicks.do(
        lambda s, p, now: stated_paths.agree(s, p, seen, now),
        key=parts.CLICKS,
        done=_done(seen, _("{n}项进度安排已同意,自{period}起生效。")),
    )
    _say(clicked)


def _send_back(shown: tuple[PathRow, ...]) -> None:
    seen, note = _chosen(shown), st.session_state.get(_NOTE) or ""
    clicked = clicks.do(
        lambda s, p, now: stated_paths.send_back(s, p, seen, note, now),
        key=parts.CLICKS,
        done=_done(seen, _("{n}项进度安排已退回。")),
    )
    if clicked.is_done:
        st.session_state[_NOTE] = ""
    _say(clicked)


def _done(seen: list[int], sentence: str) -> Callable[[tuple[Refused, ...]], str]:
    period = shell.visit().plan.periods[0].name

    def done(refused: tuple[Refused, ...]) -> str:
        n = len(seen) - len(refused)
        return sentence.format(n=n, period=period) if n else ""

    return done


def _say(clicked: clicks.Clicked[tuple[Refused, ...]]) -> None:
    """What was not done, one by one; the others were."""
    if clicked.given:
        clicks.refuse(parts.CLICKS, *(with_colon(each.code, each.why) for each in clicked.given))
