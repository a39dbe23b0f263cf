"""One waiting submission as the reviewer reads it: promise, figure, texts, and what it would replace."""

import streamlit as st

from tracker.domain import sentences
from tracker.domain.quantity import read_back
from tracker.domain.quarter import Quarter, quarters_of
from tracker.domain.scorecard import Score
from tracker.domain.status import RuleSet
from tracker.domain.target import Kind
from tracker.queries import submissions
from tracker.queries.submissions import Waiting
from tracker.ui import form, shell
from tracker.ui.entry_record import figure_text
from tracker.ui.language import _
from tracker.ui.widgets import badge
from tracker.ui.widgets import figure_text as value_text


def show(waiting: Waiting, quarter: Quarter, rules: RuleSet) -> None:
    target = waiting.score.target
    form.heading(target)
    form.clause(target)
    form.facts((*form.promise(target, rules), *_earlier(waiting, quarter)))
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            st.html(_figure_html(waiting), width="content")
            badge(waiting.score.status)
        form.line(sentences.progress(waiting.score, quarter, waiting.submission.texts), "ink")
        form.facts(_about_figure(waiting, quarter))
        _show_replaced(waiting)
    _show_texts(waiting)
    sent = waiting.submission
    on_time = _("按期") if sent.is_on_time else _("逾期")
    form.line(
        _("{who} 于 {when} 提交,{on_time},第 {n} 次提交").format(
            who=sent.submitted_by, when=form.day_and_clock(sent.submitted_at), on_time=on_time, n=sent.number
        )
    )


def _figure_html(waiting: Waiting) -> str:
    from html import escape

    said = value_text(waiting.submission.value, waiting.score.target.terms)
    return f'<span style="font-size:1.6rem;font-weight:600">{escape(said)}</span>'


def _about_figure(waiting: Waiting, quarter: Quarter) -> tuple[form.Fact, ...]:
    sent, terms = waiting.submission, waiting.score.target.terms
    single = (
        None
        if sent.value is None or terms.kind is Kind.MILESTONE
        else read_back(sent.value, terms.unit_of_measure)
    )
    expected = "" if sent.call_value is None else value_text(sent.call_value, terms)
    call = "" if sent.call is None else sent.call.word
    return (
        (_("折合"), single.split(" = ")[1] if single else ""),
        (_("较上季度"), sentences.change_text(waiting.score, quarter) or ""),
        (_("数据截至"), _("{month}月").format(month=sent.data_month)),
        (_("数据性质"), sent.finality.word),
        (_("年底研判"), call),
        (_("预计全年值"), expected),
    )


def _show_replaced(waiting: Waiting) -> None:
    """A correction: what was approved, and why it changes."""
    sent, terms = waiting.submission, waiting.score.target.terms
    if waiting.replaces is not None:
        form.line(
            _("更正:已审核的 {old} 改为 {new}").format(
                old=value_text(waiting.replaces.value, terms), new=value_text(sent.value, terms)
            ),
            "accent",
            strong=True,
        )
    form.passage(_("更正(回落)理由"), sent.reason)


def _show_texts(waiting: Waiting) -> None:
    texts = waiting.submission.texts
    form.passage(_("进展情况"), texts.progress)
    form.passage(_("存在问题"), texts.problem)
    form.passage(_("下一步举措"), texts.next_step)
    form.passage(_("口径说明"), texts.scope_note)


def _earlier(waiting: Waiting, quarter: Quarter) -> tuple[form.Fact, ...]:
    """The quarters before this one, as they count now."""
    if quarter.previous is None:
        return ()
    target, visit = waiting.score.target, shell.visit()
    scores = shell.read(
        lambda session, person: submissions.scores_over_year(
            session, person, visit.plan, target, include_unapproved=True
        )
    )
    before = zip(quarters_of(visit.plan.year), scores, strict=True)
    return tuple((each.span, _earlier_text(score)) for each, score in before if each < quarter)


def _earlier_text(score: Score) -> str:
    if score.figure is None:
        return score.status.word
    return figure_text(score.figure, score.target.terms)
