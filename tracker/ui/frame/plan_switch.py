"""The plan that all pages are about: to choose in the head, where there is more than one."""

import streamlit as st

from tracker.domain.measure.plan import PlanState
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.sentences.short_names import plan_called
from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _

_PLAN = "plan_chosen"
_ORDER = tuple(PlanState)[1:] + tuple(PlanState)[:1]  # what is in force, what has ended, drafts


def control(visit: shell.Visit) -> None:
    """A choice that is searched by typing; the newest plans come first."""
    if not visit.plan_in_address:
        return
    listed = sorted(visit.plans, key=lambda plan: _ORDER.index(plan.state))
    names = {plan.code: _name(plan) for plan in listed}
    st.session_state[_PLAN] = visit.plan.code
    st.selectbox(
        _("方案"),
        list(names),
        format_func=names.__getitem__,
        key=_PLAN,
        on_change=_turn,
        label_visibility="collapsed",
        width=300,
    )


def _name(plan: PlanRef) -> str:
    name = f"{plan_called(plan)} · {plan.year}"
    return name if plan.state is PlanState.PUBLISHED else f"{name} · {plan.state.word}"


def _turn() -> None:
    visit, code = shell.visit(), st.session_state[_PLAN]
    plan = next(each for each in visit.plans if each.code == code)
    asked = address.seen().get(address.PERIOD, "")
    address.turn_to_plan(code, with_period=asked in map(str, plan.periods))
