"""What a person is told when they come: what changed since last time, what a new installation waits for.

The news stand on the page that a sign-in opens first, the first steps where the role comes to.
"""

from html import escape

import streamlit as st

from tracker.domain.access import may_open
from tracker.domain.language import marked, with_colon
from tracker.domain.measure.plan import PlanState
from tracker.domain.workflow.first_steps import FirstStep, next_step
from tracker.queries.first_steps import steps_done
from tracker.queries.news import last_here, news
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.links import Link

# In the session state: the page on which the news stand, until another is opened; what they say.
_ON, _NEWS = "greeted_on", "news"


def show_state() -> None:
    """On pages about a plan that is not in force: what that means."""
    state = _STATES.get(shell.visit().plan.state)
    if state is not None:
        st.html(f'<div role="status" class="caution">{escape(_(state))}</div>')


_STATES = {
    PlanState.DRAFT: marked("这份方案还是草案,只有市府办和系统管理员看得到;在“方案”页发布后各部门才能填报。"),
    PlanState.CLOSED: marked("这份方案已结束,各页和文件仍可查看,不再填报和办理。"),
}


def show_no_plan() -> None:
    """In the place of a page that is about a plan, before there is one."""
    hint = _("市府办建立并发布方案后,这里会出现目标和进展。")
    prose.empty(_("还没有方案"), hint)
    for page in ("new-plan", "plans"):
        if may_open(shell.visit().person.role, page):
            st.html(links.link_html(Link(_("建立和发布方案"), links.to(page)), "go"))
            return


def show(path: str) -> None:
    """The news, until another page than this is opened or they are put away."""
    if st.session_state.setdefault(_ON, path) != path:
        return
    if _NEWS not in st.session_state:
        st.session_state[_NEWS] = _news_html()
    text: str = st.session_state[_NEWS]
    if text:
        with st.container(horizontal=True, vertical_alignment="center", key="news"):
            st.html(text)
            st.button(_("知道了"), key="news_seen", on_click=_forget)


def _forget() -> None:
    st.session_state[_NEWS] = ""


def _news_html() -> str:
    visit = shell.visit()
    since = shell.read(lambda session, _person: last_here(session, str(st.user.get("sid"))))
    if since is None:
        return ""
    items = shell.read(lambda session, person: news(session, person, visit.plan, since, visit.now))
    if not items:
        return ""
    told = _("、").join(links.link_html(Link(each.text, links.to(each.kind.page)), "go") for each in items)
    head = with_colon(_("上次登录({moment})以来").format(moment=moments.day_and_clock(since)), "")
    return f'<div class="news" role="status"><strong>{escape(head)}</strong>{told}</div>'


def first_steps_html() -> str:
    """The steps with what is done; nothing once all are."""
    visit = shell.visit()
    plan = visit.plan if visit.has_plan else None
    done = shell.known("first steps", lambda session, person: steps_done(session, person, plan))
    step = next_step(done)
    return "" if step is None else _steps_html(done, step)


def _steps_html(done: frozenset[FirstStep], now: FirstStep) -> str:
    """Each step with a tick, or whose turn it is; the person's own leads to its page."""
    role = shell.visit().person.role
    rows = []
    for step in FirstStep:
        word, mark = escape(step.word), "✓" if step in done else "○"
        if step is now and step.role is role:
            word = links.link_html(Link(step.word, links.to(step.page)), "go")
        look = "done" if step in done else "now" if step is now else "later"
        whose = "" if step in done else f"<small>{escape(step.role.word)}</small>"
        rows.append(f'<li class="{look}"><i aria-hidden="true">{mark}</i>{word}{whose}</li>')
    title, steps = escape(_("启用步骤")), "".join(rows)
    return f'<nav class="first-steps" aria-label="{title}"><strong>{title}</strong><ol>{steps}</ol></nav>'
