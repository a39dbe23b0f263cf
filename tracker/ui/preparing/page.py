"""新方案: from a notice to a draft plan in five steps that can be left and resumed."""

from html import escape

import streamlit as st

from tracker.domain.language.errors import NotFound
from tracker.notice.drafting import faults_of
from tracker.notice.preparing import Pile, prepared
from tracker.queries.plan_drafts import plan_draft, remembered, steps_before
from tracker.ui.frame import clicks, past, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.links import Link
from tracker.ui.preparing import beside, check, file, numbers, outline, start
from tracker.ui.preparing.work import (
    BESIDE,
    CHECK,
    CLICKS,
    DRAFT,
    FILE,
    NUMBERS,
    OUTLINE,
    STEP,
    STEPS,
    Work,
    step_address,
)

_DRAWN = {
    FILE: file.show,
    OUTLINE: outline.show,
    NUMBERS: numbers.show,
    BESIDE: beside.show,
    CHECK: check.show,
}


def page() -> None:
    past.present_only(shell.visit())
    clicks.show_done()
    clicks.show(CLICKS)
    asked = st.query_params.get(DRAFT, "")
    if not asked:
        start.show()
        return
    work = _work(asked)
    if work is None:
        prose.empty(_("没有这份正在编制的方案"), _("请从清单中选择,或导入新的通知。"))
        return
    step = st.query_params.get(STEP, "")
    step = step if step in STEPS else FILE
    st.html(_head_html(work, step))
    if work.draft.is_dropped:
        prose.box(_("这份方案已不再编制,只能查看。"))
    elif work.draft.drafted:
        prose.box(_("这份方案已生成草案,请在“方案”页由另一人核对后发布;需要修改的用勘误。"))
    _DRAWN[step](work)


def _work(asked: str) -> Work | None:
    draft_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    try:
        # Decisions move no figure: the ledger's sequence stands, and they are read at every run.
        draft, before = shell.read(lambda s, p: (plan_draft(s, p, draft_id), steps_before(s, p, draft_id)))
    except NotFound:
        return None
    known = shell.known("remembered", lambda s, p: remembered(s, p, draft_id), draft_id, before)
    return Work(draft, prepared(draft.text, draft.decisions, known))


def _head_html(work: Work, step: str) -> str:
    """The title, the way back, and the steps with how much is still open at each."""
    plan = work.plan
    open_numbers = len(plan.pile(Pile.UNREAD)) + len(plan.pile(Pile.LOOK))
    faults = len(faults_of(plan)) if work.is_open else 0
    titles = {
        FILE: (_("文件"), 0),
        OUTLINE: (_("结构"), 0),
        NUMBERS: (_("数字"), open_numbers),
        BESIDE: (_("单位与上年"), 0),
        CHECK: (_("检查"), faults),
    }
    items = "".join(
        f'<li><a href="{escape(step_address(key))}"{" aria-current=step" if key == step else ""}>'
        f"<i>{place}</i>{escape(title)}{f'<b>{count}</b>' if count else ''}</a></li>"
        for place, (key, (title, count)) in enumerate(titles.items(), 1)
    )
    back = links.link_html(Link(_("返回清单"), links.same_page(**{DRAFT: "", STEP: "", "at": ""})), "go")
    title = escape(plan.facts.title or work.draft.file_name)
    return (
        f'<div class="preparing-head"><h2>{title}</h2>{back}</div>'
        f'<nav aria-label="{escape(_("编制步骤"))}"><ol class="preparing-steps">{items}</ol></nav>'
    )
