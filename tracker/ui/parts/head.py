"""What stands over every page in one row that stays in sight, and below it the tabs and what the data are.

The row: the name of the door, the plan, the period, whether the data are made up, the search, the day that is
looked back to. Which of them a page has is said where it is registered (navigation.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from html import escape
from typing import Any
from urllib.parse import urlencode

import streamlit as st

from tracker.domain.access import Role
from tracker.domain.language import bracketed
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.quantity import percent
from tracker.domain.progress.scorecard import LeaderRef, PlanRef, Scorecard
from tracker.domain.progress.status import Status
from tracker.domain.sentences.data_months import data_months
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.lifecycle import window_state
from tracker.queries.leaders import own_leader
from tracker.ui.frame import address, moments, past, plan_switch, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import choice_html

_QUARTER, _MONTH, _FIND = "quarter", "month", "find_all"
_SIDE_BY_SIDE = 4  # periods; more are chosen from a list


@dataclass(frozen=True, kw_only=True)
class Shows:
    """``period``: the picker of periods. ``progress``: what the data are of, and the switch to what is not
    approved yet. ``past``: the day that is looked back to. ``leader``: it can be narrowed to a leader's
    charge; ``of_leader``: it follows the page before in that, without a choice of its own. ``bare``: the page
    has the window for itself."""

    period: bool = False
    progress: bool = False
    past: bool = False
    leader: bool = False
    of_leader: bool = False
    bare: bool = False


READS = Shows(period=True, progress=True, past=True)
GROUPS = replace(READS, leader=True)
FILLS = Shows(period=True)
LISTS = Shows(past=True)
PLAIN = Shows()
ONE = replace(READS, of_leader=True)
BARE = Shows(of_leader=True, bare=True)


@dataclass(frozen=True)
class Tab:
    """One look at what a door leads to: a page, or a page with ``own`` parameters in its address.

    ``also``: pages that stand behind the same tab.
    """

    title: str
    path: str
    own: Mapping[str, str] = field(default_factory=dict)
    also: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        return (self.path, *self.also)

    @property
    def name(self) -> str:
        """By which what waits there is counted (queries/own_work.py): review, review?mode=many."""
        return f"{self.path}?{urlencode(self.own)}" if self.own else self.path


def show(title: str, shows: Shows, dress: str) -> bool:
    """The row; whether the search was asked for. ``dress``: the page's own style (parts/style.py)."""
    visit = shell.visit()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        door = _door_html(title, visit.plan, alone=not visit.plan_in_address)
        prose.html(dress + door, width="content")
        plan_switch.control(visit)
        if shows.period:
            _pick_period()
        else:
            for key in {_QUARTER, _MONTH} & {*st.session_state}:
                # Kept over a page without the picker: Streamlit forgets what a run does not draw.
                st.session_state[key] = st.session_state[key]
        asked = visit.has_plan and st.button(
            _("查找目标、单位、原文"), icon=":material/search:", shortcut="Ctrl+K", key=_FIND
        )
        if shows.past:
            past.control(visit)
    return asked


def bare_css() -> str:
    """Of a page that has the window for itself: nothing of the frame, type by the size of the screen.

    Also in 老年模式, whose type is smaller than a wall's: html:root is stronger than its html.
    """
    # The dialog of a lost connection would stand before a meeting, which needs no server.
    frame = ("stSidebar", "stHeader", "stExpandSidebarButton", "stToolbar", "stStatusWidget", "stDialog")
    hidden = ",".join(f"[data-testid={name}]" for name in frame)
    return (
        f"{hidden}{{display:none!important}}html:root{{font-size:min(1.25vw,2.222vh)!important}}"
        "@media screen and (max-aspect-ratio:1/1){html:root{font-size:2.4vw!important}}"
        # A sheet of A4, less its margins, is 1,032 pixels wide.
        "@media print{html:root{font-size:12.5px!important}"
        "[data-testid=stMainBlockContainer]{zoom:1!important}}"
    )


def unopened_css() -> str:
    """The periods that are not open yet are pale in the picker; a list of months says so in words."""
    visit = shell.visit()
    if len(visit.plan.periods) > _SIDE_BY_SIDE:
        return ""
    opened = {each.period for each in visit.windows if window_state(each.window, visit.now).has_opened}
    return "".join(
        f".st-key-{_QUARTER} button:nth-child({period.number}) p{{color:var(--muted)}}"
        for period in visit.plan.periods
        if period not in opened
    )


def _door_html(title: str, plan: PlanRef, *, alone: bool) -> str:
    """The name, whether the data are made up, and the plan where there is no other to choose."""
    name = f"<h1>{escape(title)}</h1>"
    if plan.mark:
        words = _("{mark}。数据为系统演示虚构,不代表实际工作进展。").format(mark=plan.mark)
        name += f'<span class="demo" title="{escape(words)}">{escape(_("演示数据"))}</span>'
        # The chip stands on the first sheet of paper, this at the foot of each.
        name += f'<span class="on-paper">{escape(plan.mark)}</span>'
    if alone:
        name += f'<span class="plan" title="{escape(plan.title)}">{escape(plan_called(plan))}</span>'
    if plan.state is not PlanState.PUBLISHED:
        name += f'<span class="plan-state">{escape(plan.state.word)}</span>'
    return f'<div class="door">{name}</div>'


def _pick_period() -> None:
    """The periods by what their figures cover (前三季度); the choice stands in the address as ?q=2025Q3."""
    visit = shell.visit()
    periods, default = {str(period): period for period in visit.plan.periods}, str(visit.default_period)
    spans = {each: period.span for each, period in periods.items()}  # each is asked for three times
    is_short = len(periods) <= _SIDE_BY_SIDE
    key = _QUARTER if is_short else _MONTH
    address.follow(address.PERIOD, key, [*periods], default=default)
    choice: dict[str, Any] = {
        "label": visit.plan.rhythm.noun.capitalize(),
        "options": [*periods],
        "key": key,
        "on_change": address.put,
        "args": (address.PERIOD, key),
        "label_visibility": "collapsed",
    }
    chosen = (
        st.segmented_control(format_func=spans.__getitem__, required=True, **choice)
        if is_short
        else st.selectbox(format_func=_opened_words(visit).__getitem__, width=150, **choice)
    )
    shell.look_at(periods[chosen or default])


def _opened_words(visit: shell.Visit) -> dict[str, str]:
    """The periods of a list in words; of one that is not open yet that is said."""
    opened = {each.period for each in visit.windows if window_state(each.window, visit.now).has_opened}
    return {
        str(each): each.span if each in opened else bracketed(each.span, Status.NOT_OPEN.word)
        for each in visit.plan.periods
    }


def show_below(tabs: tuple[Tab, ...], path: str, shows: Shows, waits: Mapping[str, int], steps: str) -> None:
    """The tabs of the door, where there are several, what the data are of, and the first steps (HTML)."""
    parts = [_tabs_html(tabs, path, waits)] if len(tabs) > 1 else []
    if shows.leader:
        parts.append(_leaders_html(path))
    if shows.progress:
        parts.append(_data_html(path))
    # The head lies over what comes too near.
    prose.html("".join(parts) + steps or '<div class="no-tabs"></div>')


def _tabs_html(tabs: tuple[Tab, ...], path: str, waits: Mapping[str, int]) -> str:
    current = _current(tabs, path)
    return f'<nav class="tabs">{"".join(_tab_html(tab, tab is current, waits) for tab in tabs)}</nav>'


def _current(tabs: tuple[Tab, ...], path: str) -> Tab | None:
    """The tab that is looked at: of those of this page the one whose parameters the address has."""
    of_page = [tab for tab in tabs if path in tab.paths]
    asked = address.seen()
    own = (tab for tab in of_page if tab.own and all(asked.get(key) == text for key, text in tab.own.items()))
    plain = (tab for tab in of_page if not tab.own)
    return next(own, next(plain, None))


def _tab_html(tab: Tab, is_current: bool, waits: Mapping[str, int]) -> str:
    count = waits.get(tab.name, 0)
    number = f"<small>{count}</small>" if count else ""
    mark = ' aria-current="page"' if is_current else ""
    title = escape(shell.titled(tab.title))
    return f'<a href="{escape(links.to(tab.path, **tab.own))}"{mark}>{title}{number}</a>'


def look_at_leader(path: str, shows: Shows) -> None:
    """What the address narrows the page to; a leader's first page shows their own, unless it asks for all."""
    if not (shows.leader or shows.of_leader):
        return
    asked = address.seen().get(address.LEADER, "")
    if not asked and path == "overview" and shell.visit().person.role is Role.LEADER:
        own = shell.known("own leader", own_leader)
        asked = str(own) if own in {leader.id for leader in _leaders()} else ""
    shell.look_at_leader(asked)


def _leaders() -> tuple[LeaderRef, ...]:
    return shell.card(shell.period(), shell.visit().unapproved).leaders


def _leaders_html(path: str) -> str:
    """分管领导 全市 甲 乙 …, where any is in charge of something; a leader's first page: 我分管的, 全市."""
    visit, leaders = shell.visit(), _leaders()
    if not leaders or not visit.person.sees_everything:
        return ""
    own = str(shell.known("own leader", own_leader))
    names = {str(each.id): each.name for each in leaders}
    if own in names:
        del names[own]
        # On the first page of a leader nothing asked for means their own.
        every = address.EVERY if path == "overview" else ""
        options = {own: _("我分管的"), every: _("全市")} | names
    else:
        every = ""
        options = {every: _("全市")} | names
    ways = {key: links.Link(word, links.same_page(**{address.LEADER: key})) for key, word in options.items()}
    known = visit.leader if visit.leader in options else every
    choice = choice_html(_("分管领导"), ways, known)
    return f'<div class="leader-line"><span>{escape(_("分管领导"))}</span>{choice}</div>'


def _data_words(card: Scorecard) -> tuple[str, str]:
    return data_months(card), _("时序进度{pace}").format(pace=percent(card.pace))


def _data_html(path: str) -> str:
    """数据为1—9月(2项为1—8月) 时序进度75% 已审核口径 改看含未审核 … 投影 提取于10月20日 09:00."""
    visit, card = shell.visit(), shell.current_card()
    seen = [*shell.keep(card, "data line", lambda: _data_words(card))]
    if not visit.person.sees_everything:
        seen.append(_("只含本单位牵头或配合的目标"))
    if visit.unapproved:
        basis, other = _("含未审核"), links.Link(_("改看已审核"), links.same_page(unapproved=""))
    else:
        basis, other = _("已审核口径"), links.Link(_("改看含未审核"), links.same_page(unapproved=True))
    words = "".join(f"<span>{escape(text)}</span>" for text in seen)
    switch = (
        f'<span>{escape(basis)} <a class="go" href="{escape(other.address)}">{escape(other.text)}</a></span>'
    )
    read_at = _("提取于{day} {clock}").format(
        day=moments.day(moments.day_of(visit.now)), clock=moments.clock(visit.now)
    )
    wall = links.link_html(links.Link(_("投影"), links.to("present")), "go") if path == "overview" else ""
    return (
        f'<div class="data-line">{words}{switch}<span class="read-at">{wall} {escape(read_at)}</span></div>'
    )
