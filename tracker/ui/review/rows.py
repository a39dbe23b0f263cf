"""A waiting submission as one row of a list of many: a box to choose it, and the figure."""

import streamlit as st

from tracker.domain.measure.figure import Finality, span_mark
from tracker.domain.measure.target import value_in_words
from tracker.domain.progress.status import labelled
from tracker.domain.sentences import completion_text
from tracker.queries.waiting import Waiting
from tracker.ui.frame import prose
from tracker.ui.frame.language import _
from tracker.ui.parts import facts, plans


def show_row(each: Waiting, key: str) -> None:
    """Callers frame it."""
    target = each.score.target
    beside = " · ".join(filter(None, (target.lead.name, plans.short(each.plan))))
    st.checkbox(
        f"**{prose.literal(f'{target.code} {target.name}')}** · {prose.literal(beside)}",
        key=key,
        persist_state="session",
    )
    _show_figures(each)


def _show_figures(each: Waiting) -> None:
    """The figure beside last quarter's and what it comes to, in columns that run through the list."""
    sent, score = each.submission, each.score
    terms, before = score.target.terms, score.previous
    marks = () if score.figure is None else span_mark(score.figure)
    marks += () if sent.finality is Finality.FINAL else (sent.finality.word,)
    cells = (
        (_("{this}填报").format(this=score.rhythm.this_short), value_in_words(sent.value, terms, marks)),
        (
            score.rhythm.last.capitalize(),
            _("没有数据") if before is None else value_in_words(before.value, terms),
        ),
        (_("状态"), labelled(score.status)),
        (_("完成情况"), completion_text(score) or ""),
    )
    facts.in_columns(cells)
