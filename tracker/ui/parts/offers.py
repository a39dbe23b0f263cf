"""The ways from a target to what can be asked for it: an adjustment (目标调整), 勘误, help (需协调事项)."""

import streamlit as st

from tracker.domain.access import Action, Person, allowed
from tracker.domain.measure.figure import YearEndCall
from tracker.domain.progress.scorecard import Target
from tracker.ui.frame import address, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links
from tracker.ui.parts.links import Link


def may_request(person: Person, target: Target) -> bool:
    return allowed(person.role, Action.REQUEST_ADJUSTMENT, person.relation_to(target.lead.id))


def may_state_path(person: Person, target: Target) -> bool:
    return allowed(person.role, Action.STATE_PATH, person.relation_to(target.lead.id))


def adjustment(target: Target) -> None:
    """The way to the form for this target, for those who may ask for an adjustment of it."""
    visit = shell.visit()
    if visit.admits(Action.REQUEST_ADJUSTMENT) and may_request(visit.person, target):
        st.page_link(
            address.page_at("adjustments"),
            label=_("申请调整这项目标"),
            icon=":material/tune:",
            query_params=links.asked(code=target.code, q=""),  # there ?q= narrows the register
        )


def adjustment_link(target: Target) -> Link | None:
    """The same as a link within what is only read."""
    visit = shell.visit()
    if not visit.admits(Action.REQUEST_ADJUSTMENT) or not may_request(visit.person, target):
        return None
    return Link(_("申请调整这项目标"), links.to("adjustments", code=target.code, q=""))


def erratum_link(target: Target) -> Link | None:
    """The way to correct how the notice was read here, for the office."""
    visit = shell.visit()
    if not visit.admits(Action.MAKE_ERRATUM) or not allowed(visit.person.role, Action.MAKE_ERRATUM):
        return None
    return Link(_("勘误这项目标"), links.to("errata", code=target.code, q=""))


def adjustment_if_called_for(call: str, target: Target) -> None:
    """The same beside a year-end call of 需调整."""
    if call == YearEndCall.ADJUST.value:
        adjustment(target)


def matter(target: Target) -> None:
    """From the entry form to raising a matter on its target; what is typed there is kept as a draft."""
    there = links.link_html(Link(_("提请协调"), links.to("matters", **{links.RAISE: target.code})))
    sentence = _("需要市领导、市府办或其他部门协调的,可以{there}。").format(there=there)
    st.html(f'<span class="beside-field">{sentence}</span>')
