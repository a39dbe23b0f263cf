"""会签: what co-responsible units say of figures."""

import streamlit as st

from tracker.domain.access import Action
from tracker.domain.workflow.lifecycle import window_state
from tracker.queries.countersigns import Countersignable, to_countersign
from tracker.queries.plans import rules_at
from tracker.queries.waiting import Waiting
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.review import beside, countersigning, record


def page() -> None:
    clicks.show_done()
    visits = shell.visits_shown()
    listed = tuple(one for each in visits for one in _listed(each))

    if not listed:
        clicks.show(countersigning.CLICKS)
        prose.empty(
            _("{period}没有可以会签的填报").format(period=shell.period().label),
            _("由本单位配合的目标,牵头单位提交后会出现在这里;已审核的,填报关闭前仍可表态。"),
        )
        return

    with st.container(key="countersign-columns"):
        with st.container(key="countersign-queue"):
            each = countersigning.choose(listed)
        with shell.about(next(visit for visit in visits if visit.plan == each.plan)):
            _show_one(each)


def _listed(visit: Visit) -> tuple[Countersignable, ...]:
    """What is open to the person's units in a plan."""
    period = shell.period_of(visit)
    with shell.about(visit):
        return shell.known(
            "to countersign",
            lambda session, person: to_countersign(
                session, person, visit.plan, period, visit.now, as_of=visit.as_of
            ),
            period,
            window_state(visit.window_of(period), visit.now),
            shell.openings(),
        )


def _show_one(each: Countersignable) -> None:
    """The figure with its texts, the word on it, and what it is held against."""
    visit, period = shell.visit(), shell.period()
    rules = shell.read(lambda session, person: rules_at(session, visit.plan.id, visit.as_of))
    shown = Waiting(each.submission, each.score, each.plan)
    with st.container(key="countersign-work", gap="medium"):
        st.html(record.figure_html(shown, period) + record.texts_html(shown))
        if visit.admits(Action.COUNTERSIGN):
            countersigning.show(each)
    with st.container(key="countersign-beside"):
        st.html(beside.html(shown, period, rules))
