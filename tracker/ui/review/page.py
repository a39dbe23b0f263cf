"""审核: what the departments submitted and the office has not decided on."""

import streamlit as st

from tracker.queries.plans import rules_at
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import clauses
from tracker.ui.review import decide, detail, many, objected
from tracker.ui.review import queue as review_queue


def page() -> None:
    visit = shell.visit()
    period = shell.period()
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        queue = review_queue.queue(period)
        listed = review_queue.of_unit(queue)
        mode = review_queue.mode()
    clicks.show_done()
    review_queue.show_if_gone(listed)

    if not listed:
        clicks.show(review_queue.CLICKS)
        prose.empty(
            _("{period}没有待审核的填报").format(period=period.label),
            _("部门提交后会出现在这里。也可以选择其他{noun}查看。").format(noun=period.rhythm.noun),
        )
    elif mode == review_queue.MANY and visit.as_of is None:
        many.show(listed)
    else:
        rules = shell.read(lambda session, person: rules_at(session, visit.plan.id, visit.as_of))
        work, listing = st.columns([8, 3], gap="large")
        with listing:
            waiting = review_queue.choose(listed)
        with work:
            clauses.heading(waiting.score.target)
            asked, reported = st.columns([4, 5], gap="medium")
            with asked, st.container(gap="medium"):
                detail.show_asked(waiting, period, rules)
            with reported, st.container(gap="medium"):
                detail.show_looks(review_queue.looks_at(waiting), waiting.score, period)
                detail.show_reported(waiting, period)
                if visit.as_of is None:
                    decide.show(waiting, review_queue.following(listed, waiting))
    objected.show(period)
