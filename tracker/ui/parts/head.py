"""What stands over every page in one row that stays in sight, and below it the tabs and what the data are.

The row: the name of the door, the plan, the period, whether the data are made up, the search, the day that is
looked back to. Which of them a page has is said where it is registered (navigation.py).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape

import streamlit as st

from tracker.domain.measure.period import parse_period
from tracker.domain.measure.plan import PlanState
from tracker.domain.measure.quantity import percent
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.sentences.data_months import data_months
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.lifecycle import window_state
from tracker.ui.frame import address, moments, past, plan_switch, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links

_QUARTER, _FIND = "quarter", "find_all"


@dataclass(frozen=True, kw_only=True)
class Shows:
    """``period``: the picker of periods. ``progress``: what the data are of, and the switch to what is not
    approved yet. ``past``: the day that is looked back to. ``bare``: the page has the window for itself."""

    period: bool = False
    progress: bool = False
    past: bool = False
    bare: bool = False


READS = Shows(period=True, progress=True, past=True)
FILLS = Shows(period=True)
LISTS = Shows(past=True)
PLAIN = Shows()
BARE = Shows(bare=True)


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


def show(title: str, shows: Shows) -> bool:
    """The row; whether the search was asked for."""
    visit = shell.visit()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="head"):
        st.html(_door_html(title, visit.plan, alone=not visit.plan_in_address), width="content")
        plan_switch.control(visit)
        if shows.period:
            _pick_period()
        elif _QUARTER in st.session_state:
            # Kept over a page without the picker: Streamlit forgets what a run does not draw.
            st.session_state[_QUARTER] = st.session_state[_QUARTER]
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
    """The periods that are not open yet are pale in the picker."""
    visit = shell.visit()
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
    options = [str(period) for period in visit.plan.periods]
    address.follow(address.PERIOD, _QUARTER, options, default=str(visit.default_period))
    chosen = st.segmented_control(
        visit.plan.rhythm.noun.capitalize(),
        options,
        format_func=lambda text: parse_period(text).span,
        key=_QUARTER,
        on_change=address.put,
        args=(address.PERIOD, _QUARTER),
        required=True,
        label_visibility="collapsed",
    )
    shell.look_at(parse_period(chosen or str(visit.default_period)))


def show_below(tabs: tuple[Tab, ...], path: str, shows: Shows, waits: Mapping[str, int]) -> None:
    """The tabs of the door, where there are several, and what the data are of."""
    parts = [_tabs_html(tabs, path, waits)] if len(tabs) > 1 else []
    if shows.progress:
        parts.append(_data_html(path))
    if parts:
        st.html("".join(parts))


def _tabs_html(tabs: tuple[Tab, ...], path: str, waits: Mapping[str, int]) -> str:
    current = _current(tabs, path)
    return f'<nav class="tabs">{"".join(_tab_html(tab, tab is current, waits) for tab in tabs)}</nav>'


def _current(tabs: tuple[Tab, ...], path: str) -> Tab | None:
    """The tab that is looked at: of those of this page the one whose parameters the address has."""
    of_page = [tab for tab in tabs if path in tab.paths]
    asked = st.query_params
    own = (tab for tab in of_page if tab.own and all(asked.get(key) == text for key, text in tab.own.items()))
    plain = (tab for tab in of_page if not tab.own)
    return next(own, next(plain, None))


def _tab_html(tab: Tab, is_current: bool, waits: Mapping[str, int]) -> str:
    count = 0 if tab.own else waits.get(tab.path, 0)
    number = f"<small>{count}</small>" if count else ""
    mark = ' aria-current="page"' if is_current else ""
    return f'<a href="{escape(links.to(tab.path, **tab.own))}"{mark}>{escape(_(tab.title))}{number}</a>'


def _data_html(path: str) -> str:
    """数据为1—9月(2项为1—8月) 时序进度75% 已审核口径 改看含未审核 … 投影 提取于10月20日 09:00."""
    visit, card = shell.visit(), shell.current_card()
    seen = [data_months(card), _("时序进度{pace}").format(pace=percent(card.pace))]
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
