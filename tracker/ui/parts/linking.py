"""同一事项 on pages: where a linked target is reported; how the office links two targets and parts them."""

from html import escape

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Target
from tracker.domain.sentences.short_names import plan_called, plan_short
from tracker.domain.workflow.linking import Side, Source
from tracker.queries.linked import LinkLine, link_of, linkable, linked_with
from tracker.services import links as service
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links
from tracker.ui.parts.links import Link

CLICKS = "linking-clicks"  # what the last click came to (frame/clicks.py)


def source_link(source: Source, period: Period) -> Link:
    """The page of the target that a linked one is reported with."""
    return Link(_named(source), links.to("target", **_at(source, period)))


def entry_link(source: Source, period: Period) -> Link:
    """Its form."""
    return Link(_("到“{target}”填报").format(target=_named(source)), links.to("entry", **_at(source, period)))


def _named(source: Source) -> str:
    return f"{plan_short(source.plan_title)} {source.code}"


def _at(source: Source, period: Period) -> dict[str, object]:
    return {"code": source.code, "plan": source.plan_code, "q": source.period_for(period)}


def show(target: Target) -> None:
    """On a target's page: what it is linked with; for the office the way to link it or to part it."""
    visit = shell.visit()
    if not visit.plan_in_address:
        return
    link = shell.known("link", lambda s, _p: link_of(s, target.id, visit.as_of), target.id)
    with_it = shell.known("linked", lambda s, _p: linked_with(s, target.id, visit.as_of), target.id)
    may_link = visit.admits(Action.LINK_TARGETS) and allowed(visit.person.role, Action.LINK_TARGETS)
    if link is None and not with_it and not may_link:
        return
    clicks.show_done()
    st.html(bars.section_html(_("同一事项")) + _said_html(link, with_it))
    clicks.show(CLICKS)
    if may_link and link is not None:
        _offer_unlink(target)
    elif may_link and not with_it:
        _offer_link(target)


def _said_html(link: LinkLine | None, with_it: tuple[Source, ...]) -> str:
    period = shell.period()
    lines = []
    if link is not None:
        there = links.link_html(source_link(link.source, period), "go")
        said = escape(_("数据随该项填报,两个方案分别判定,只统计一次。"))
        who = escape(
            _("{who} {when}列入:{reason}").format(
                who=link.made_by, when=moments.moment(link.made_at), reason=link.reason
            )
        )
        lines += [f'<p class="line">{there} {said}</p>', f'<p class="note">{who}</p>']
    for each in with_it:
        there = links.link_html(source_link(each, period), "go")
        lines.append(f'<p class="line">{there} {escape(_("随本项填报"))}</p>')
    return "".join(lines)


def _offer_link(target: Target) -> None:
    plan = shell.visit().plan
    with st.expander(_("也列入其他方案的,列为同一事项…"), key=_key(target, "open")):
        sides = shell.known("linkable", lambda s, p: linkable(s, p, plan, target), target.id)
        if not sides:
            prose.line(_("其他方案中没有同一单位牵头、同年度、类型和计量单位都相同的目标。"))
            return
        by_id = {each.target.id: each for each in sides}
        st.selectbox(
            _("随哪一项填报"),
            list(by_id),
            index=None,
            format_func=lambda key: _option(by_id[key]),
            key=_key(target, "source"),
            placeholder=_("选择其他方案的目标"),
            filter_mode="contains",
            persist_state="session",
        )
        _ask_reason(target)
        st.button(_("列为同一事项"), key=_key(target, "link"), on_click=_link, args=(target,))


def _option(side: Side) -> str:
    return f"{plan_called(side.plan)} · {side.target.code} {side.target.name} {side.target.aim}"


def _offer_unlink(target: Target) -> None:
    with st.expander(_("解除同一事项…"), key=_key(target, "open")):
        prose.line(_("解除后本项单独填报,所选目标的数据不再计入本项;已定稿的材料不变。"))
        _ask_reason(target)
        st.button(_("解除"), key=_key(target, "unlink"), on_click=_unlink, args=(target,))


def _ask_reason(target: Target) -> None:
    st.text_input(
        _("理由"),
        key=_key(target, "reason"),
        autocomplete="off",
        persist_state="session",
        placeholder=_("为什么是(或不是)同一事项"),
    )


def _key(target: Target, name: str) -> str:
    return f"linking-{shell.visit().person.account_id}-{target.id}-{name}"


def _reason(target: Target) -> str:
    return st.session_state.get(_key(target, "reason")) or ""


def _link(target: Target) -> None:
    source_id, reason = st.session_state.get(_key(target, "source")), _reason(target)
    if source_id is None:
        clicks.refuse(CLICKS, _("请选择随哪一项填报。"))
        return
    clicked = clicks.do(
        lambda session, person, now: service.link(session, person, target.id, source_id, reason, now),
        key=CLICKS,
        done=_("{code} 已列为同一事项。").format(code=target.code),
        unanswered=_("操作没有完成,请再点一次。"),
        about=target.code,
        unsent=reason,
    )
    if clicked.is_done:
        st.session_state[_key(target, "reason")] = ""


def _unlink(target: Target) -> None:
    reason = _reason(target)
    clicked = clicks.do(
        lambda session, person, now: service.unlink(session, person, target.id, reason, now),
        key=CLICKS,
        done=_("{code} 已解除同一事项,改为单独填报。").format(code=target.code),
        unanswered=_("操作没有完成,请再点一次。"),
        about=target.code,
        unsent=reason,
    )
    if clicked.is_done:
        st.session_state[_key(target, "reason")] = ""
