"""One submission as it is read to be judged: what is asked on one side, what is reported on the other."""

from html import escape

import streamlit as st

from tracker.domain import sentences
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import read_back
from tracker.domain.measure.target import Kind, value_in_words
from tracker.domain.progress.rule_sets import RuleSet
from tracker.domain.progress.scorecard import Score
from tracker.domain.progress.status import labelled
from tracker.domain.sentences.looks import look_text
from tracker.domain.workflow.approval import AWAITS_HEAD
from tracker.domain.workflow.queue import Look
from tracker.queries import submissions
from tracker.queries.waiting import Waiting
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import badges, clauses, evidence, facts, signatures, tables
from tracker.ui.review import history


def show_asked(waiting: Waiting, period: Period, rules: RuleSet) -> None:
    """The clause, the promise, the quarters before, and what was submitted of this one before."""
    target = waiting.score.target
    clauses.quoted(target)
    facts.beside(clauses.promise(target, rules))
    rows = _periods_before(waiting, period)
    if rows:
        tables.table(rows, _("此前{every}").format(every=period.rhythm.every))
    history.show(waiting)


def show_reported(waiting: Waiting, period: Period) -> None:
    """The figure, the texts, what others said of it, who sent it and when."""
    sent = waiting.submission
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            figure = value_in_words(sent.value, waiting.score.target.terms)
            st.html(f'<span class="one-figure">{escape(figure)}</span>', width="content")
            badges.badge(waiting.score.status)
        prose.line(sentences.progress(waiting.score, period, sent.texts), "ink")
        facts.beside(_about_figure(waiting, period))
        _show_replaced(waiting)
    for name, text in (
        (_("进展情况"), sent.texts.progress),
        (_("存在问题"), sent.texts.problem),
        (_("下一步举措"), sent.texts.next_step),
        (_("口径说明"), sent.texts.scope_note),
    ):
        prose.passage(name, text)
    evidence.show_files(sent.files)
    _show_others(waiting)
    on_time = _("按期") if sent.is_on_time else _("逾期")
    prose.line(
        _("{who} 于 {when} 提交,{on_time},第 {n} 次提交").format(
            who=sent.submitted_by,
            when=moments.day_and_clock(sent.submitted_at),
            on_time=on_time,
            n=sent.number,
        )
    )


def show_looks(looks: tuple[Look, ...], score: Score, period: Period) -> None:
    """Why it deserves a look, each reason with its arithmetic; for the reviewer only."""
    if looks:
        with st.container(border=True, gap=None):
            prose.line(_("值得注意"), "accent", strong=True)
            facts.listed((look.reason.word, look_text(look, score, period)) for look in looks)


def _show_others(waiting: Waiting) -> None:
    """The co-responsible units, also those that said nothing, and the head of the lead unit."""
    sent, units = waiting.submission, waiting.score.target.co_units
    words = signatures.by_unit(sent.countersigns, units)
    if words:
        with st.container(gap=None):
            prose.line(_("配合单位会签"))
            facts.listed(words)
    if waiting.awaits_head:
        prose.line(_(AWAITS_HEAD), "accent", strong=True)
    elif sent.confirmed_at is not None:
        facts.beside([(_("单位负责人已确认"), signatures.confirmed(sent))])


def _about_figure(waiting: Waiting, period: Period) -> tuple[facts.Fact, ...]:
    sent, terms = waiting.submission, waiting.score.target.terms
    single = (
        None
        if sent.value is None or terms.kind is Kind.MILESTONE
        else read_back(sent.value, terms.unit_of_measure)
    )
    expected = "" if sent.call_value is None else value_in_words(sent.call_value, terms)
    call = "" if sent.call is None else sent.call.word
    return (
        (_("折合"), single.split(" = ")[1] if single else ""),
        (_("较{last}").format(last=period.rhythm.last), sentences.change_text(waiting.score, period) or ""),
        (_("数据截至"), _("{month}月").format(month=sent.data_month)),
        (_("数据性质"), sent.finality.word),
        (_("年底研判"), call),
        (_("预计全年值"), expected),
    )


def _show_replaced(waiting: Waiting) -> None:
    """A correction: what was approved, and why it changes."""
    sent, terms = waiting.submission, waiting.score.target.terms
    if waiting.replaces is not None and waiting.replaces.report_id != sent.report_id:
        prose.line(
            _("更正:已审核的 {old} 改为 {new}").format(
                old=value_in_words(waiting.replaces.value, terms), new=value_in_words(sent.value, terms)
            ),
            "accent",
            strong=True,
        )
    prose.passage(_("更正(回落)理由"), sent.reason)


def _periods_before(waiting: Waiting, period: Period) -> list[dict[str, str]]:
    """The quarters before this one, as they count now, what waits for review included."""
    target, visit = waiting.score.target, shell.visit()
    scores = shell.read(
        lambda session, person: submissions.scores_over_year(
            session, person, visit.plan, target, as_of=visit.as_of, include_unapproved=True
        )
    )
    before = zip(visit.plan.periods, scores, strict=True)
    rows = [_row(each, score) for each, score in before if each < period]
    # A column of remarks where there are none would take the width from the others.
    noted = any(row[_("备注")] for row in rows)
    return [row if noted else {name: row[name] for name in row if name != _("备注")} for row in rows]


def _row(period: Period, score: Score) -> dict[str, str]:
    figure, terms = score.figure, score.target.terms
    share = None if terms.kind.is_kept else sentences.completion_share(score.judgement)
    return {
        _("此前"): period.span,
        _("数值"): "—" if figure is None else value_in_words(figure.value, terms),
        _("执行率") if terms.kind is Kind.BUDGET else _("完成率"): share or "—",
        _("状态"): labelled(score.status),
        _("备注"): "" if figure is None else _("、").join(sentences.inner_marks(figure)),
    }
