"""会议材料, 内容: which sections stand in the papers, in which order, and what they name."""

from html import escape
from typing import Any

import streamlit as st

from tracker.domain.meetings.paper import Choices, PaperSection
from tracker.domain.meetings.wording import CHOICES
from tracker.services.papers import Decision
from tracker.ui.frame.language import _
from tracker.ui.meeting import papers
from tracker.ui.meeting.papers import Papers


def title() -> str:
    return _("内容取舍")


def summary(work: Papers) -> tuple[str, str]:
    """How much is chosen, and as HTML what."""
    choices = work.draft.choices
    says = _("、").join(section.word for section in choices.sections)
    hidden = [_("不点名")] * (not choices.names) + [_("不列预算")] * (not choices.budgets)
    state = _("全部部分") if choices.sections == tuple(PaperSection) else _("已选择")
    return state, escape(" · ".join([*hidden, says]))


def show(work: Papers) -> None:
    choices = work.draft.choices
    kept: dict[str, Any] = {"on_change": _keep, "args": (work,)}
    # By the sections that stand: what a colleague chose elsewhere is shown anew.
    turn = work.draft.seen.get(CHOICES, 0)
    st.multiselect(
        _("部分(按选择的先后排列;没有内容的部分不写)"),
        [section.value for section in PaperSection],
        default=[section.value for section in choices.sections],
        format_func=lambda value: PaperSection(value).word,
        key=work.key("sections", turn),
        placeholder=_("请选择"),
        **kept,
    )
    with st.container(horizontal=True, gap="medium"):
        st.checkbox(_("点出责任单位"), choices.names, key=work.key("show-names", turn), **kept)
        st.checkbox(_("列出预算执行情况"), choices.budgets, key=work.key("show-budgets", turn), **kept)


def _keep(work: Papers) -> None:
    turn = work.draft.seen.get(CHOICES, 0)
    sections, names, budgets = (
        st.session_state[work.key(name, turn)] for name in ("sections", "show-names", "show-budgets")
    )
    choices = Choices(tuple(map(PaperSection, sections)), names, budgets)
    papers.decide(work, Decision(CHOICES, choices, turn), done=_("已保存。"))
