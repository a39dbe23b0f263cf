"""All pages with what draws each, the doors that they stand behind, and the doors that a role sees.

A door is a thing to do; looks at the same thing are its tabs; a target, an area, a form are reached by links.
Every page keeps its own address, whichever door it stands behind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from tracker.domain.access import Acting, Duty, Role, may_open
from tracker.domain.language import door_title, marked, of_door
from tracker.ui.directives import page as directives
from tracker.ui.entry import page as entry
from tracker.ui.frame import address, home_page, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.groups import areas_page, departments_page
from tracker.ui.help import page as help_page
from tracker.ui.listing import budgets_page, periods_page
from tracker.ui.listing import page as listing
from tracker.ui.meeting import compare_page
from tracker.ui.meeting import page as meeting
from tracker.ui.method import page as method
from tracker.ui.notice import page as notice
from tracker.ui.office import chase_page, windows_page
from tracker.ui.overview import page as overview
from tracker.ui.own import page as own_page
from tracker.ui.parts.head import BARE, FILLS, GROUPS, LISTS, ONE, PLAIN, READS, Shows, Tab
from tracker.ui.paths import page as paths
from tracker.ui.plans import page as plans_page
from tracker.ui.preparing import page as preparing
from tracker.ui.present import page as present
from tracker.ui.records import (
    adjustments_page,
    corrections_page,
    errata_page,
    handover_page,
    matters_page,
)
from tracker.ui.reporting import page as reporting
from tracker.ui.review import confirm_page, countersign_page
from tracker.ui.review import page as review
from tracker.ui.system import accounts_page, audit_page, leaders_page, rules_page, status_page, units_page
from tracker.ui.target import page as target
from tracker.ui.tasks import page as tasks


@dataclass(frozen=True)
class Place:
    """A page: its title, what draws it, and what its head shows. Who may open it: domain/access.py."""

    title: str
    draw: Callable[[], None]
    shows: Shows


PLACES: Mapping[str, Place] = {
    "overview": Place(marked("总览"), overview.page, GROUPS),
    "areas": Place(marked("按领域"), areas_page.page, GROUPS),
    "departments": Place(marked("按部门"), departments_page.page, GROUPS),
    "method": Place(marked("怎么算"), method.page, GROUPS),
    "present": Place(marked("投影"), present.page, BARE),
    "help": Place(marked("使用说明"), help_page.page, PLAIN),
    "account": Place(marked("我的账号"), own_page.page, PLAIN),
    "targets": Place(marked("全表"), listing.page, GROUPS),
    "periods": Place(marked("{periods}期对照"), periods_page.page, GROUPS),
    "budgets": Place(marked("预算"), budgets_page.page, GROUPS),
    "target": Place(marked("目标"), target.page, ONE),
    "corrections": Place(marked("更正登记"), corrections_page.page, LISTS),
    "adjustments": Place(marked("目标调整"), adjustments_page.page, LISTS),
    "errata": Place(marked("勘误"), errata_page.page, LISTS),
    "paths": Place(marked("进度安排"), paths.page, LISTS),
    "notice": Place(marked("原文"), notice.page, READS),
    "tasks": Place(marked("我的任务"), tasks.page, FILLS),
    "entry": Place(marked("填报"), entry.page, FILLS),
    "countersign": Place(marked("会签"), countersign_page.page, FILLS),
    "confirm": Place(marked("负责人确认"), confirm_page.page, FILLS),
    "handover": Place(marked("工作交接"), handover_page.page, LISTS),
    "review": Place(marked("审核"), review.page, FILLS),
    "reporting": Place(marked("填报情况"), reporting.page, Shows(period=True, past=True, leader=True)),
    "chase": Place(marked("催报"), chase_page.page, Shows(period=True, leader=True)),
    "windows": Place(marked("填报时间"), windows_page.page, FILLS),
    "matters": Place(marked("需协调事项"), matters_page.page, Shows(period=True, past=True)),
    "directives": Place(marked("批示"), directives.page, LISTS),
    "meeting": Place(marked("会议材料"), meeting.page, Shows(period=True, past=True)),
    "compare": Place(marked("前后对比"), compare_page.page, Shows(past=True, leader=True)),
    "new-plan": Place(marked("新方案"), preparing.page, PLAIN),
    "plans": Place(marked("方案"), plans_page.page, PLAIN),
    "accounts": Place(marked("账号"), accounts_page.page, PLAIN),
    "units": Place(marked("单位"), units_page.page, PLAIN),
    "leaders": Place(marked("领导分工"), leaders_page.page, LISTS),
    "rules": Place(marked("判定规则"), rules_page.page, LISTS),
    "audit": Place(marked("操作日志"), audit_page.page, LISTS),
    "status": Place(marked("系统状态"), status_page.page, PLAIN),
}


@dataclass(frozen=True)
class Door:
    """What stands in the navigation: its tabs in their order, then the pages that links lead to."""

    title: str
    icon: str
    tabs: tuple[Tab, ...]
    details: tuple[str, ...] = ()

    def tabs_of(self, role: Acting) -> tuple[Tab, ...]:
        return tuple(tab for tab in self.tabs if may_open(role, tab.path))

    def holds(self, path: str) -> bool:
        return path in self.details or any(path in tab.paths for tab in self.tabs)


_OVERVIEW = Door(
    door_title("总览"),
    ":material/dashboard:",
    (Tab(marked("总览"), "overview"),),
    details=("areas", "departments", "method", "present"),
)
_TARGETS = Door(
    door_title("目标"),
    ":material/table_rows:",
    (
        Tab(marked("全表"), "targets"),
        Tab(marked("{periods}期对照"), "periods"),
        Tab(marked("预算"), "budgets"),
        Tab(marked("变更"), "corrections", also=("adjustments", "errata", "paths")),
        Tab(marked("原文"), "notice"),
        Tab(marked("领导分工"), "leaders"),
    ),
    details=("target",),
)
_TASKS = Door(
    door_title("填报"),
    ":material/edit:",
    (
        Tab(marked("我的任务"), "tasks"),
        Tab(marked("表格填报"), "tasks", {"view": "grid"}),
        Tab(marked("会签"), "countersign"),
        Tab(marked("负责人确认"), "confirm"),
        Tab(marked("工作交接"), "handover"),
    ),
    details=("entry",),
)
_REVIEW = Door(
    door_title("审核"),
    ":material/fact_check:",
    (
        Tab(marked("逐项"), "review"),
        Tab(marked("批量"), "review", {"mode": "many"}),
        Tab(marked("更正"), "corrections"),
        Tab(marked("目标调整"), "adjustments"),
        Tab(marked("已审"), "review", {"mode": "done"}),
    ),
)
_CHASE = Door(
    door_title("催办"),
    ":material/notifications:",
    (
        Tab(marked("填报情况"), "reporting"),
        Tab(marked("催报"), "chase"),
        Tab(marked("填报时间"), "windows"),
        Tab(marked("工作交接"), "handover"),
    ),
)
_MATTERS = Door(
    door_title("事项"),
    ":material/forum:",
    (Tab(marked("需协调事项"), "matters"), Tab(marked("批示"), "directives")),
)
_MEETING = Door(
    door_title("会议"),
    ":material/co_present:",
    (Tab(marked("材料"), "meeting"), Tab(marked("与上次对比"), "compare")),
)
_SYSTEM = Door(
    door_title("管理"),
    ":material/settings:",
    (
        Tab(marked("账号"), "accounts"),
        Tab(marked("单位"), "units"),
        Tab(marked("方案"), "plans"),
        Tab(marked("领导分工"), "leaders"),
        Tab(marked("判定规则"), "rules"),
        Tab(marked("操作日志"), "audit"),
        Tab(marked("系统状态"), "status"),
        Tab(marked("工作交接"), "handover"),
    ),
)
_PLANS = Door(
    door_title("方案"),
    ":material/library_books:",
    (Tab(marked("全部方案"), "plans"), Tab(marked("新方案"), "new-plan")),
)
# In the order in which a role comes for them; behind other doors it may be led by a link.
DOORS: Mapping[Acting, tuple[Door, ...]] = {
    Role.LEADER: (_OVERVIEW, _TARGETS, _MATTERS, _MEETING),
    Role.REVIEWER: (_OVERVIEW, _REVIEW, _CHASE, _TARGETS, _MATTERS, _MEETING, _PLANS),
    Role.CLERK: (_TASKS, _TARGETS, _MATTERS, _OVERVIEW),
    Role.HEAD: (_TASKS, _TARGETS, _MATTERS, _OVERVIEW),
    Role.ADMINISTRATOR: (_SYSTEM, _TARGETS, _OVERVIEW),
    **dict.fromkeys(Duty, (_SYSTEM, _TARGETS, _OVERVIEW)),
}
_HELP = Door(door_title("使用说明"), ":material/help:", (Tab(marked("使用说明"), "help"),))
_OWN = Door(door_title("我的账号"), ":material/account_circle:", (Tab(marked("我的账号"), "account"),))
_ALL = (_OVERVIEW, _TARGETS, _TASKS, _REVIEW, _CHASE, _MATTERS, _MEETING, _PLANS, _SYSTEM, _HELP, _OWN)


def door_of(role: Acting, path: str) -> Door:
    """The door that a page stands behind, the role's own ones first."""
    return next(door for door in (*DOORS[role], *_ALL) if door.holds(path))


# What is not about a plan, and is there before the first one.
WITHOUT_PLAN = ("plans", "new-plan", "accounts", "units", "audit", "status", "help", "account")


def home_of(role: Acting, *, has_plan: bool = True) -> str:
    """The page that a role comes for: its first door, but for the office, which comes to review.

    Before there is a plan, those who can do something about it come to where one is made, or to the list.
    """
    for page in () if has_plan else ("new-plan", "plans"):
        if may_open(role, page):
            return page
    return "review" if may_open(role, "review") else DOORS[role][0].tabs_of(role)[0].path


def doors_css(role: Acting, door: Door, waits: Mapping[str, int]) -> str:
    """Which door is open, also on the pages behind it, and how much waits at each for this person."""
    rules = []
    for each in DOORS[role]:
        tabs = each.tabs_of(role)
        link = f'#root [data-testid=stSidebarNavLink][href$="/{tabs[0].path}"]'
        if each is door:
            rules.append(
                f"{link}{{background:var(--soft)}}{link} *{{color:var(--accent)!important;font-weight:600}}"
            )
        count = sum(waits.get(path, 0) for path in {tab.path for tab in tabs})
        if count:
            tone = (
                "background:var(--accent);color:var(--paper)" if each is door else "background:var(--track)"
            )
            rules.append(f'{link}::after{{content:"{count}";{tone}}}')
    return "".join(rules)


def refused(title: str) -> None:
    """A page that the role may not open, reached by its address: said in words, not passed over."""
    shell.note("拒绝访问", title, {"url": f"/{address.page_shown()}"})
    hint = _("需要时请与系统管理员联系,由其调整您的角色或所属单位。")
    prose.empty(_("您没有查看“{page}”的权限。").format(page=shell.titled(title)), hint)
    st.page_link(address.page_at(address.HOME), label=_("回到首页"), icon=":material/home:")


def pages(role: Acting, language: str, *, has_plan: bool) -> list[StreamlitPage]:
    """The role's doors, and every other page hidden. Kept with the tab: they cost a millisecond of a run."""
    kept: dict[str, list[StreamlitPage]] = st.session_state.setdefault("navigation", {})
    key = f"{role} {language} {has_plan} {shell.visit().plan.rhythm}"
    if key not in kept:
        kept[key] = _pages(role, has_plan)
        st.session_state[address.PAGES_OF_TAB] = {page.url_path: page for page in kept[key]}
    return kept[key]


class _Page(StreamlitPage):
    """Streamlit reckons a page's hash anew each time that it asks for it, a hundred times a run."""

    @cached_property
    def _script_hash(self) -> str:
        return super()._script_hash


def _pages(role: Acting, has_plan: bool) -> list[StreamlitPage]:
    doors = {door.tabs_of(role)[0].path: door for door in DOORS[role]}
    home = _Page(
        partial(home_page.page, home_of(role, has_plan=has_plan)),
        title=_("首页"),
        default=True,
        visibility="hidden",
        url_path="",
    )
    shown = [
        _Page(PLACES[path].draw, title=of_door(each.title), icon=each.icon, url_path=path)
        for path, each in doors.items()
    ]
    hidden = [
        _Page(
            # Known but not shown: else Streamlit answers in English, over the first page.
            place.draw if may_open(role, path) else partial(refused, place.title),
            title=shell.titled(place.title),
            url_path=path,
            visibility="hidden",
        )
        for path, place in PLACES.items()
        if path not in doors
    ]
    return [home, *shown, *hidden]
