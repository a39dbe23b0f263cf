"""What a person is told when they come: what changed since last time, what a new installation waits for.

The news stand on the page that a sign-in opens first, the first steps where the role comes to.
"""

from collections.abc import Sequence
from datetime import datetime
from html import escape

import streamlit as st

from tracker.domain.access import Action, Duty, allowed, may_open
from tracker.domain.language import marked, with_colon
from tracker.domain.measure.plan import PlanState
from tracker.domain.sentences.administrators import administrator_hint, administrator_told
from tracker.domain.sentences.devices import device
from tracker.domain.sentences.password_links import link_hint, link_told
from tracker.domain.workflow.first_steps import FirstStep, next_step
from tracker.domain.workflow.news import Item
from tracker.queries.credentials import last_sign_in, second_step_removed_since
from tracker.queries.first_steps import steps_done
from tracker.queries.new_administrators import administrators_told
from tracker.queries.news import last_here, news
from tracker.queries.password_links import links_told
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.links import Link

# In the session state: the page on which the news stand, until another is opened; what they say.
_ON, _NEWS = "greeted_on", "news"
_NEWS_LOOK, _QUIET = "news", "last-sign-in"  # what is put away when it was read; a line that asks for nothing


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
    """The news, until another page is opened or they are put away. 我的账号 says more of its own."""
    if path == "account":
        return
    if st.session_state.setdefault(_ON, path) != path:
        return
    if _NEWS not in st.session_state:
        st.session_state[_NEWS] = _news_html()
    text: str = st.session_state[_NEWS]
    if f'class="{_NEWS_LOOK}"' not in text:
        if text:
            prose.html(text)
    else:
        with st.container(horizontal=True, vertical_alignment="center", key="news"):
            st.html(text)
            st.button(_("知道了"), key="news_seen", on_click=_forget)


def _forget() -> None:
    st.session_state[_NEWS] = ""


def _news_html() -> str:
    key = str(st.user.get("sid"))
    since = shell.read(lambda session, _person: last_here(session, key))
    return _changes_html(since, key) + _links_html(since) + _administrators_html(since)


def _links_html(since: datetime | None) -> str:
    """Of each link that somebody made for this account: it sets a password, whoever uses it."""
    now = shell.visit().now
    made = shell.read(lambda session, person: links_told(session, person, since, now))
    return _told_html(_("密码链接"), [link_told(each, now) for each in made], link_hint())


def _administrators_html(since: datetime | None) -> str:
    if not allowed(shell.visit().person.role, Action.SEE_ACCOUNTS):
        return ""
    now = shell.visit().now
    made = shell.read(lambda session, person: administrators_told(session, person, since, now))
    return _told_html(_("系统管理员"), [administrator_told(each) for each in made], administrator_hint())


def _told_html(title: str, lines: Sequence[str], hint: str) -> str:
    if not lines:
        return ""
    told = f"<strong>{escape(title)}</strong>" + "".join(f"<br>{escape(line)}" for line in (*lines, hint))
    return f'<div class="{_NEWS_LOOK}" role="status">{told}</div>'


def _changes_html(since: datetime | None, key: str) -> str:
    """What changed since last time, and in any case when and from where that was: a stranger's would show."""
    visit = shell.visit()
    if since is None:
        return ""
    items: tuple[Item, ...] = ()
    if visit.has_plan:
        items = shell.read(lambda session, person: news(session, person, visit.plan, since, visit.now))
    told = _("、").join(links.link_html(Link(each.text, links.to(each.kind.page)), "go") for each in items)
    head = with_colon(_("上次登录({moment})以来").format(moment=moments.day_and_clock(since)), "")
    said = f"<strong>{escape(head)}</strong>{told} " if items else ""
    quiet, warned = _last_html(key)
    look = _NEWS_LOOK if said or warned else _QUIET
    return f'<div class="{look}" role="status">{said}{quiet}{warned}</div>'


def _last_html(key: str) -> tuple[str, str]:
    """The sign-in before this one; what was tried in vain since, and what an administrator took away."""
    account_id = shell.visit().person.account_id
    last = shell.read(lambda session, _person: last_sign_in(session, key))
    if last is None:
        return "", ""
    parts = (moments.day_and_clock(last.at), last.address, device(last.agent) if last.agent else "")
    said = with_colon(_("上次登录"), _(",").join(part for part in parts if part))
    quiet = f"<small>{escape(said)}</small>"
    warned = []
    if last.failures:
        warned.append(_("此后密码或验证码输错{n}次").format(n=last.failures))
    removed = shell.read(lambda s, _person: second_step_removed_since(s, account_id, last.at))
    if removed is not None:
        when = moments.day_and_clock(removed)
        warned.append(_("您的两步验证已由系统管理员于{when}解除,请重新设置").format(when=when))
    links_to_own = links.link_html(Link(_("我的账号"), links.to("account")), "go") if warned else ""
    strong = f" <strong>{escape(_(';').join(warned))}</strong> {links_to_own}" if warned else ""
    return quiet, strong


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
        is_own = step.role is role or (isinstance(role, Duty) and may_open(role, step.page))
        if step is now and is_own:
            # A draft is there: what it waits for is the person who publishes it.
            page = "plans" if step is FirstStep.PLAN and shell.visit().has_plan else step.page
            word = links.link_html(Link(step.word, links.to(page)), "go")
        look = "done" if step in done else "now" if step is now else "later"
        whose = "" if step in done else f"<small>{escape(step.role.word)}</small>"
        rows.append(f'<li class="{look}"><i aria-hidden="true">{mark}</i>{word}{whose}</li>')
    title, steps = escape(_("启用步骤")), "".join(rows)
    return f'<nav class="first-steps" aria-label="{title}"><strong>{title}</strong><ol>{steps}</ol></nav>'
