"""Step 5: all that still keeps it from becoming a draft, at once; then the draft."""

from functools import lru_cache
from html import escape

import streamlit as st

from tracker.domain.measure.target import Kind
from tracker.notice.drafting import Fault, Stage, faults_of
from tracker.notice.preparing import Pile
from tracker.queries.plan_drafts import alike
from tracker.queries.plans import all_plans
from tracker.services.plan_drafts import make_draft
from tracker.ui.frame import clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.bars import section_html
from tracker.ui.parts.links import Link
from tracker.ui.preparing import beside
from tracker.ui.preparing.work import AT, BESIDE, CLICKS, FILE, NUMBERS, OUTLINE, PILE, Work, step_address

STEP_OF = {Stage.FILE: FILE, Stage.OUTLINE: OUTLINE, Stage.NUMBERS: NUMBERS, Stage.UNITS: BESIDE}


def show(work: Work) -> None:
    st.html(_summary_html(work))
    if not work.is_open:
        if work.draft.drafted:
            st.html(links.link_html(Link(_("到“方案”页核对、发布"), links.to("plans")), "go"))
        return
    faults = faults_now(work)
    if faults:
        items = "".join(_fault_html(work, fault) for fault in faults)
        st.html(
            section_html(_("还有{n}处要处理").format(n=len(faults)))
            + f'<ul class="preparing-faults">{items}</ul>'
        )
    else:
        st.html(
            f'<p class="done-line">{escape(_("全部核对完毕,可以生成草案。草案由另一人核对后发布。"))}</p>'
        )
    st.button(
        _("生成方案草案"),
        type="primary",
        key=work.key("make-draft"),
        disabled=bool(faults),
        on_click=_make,
        args=(work,),
    )


@lru_cache(maxsize=8)
def faults_now(work: Work) -> tuple[Fault, ...]:
    """What still keeps it from becoming a draft; nothing of one that is no more in work."""
    if not work.is_open:
        return ()
    codes = shell.read(lambda s, _p: tuple(each.code for each in all_plans(s)))
    return faults_of(work.plan, codes, alike(beside.matches_of(work)))


def _summary_html(work: Work) -> str:
    plan = work.plan
    decided = sum(number.is_decided for number in plan.numbers)
    budgets = sum(target.wanted.kind is Kind.BUDGET for target in plan.targets)
    facts = {
        _("领域"): len(plan.structure.areas),
        _("条目"): len(plan.structure.articles),
        _("责任单位"): len(plan.unit_names),
        _("目标"): len(plan.targets) - budgets,
        _("预算"): budgets,
        _("数字"): len(plan.numbers),
        _("由人确认"): decided,
        _("还可以看一下"): len(plan.pile(Pile.LOOK)),
    }
    cells = "".join(f"<div><dt>{escape(name)}</dt><dd>{count}</dd></div>" for name, count in facts.items())
    return f'<dl class="preparing-summary">{cells}</dl>'


def _fault_html(work: Work, fault: Fault) -> str:
    own: dict[str, object] = {}
    if fault.start is not None:
        is_target = str(fault.start) in work.plan.target_at
        own = {AT: fault.start, PILE: "targets" if is_target else ""}
    link = Link(_("去处理"), step_address(STEP_OF[fault.stage], **own))
    return f"<li>{escape(fault.text)} {links.link_html(link, 'go')}</li>"


def _make(work: Work) -> None:
    clicks.do(
        lambda s, p, now: make_draft(s, p, work.draft.id, work.draft.seen, now),
        key=CLICKS,
        done=_("草案已生成,请另一位同志在“方案”页核对后发布。"),
        stays=True,
    )
