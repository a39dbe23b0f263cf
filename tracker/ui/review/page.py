"""审核: what departments submitted and the office has not decided on, one by one or many; what it decided."""

from collections.abc import Sequence

import streamlit as st

from tracker.domain.access import Action
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import Score
from tracker.queries.plans import rules_at
from tracker.queries.waiting import Waiting
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import plans
from tracker.ui.review import beside, decide, done, many, objected, record
from tracker.ui.review import queue as review_queue


def page() -> None:
    visit = shell.visit()
    period = shell.period()
    mode = review_queue.mode()
    clicks.show_done()
    if mode == review_queue.DONE:
        done.show()
        return
    visits = shell.visits_shown()
    queue = review_queue.queue(visits)
    unit_id = review_queue.unit_asked()
    asked = {each.plan for each in plans.shown()}
    listed = tuple(each for each in review_queue.of_unit(queue, unit_id) if each.plan in asked)
    review_queue.show_if_gone(listed)
    if not listed:
        clicks.show(review_queue.CLICKS)
        if queue:
            st.html(review_queue.head_html(queue, listed, unit_id))
        prose.empty(
            _("{period}没有待审核的填报").format(period=period.label),
            _("部门提交后会出现在这里。也可以选择其他{noun}查看。").format(noun=period.rhythm.noun),
        )
    elif mode == review_queue.MANY and visit.admits(Action.REVIEW):
        st.html(review_queue.head_html(queue, listed, unit_id))
        many.show(listed)
    else:
        _show_one(queue, listed, unit_id, visits)
    for each in visits:
        with shell.about(each):
            objected.show(shell.period())


def _show_one(
    queue: tuple[Waiting, ...], listed: tuple[Waiting, ...], unit_id: int | None, visits: Sequence[Visit]
) -> None:
    """The queue, what is open of it, what that is held against; the decision below, always in sight."""
    waiting = review_queue.opened(listed)
    visit = next(each for each in visits if each.plan == waiting.plan)
    period = shell.period_of(visit)
    with st.container(key="review-columns"):
        with st.container(key="review-queue"):
            head = review_queue.head_html(queue, listed, unit_id)
            st.html(head + review_queue.list_html(listed, waiting))
        with shell.about(visit):
            _show_work(waiting, period)
    if visit.admits(Action.REVIEW):
        decide.show(waiting, listed)


def _show_work(waiting: Waiting, period: Period) -> None:
    """The figure with its texts, and what it is held against; drawn about its own plan."""
    visit = shell.visit()
    with st.container(key="review-work", gap="xsmall"):
        head = record.figure_html(waiting, period) + record.looks_html(waiting.looks, waiting.score, period)
        texts = record.texts_html(waiting, waiting.looks)
        if visit.admits(Action.REVIEW) and decide.has_answers(waiting):
            st.html(head)
            decide.ask_answers(waiting)
            st.html(texts)
        else:
            st.html(head + texts)
    with st.container(key="review-beside"):
        rules = shell.read(lambda session, person: rules_at(session, visit.plan.id, visit.as_of))
        st.html(beside.html(waiting, period, rules, _others(waiting, period)))


def _others(waiting: Waiting, period: Period) -> tuple[Score, ...]:
    """The scores of the lead unit's other targets, with what is not approved yet."""
    target = waiting.score.target
    groups = shell.card(period, include_unapproved=True).departments
    own = next((group.scores for group in groups if group.key == target.lead.id), ())
    return tuple(score for score in own if score.target.id != target.id)
