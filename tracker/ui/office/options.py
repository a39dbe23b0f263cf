"""How the plan is run: the switches of the mayor's office."""

import streamlit as st

from tracker.domain.access import Action
from tracker.queries.signatures import head_switch
from tracker.services.options import set_head_confirms
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _


def show_head_switch() -> None:
    """单位负责人确认: on or off, who set it so, and what it does (DOMAIN §6)."""
    visit = shell.visit()
    setting = shell.known(
        "head switch", lambda session, _person: head_switch(session, visit.plan.id, as_of=visit.as_of)
    )
    # A setting by anybody gives the switch a new key: it shows what is in force.
    key = f"head-switch-{visit.person.account_id}-{setting.set_at}"
    asked = st.toggle(
        _("单位负责人确认"), value=setting.on, key=key, disabled=not visit.admits(Action.SET_WINDOW)
    )
    st.caption(
        _("启用后,部门提交的数据先由牵头单位负责人确认,再由市府办审核;停用后,等待确认的数据直接进入审核。")
    )
    if setting.set_at is not None:
        who, when = prose.literal(setting.set_by), moments.moment(setting.set_at)
        st.caption(_("最近设置:{who} · {when}").format(who=who, when=when))
    if asked != setting.on:
        clicks.at_once(
            lambda s, p, now: set_head_confirms(s, p, visit.plan.id, asked, now),
            _("已启用单位负责人确认。") if asked else _("已停用单位负责人确认。"),
        )
