"""目标: one target at a quarter: how far it is, what is left, what the notice says, everything reported."""

import streamlit as st

from tracker.charts import target_path
from tracker.domain.access import Action, require
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.target import Kind
from tracker.domain.progress.scorecard import Score, Scorecard
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import directives, linking
from tracker.ui.target import clause, course, head, record
from tracker.ui.target.facts import TargetFacts, facts_of, withdrawn_facts


def page() -> None:
    card = shell.whole_card()  # also of what the leader is not in charge of by whom a list was narrowed
    if not card.scores:
        prose.empty(_("没有可以查看的目标"), _("您所在单位没有牵头或配合的目标。如有疑问,请联系系统管理员。"))
        return
    code = st.query_params.get("code") or (card.targets or card.scores)[0].target.code
    score = next((each for each in card.scores if each.target.code == code), None)
    if score is not None:
        _show(card, score, facts_of(card, score))
    elif (withdrawn := withdrawn_facts(card, code)) is not None:
        records = record.html(card, withdrawn.target, withdrawn.history, (), withdrawn.errata, is_open=True)
        st.html(head.withdrawn_html(withdrawn.target) + records)
    else:
        with shell.told():
            # In words, to whom it is not theirs to see.
            require(shell.visit().person, Action.SEE_TARGET)
            raise NotFound(_("没有这项目标,请从全表中选择。"))


def _show(card: Scorecard, score: Score, known: TargetFacts) -> None:
    st.html(shell.keep(card, f"head {score.target.code}", lambda: head.head_html(card, score, known)))
    with st.container(
        key="target-body-large" if shell.visit().person.preferences.large_type else "target-body"
    ):
        left, right = st.columns([1.55, 1], gap="large")
    with left:
        _show_course(card, score, known)
    with right:
        st.html(clause.clause_html(card, score.target, known) + clause.history_html(card, score, known))
        directives.show_on_target(score)
        linking.show(score.target)
    is_open = st.query_params.get(clause.RECORDS) == clause.ALL
    records = record.html(card, score.target, known.history, known.adjustments, known.errata, is_open=is_open)
    if records:
        st.html(records)


def _show_course(card: Scorecard, score: Score, known: TargetFacts) -> None:
    """The chart in the middle, where there is an axis to draw."""
    target, look = score.target, st.query_params.get(course.LOOK, course.CHART)
    above, below = course.title_html(score, look), course.problems_html(score, known)
    if target.terms.kind is Kind.MILESTONE:
        st.html(above + course.steps_html(score, known) + below)
        return
    if look == course.TABLE:
        st.html(above + course.table_html(card, known) + course.assumption_html(card, score) + below)
        return
    st.html(above)
    series, beside = known.upto(card.period), course.beside(card, score, known)
    shell.chart(
        card, f"path-{target.code}", lambda: target_path(series, theme=shell.colours(), beside=beside)
    )
    if below:
        st.html(below)
