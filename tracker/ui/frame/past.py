"""Looking back: the day in the head, and the banner on every page while the past is shown."""

from datetime import date, timedelta

import streamlit as st

from tracker.ui.frame import address, moments, shell
from tracker.ui.frame.language import _

_DAY = "past_day"


def control(visit: shell.Visit) -> None:
    """The date of the address; another one, or none, is put there. Sent when it is opened."""
    shown = None if visit.as_of is None else moments.day_of(visit.as_of)
    label = _("截至现在") if shown is None else _("截至{day}").format(day=moments.day(shown))
    place = st.popover(label, icon=":material/schedule:", key="asof", on_change="rerun")
    if not place.open:
        return
    yesterday = moments.day_of(shell.now()) - timedelta(days=1)
    start = min(date(visit.plan.year, 1, 1), yesterday)
    st.session_state[_DAY] = shown
    place.date_input(
        _("回看日期"),
        value=None,
        # A link may lead to a day before the plan: the field would refuse it.
        min_value=start if shown is None else min(start, shown),
        max_value=yesterday,
        key=_DAY,
        on_change=_choose,
        format="YYYY-MM-DD",
        help=_("各页按这一天24时系统中的情况显示,只能查看;清除日期即返回现在。"),
    )


def banner(visit: shell.Visit) -> None:
    if visit.as_of is None:
        return
    sentence = _("正在回看{day}24时的情况,只能查看。").format(day=moments.day(moments.day_of(visit.as_of)))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.info(sentence, icon=":material/history:")
        st.button(_("返回现在"), icon=":material/update:", on_click=address.leave_past)


def present_only(visit: shell.Visit) -> None:
    """Said on pages of what is changed in place and has no past."""
    if visit.as_of is not None:
        st.caption(_("本页不随回看日期变化,显示的是现在的情况。"))


def _choose() -> None:
    day = st.session_state[_DAY]
    if day is None:
        address.leave_past()
    else:
        address.enter_past(day)
