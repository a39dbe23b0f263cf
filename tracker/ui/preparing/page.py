"""新方案: from a notice to a draft plan in five steps that can be left and resumed."""

from functools import lru_cache
from html import escape

import streamlit as st

from tracker.domain.language.errors import NotFound
from tracker.notice.preparing import Pile, prepared
from tracker.queries.plan_drafts import plan_draft, remembered, steps_taken
from tracker.ui.frame import clicks, past, prose, shell
from tracker.ui.frame.language import _, spoken
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
    to_do = _to_do(work)
    step = st.query_params.get(STEP, "")
    if step not in STEPS:  # who comes back goes on where something is open
        step = next((each for each, count in to_do.items() if count), CHECK)
    st.html(_head_html(work, step, to_do))
    if work.draft.is_dropped:
        prose.box(_("这份方案已不再编制,只能查看。"))
    elif work.draft.drafted:
        prose.box(_("这份方案已生成草案,请在“方案”页由另一人核对后发布;需要修改的用勘误。"))
    _DRAWN[step](work)


def _work(asked: str) -> Work | None:
    draft_id = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    # Decisions move no figure: the ledger's sequence stands, and they are counted at every run.
    taken = shell.read(lambda s, p: steps_taken(s, p, draft_id))
    try:
        return _made(shell.settings().database_url, shell.visit().sequence, spoken(), draft_id, taken)
    except NotFound:
        return None


@lru_cache(maxsize=8)  # of 10,000 numbers it takes half a second
def _made(_url: str, _sequence: int, _language: str, draft_id: int, _taken: tuple[int, int]) -> Work:
    """The notice as decided by now; the arguments are all that it rests on. Raises NotFound."""
    draft, known = shell.read(lambda s, p: (plan_draft(s, p, draft_id), remembered(s, p, draft_id)))
    return Work(draft, prepared(draft.text, draft.decisions, known))


def _to_do(work: Work) -> dict[str, int]:
    """How much is still open at each step: faults, and numbers that somebody should look at."""
    faults = check.faults_now(work)
    counts = {step: sum(check.STEP_OF[fault.stage] == step for fault in faults) for step in STEPS}
    if work.is_open:
        counts[NUMBERS] += len(work.plan.pile(Pile.LOOK))  # what is unread is a fault already
    return counts | {CHECK: len(faults)}


def _head_html(work: Work, step: str, to_do: dict[str, int]) -> str:
    """The title, the way back, and the steps with how much is still open at each."""
    titles = {
        FILE: _("文件"),
        OUTLINE: _("结构"),
        NUMBERS: _("数字"),
        BESIDE: _("单位与上年"),
        CHECK: _("检查"),
    }
    items = "".join(
        f'<li><a href="{escape(step_address(key))}"{" aria-current=step" if key == step else ""}>'
        f"<i>{place}</i>{escape(title)}{f'<b>{to_do[key]}</b>' if to_do[key] else ''}</a></li>"
        for place, (key, title) in enumerate(titles.items(), 1)
    )
    following = STEPS[STEPS.index(step) + 1 :][:1]
    on = "".join(
        links.link_html(Link(_("下一步:{step}").format(step=titles[each]), step_address(each)), "go")
        for each in following
    )
    back = links.link_html(Link(_("返回清单"), links.same_page(**{DRAFT: "", STEP: "", "at": ""})), "go")
    title = escape(work.plan.facts.title or work.draft.file_name)
    return (
        f'<div class="preparing-head"><h2>{title}</h2><div>{back}{on}</div></div>'
        f'<nav aria-label="{escape(_("编制步骤"))}"><ol class="preparing-steps">{items}</ol></nav>'
    )
