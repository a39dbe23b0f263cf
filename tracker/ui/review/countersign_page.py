"""会签: what co-responsible units say of figures."""

import streamlit as st

from tracker.domain.workflow.lifecycle import window_state
from tracker.queries.countersigns import to_countersign
from tracker.queries.plans import rules_at
from tracker.queries.waiting import Waiting
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import clauses
from tracker.ui.review import countersigning, detail


def page() -> None:
    visit = shell.visit()
    period = shell.period()
    clicks.show_done()
    listed = shell.known(
        "to countersign",
        lambda session, person: to_countersign(
            session, person, visit.plan, period, visit.now, as_of=visit.as_of
        ),
        period,
        window_state(visit.window_of(period), visit.now),
    )

    if not listed:
        clicks.show(countersigning.CLICKS)
        prose.empty(
            _("{period}没有可以会签的填报").format(period=period.label),
            _("由本单位配合的目标,牵头单位提交后会出现在这里;已审核的,窗口关闭前仍可表态。"),
        )
        return

    rules = shell.read(lambda session, person: rules_at(session, visit.plan.id, visit.as_of))
    work, listing = st.columns([8, 3], gap="large")
    with listing:
        each = countersigning.choose(listed)
    with work:
        clauses.heading(each.score.target)
        asked, reported = st.columns([4, 5], gap="medium")
        shown = Waiting(each.submission, each.score)
        with asked, st.container(gap="medium"):
            detail.show_asked(shown, period, rules)
        with reported, st.container(gap="medium"):
            detail.show_reported(shown, period)
            if visit.as_of is None:
                countersigning.show(each)
