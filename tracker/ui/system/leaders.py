"""领导分工: the leaders with what they are in charge of, and the forms to say so."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.progress.scorecard import LeaderRef
from tracker.domain.workflow.charge import Span, Subject
from tracker.queries.leaders import Charges, Held, LeaderLine
from tracker.services.leaders import NAME_LIMIT, add_leader, assign, change_leader
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, tables
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link

LEADER, NEW = "edit", "new"  # in the address: the leader who is changed, or that one is added
_TURN = "leaders-turn"


def leaders_html(charged: Charges) -> str:
    """The leaders with what each is in charge of today."""
    title = _("分管领导 {n}位").format(n=len(charged.leaders))
    rows = [_leader_row(each) for each in charged.leaders]
    new = links.link_html(Link(_("新增领导"), links.same_page(**{LEADER: NEW})), "go")
    return section_html(title, new) + tables.table_html(rows, title, width=720, stacks=True)


def held_html(charged: Charges) -> str:
    """All areas, and the units that anybody ever was in charge of, with who is and who was."""
    parts = []
    for subject, title in ((Subject.AREA, _("按领域")), (Subject.UNIT, _("按单位"))):
        of_kind = [each for each in charged.held if each.subject is subject]
        rows = [_held_row(each) for each in of_kind if each.history or subject is Subject.AREA]
        if rows:
            parts.append(section_html(title) + tables.table_html(rows, title, width=720, stacks=True))
    note = _("一项目标有一位分管领导:先看所在领域,领域没有分工的看牵头单位。")
    return "".join(parts) + f'<p class="note">{escape(note)}</p>'


def _leader_row(line: LeaderLine) -> tables.Row:
    return {
        _("姓名"): Link(line.ref.name, links.same_page(**{LEADER: line.ref.id})),
        _("账号"): line.login or "—",
        _("分管领域"): _("、").join(line.areas) or "—",
        _("分管单位"): _("、").join(line.units) or "—",
    }


def _held_row(held: Held) -> tables.Row:
    return {
        _("领域") if held.subject is Subject.AREA else _("单位"): held.name,
        _("分管领导"): "—" if held.leader is None else held.leader.name,
        _("起始"): "—" if held.since is None else moments.day(held.since),
        _("历次分工"): "\n".join(_span(leader, span) for leader, span in held.history) or "—",
    }


def _span(leader: LeaderRef, span: Span) -> str:
    until = _("至今") if span.until is None else moments.day(span.until)
    return bracketed(leader.name, _("{since}—{until}").format(since=moments.day(span.since), until=until))


def ask_leader(line: LeaderLine | None, accounts: Mapping[int, str]) -> None:
    """The fields of a leader; ``accounts`` are those of leaders, by id."""
    turn = "new" if line is None else f"{line.ref.id}-{line.ref.name}-{line.account_id}"
    name = st.text_input(
        _("姓名"), "" if line is None else line.ref.name, key=f"leader-name-{turn}", max_chars=NAME_LIMIT
    )
    account = st.selectbox(
        _("账号"),
        list(accounts),
        index=next((place for place, key in enumerate(accounts) if line and key == line.account_id), None),
        format_func=accounts.__getitem__,
        key=f"leader-account-{turn}",
        placeholder=_("选填;绑定后其首页先看分管工作"),
    )
    if line is None:
        if st.button(_("新增领导"), type="primary", icon=":material/person_add:"):
            clicks.at_once(lambda s, p, now: add_leader(s, p, name, account, now), _left(_("已新增。")))
    elif st.button(_("保存修改"), type="primary", icon=":material/save:"):
        leader_id = line.ref.id
        clicks.at_once(
            lambda s, p, now: change_leader(s, p, leader_id, name, account, now), _("修改已保存。")
        )


def _left(words: str):  # type: ignore[no-untyped-def]
    def done(_made: object) -> str:
        st.query_params.pop(LEADER, None)
        return words

    return done


def ask_charge(charged: Charges) -> None:
    """Who is in charge of what, from which day on."""
    turn = st.session_state.get(_TURN, 0)
    leaders = {line.ref.id: line.ref.name for line in charged.leaders}
    things = {f"{each.subject}-{each.ref.id}": each for each in charged.held}
    leader = st.selectbox(
        _("分管领导"),
        [0, *leaders],
        index=None,
        format_func=lambda key: leaders.get(key, _("无(取消分管)")),
        key=f"charge-leader-{turn}",
        placeholder=_("选择领导"),
    )
    chosen = st.multiselect(
        _("领域和单位"),
        list(things),
        format_func=lambda key: things[key].name,
        key=f"charge-of-{turn}",
        placeholder=_("可选多个"),
    )
    today = moments.day_of(shell.visit().now)
    with st.container(horizontal=True):
        since = st.date_input(_("起始日期"), today, key=f"charge-since-{turn}", format="YYYY-MM-DD")
        until = st.date_input(_("截止日期(选填)"), None, key=f"charge-until-{turn}", format="YYYY-MM-DD")
    if st.button(_("保存分工"), type="primary", icon=":material/save:", disabled=leader is None):
        of = [things[key] for key in chosen]
        clicks.at_once(
            lambda s, p, now: assign(
                s,
                p,
                leader or None,
                _ids(of, Subject.AREA),
                _ids(of, Subject.UNIT),
                since if isinstance(since, date) else today,
                until if isinstance(until, date) else None,
                now,
            ),
            _assigned,
        )


def _assigned(changed: int) -> str:
    st.session_state[_TURN] = st.session_state.get(_TURN, 0) + 1
    return _("分工已保存,共{n}处。").format(n=changed) if changed else _("分工没有变化。")


def _ids(held: Sequence[Held], subject: Subject) -> list[int]:
    return [each.ref.id for each in held if each.subject is subject]
