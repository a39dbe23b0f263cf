"""The parts of 方案: a row of the list, what a plan is and how it came, and the step that may follow."""

from html import escape

import streamlit as st

from tracker.domain.access import Action
from tracker.domain.language import with_colon
from tracker.domain.measure.plan import PlanState
from tracker.domain.sentences.short_names import plan_called
from tracker.domain.workflow.lifecycle import window_state
from tracker.domain.workflow.second_person import refusal_of_own
from tracker.queries.own_work import own_work
from tracker.queries.plans import PlanLine, TakenStep, publishers, windows
from tracker.queries.waiting import waiting
from tracker.services import plans
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import facts, links, tables, typed
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link

SHOWN = "show"  # in the address: the code of the plan that is shown


def row(line: PlanLine) -> tables.Row:
    plan = line.plan
    published = next((step for step in line.steps if step.state is PlanState.PUBLISHED), None)
    return {
        _("方案"): Link(plan_called(plan), links.same_page(**{SHOWN: plan.code})),
        _("年度"): str(plan.year),
        _("类别"): plan.kind.word,
        _("填报周期"): plan.rhythm.adjective,
        _("目标和预算"): tables.Number(str(line.targets)),
        _("状态"): plan.state.word,
        _("发布"): "—" if published is None else _by_and_at(published),
    }


def head_html(line: PlanLine) -> str:
    """Its title, and the ways to read it."""
    shown = {"plan": line.plan.code, "q": "", "asof": ""}
    ways = (
        Link(_("看进展"), links.to("overview", **shown)),
        Link(_("看全表"), links.to("targets", **shown)),
        Link(_("看原文"), links.to("notice", **shown)),
        Link(_("返回清单"), links.same_page(**{SHOWN: ""})),
    )
    return section_html(line.plan.title, *(links.link_html(each, "go") for each in ways))


def show_facts(line: PlanLine) -> None:
    plan = line.plan
    facts.listed(
        (
            (_("编号"), plan.code),
            (_("简称"), plan.short),
            (_("文号"), plan.document_words),
            (_("印发日期"), moments.day(plan.issued)),
            (_("年度"), str(plan.year)),
            (_("类别"), plan.kind.word),
            (_("填报周期"), plan.rhythm.adjective),
            (_("目标和预算"), _("{n}项").format(n=line.targets)),
            (_("办理经过"), "\n".join(map(_told, line.steps))),
        )
    )


def _told(step: TakenStep) -> str:
    """草案 周督查 2025-06-10 09:00: 理由."""
    told = f"{step.state.word} {_by_and_at(step)}"
    return with_colon(told, step.reason) if step.reason else told


def _by_and_at(step: TakenStep) -> str:
    return f"{step.by or _('系统')} {moments.moment(step.at)}"


def show_step(line: PlanLine) -> None:
    """What the office may do next."""
    {
        PlanState.DRAFT: _show_publishing,
        PlanState.PUBLISHED: _show_closing,
        PlanState.CLOSED: _show_reopening,
    }[line.plan.state](line)


def _show_publishing(line: PlanLine) -> None:
    plan, seen = line.plan, len(line.steps)
    known = shell.read(lambda s, p: publishers(s, p, plan.id))
    account_id = shell.visit().person.account_id
    refusal = refusal_of_own(Action.MANAGE_PLAN, account_id, known.drafters, known.others)
    if refusal is not None:
        prose.box(refusal)
        return
    st.caption(
        _("没有其他账号有发布权限,可以由您自行发布,操作日志会写明。")
        if account_id in known.drafters
        else _("发布后各部门看得到这份方案,填报时间开放后即可填报。发布前请核对目标、牵头单位和目标值。")
    )
    if st.button(_("发布"), type="primary", icon=":material/publish:"):
        clicks.at_once(lambda s, p, now: plans.publish(s, p, plan.id, seen, now), _("方案已发布。"))


def _show_closing(line: PlanLine) -> None:
    plan, seen = line.plan, len(line.steps)
    open_now = _still_open(line)
    if open_now:
        words = escape(_("现在结束,这些将不能再办理:{things}。").format(things=_("、").join(open_now)))
        st.html(f'<div role="status" class="caution">{words}</div>')
    reason = _reason(line, _("结束后各页和文件仍可查看,不再填报和办理;需要时可以恢复执行。"))
    if st.button(_("结束方案"), type="primary", icon=":material/inventory_2:"):
        clicks.at_once(lambda s, p, now: plans.close(s, p, plan.id, seen, reason, now), _("方案已结束。"))


def _show_reopening(line: PlanLine) -> None:
    plan, seen = line.plan, len(line.steps)
    reason = _reason(line, _("恢复执行后,在填报时间内又可以填报和办理。"))
    if st.button(_("恢复执行"), type="primary", icon=":material/restart_alt:"):
        clicks.at_once(
            lambda s, p, now: plans.reopen(s, p, plan.id, seen, reason, now), _("方案已恢复执行。")
        )


def _reason(line: PlanLine, hint: str) -> str:
    key = f"plan_reason_{line.plan.code}_{len(line.steps)}"
    reason = st.text_area(_("理由"), key=key, height=100)
    st.caption(hint)
    st.html(typed.marks_html(sent={key: ""}))
    return reason


def _still_open(line: PlanLine) -> list[str]:
    """What ends with the plan, in words: periods that are open for reports, what waits for the office."""
    visit, plan = shell.visit(), line.plan
    opened = shell.read(lambda s, _person: windows(s, plan))
    things = [
        _("{period}正在填报").format(period=each.period.label)
        for each in opened
        if window_state(each.window, visit.now).admits
    ]
    period = next(
        (each.period for each in reversed(opened) if window_state(each.window, visit.now).has_opened), None
    )
    if period is None:
        return things
    waits = dict(shell.read(lambda s, p: own_work(s, p, plan, period, visit.now)))
    waits["review"] = len(shell.read(lambda s, p: waiting(s, p, plan, period)))  # whoever may decide on it
    words = {
        "review": _("待审核{n}项"),
        "matters": _("待议定的事项{n}件"),
        "directives": _("待办的批示{n}件"),
    }
    return things + [word.format(n=waits[page]) for page, word in words.items() if waits.get(page)]
