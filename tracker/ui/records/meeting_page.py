"""会议材料: freeze a quarter as it stands, under a number and a hash; hand the frozen ones out."""

from itertools import zip_longest

import streamlit as st

from tracker.domain.access import Action, allowed
from tracker.domain.language import in_chinese
from tracker.domain.measure.period import Period
from tracker.domain.sentences import plan_counts
from tracker.queries.meeting import records_of
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.snapshots import snapshots
from tracker.queries.waiting import waiting
from tracker.services.snapshots import freeze
from tracker.ui.frame import shell
from tracker.ui.frame.language import _
from tracker.ui.parts import widgets
from tracker.ui.records.meeting import show


def warn_of_gaps(period: Period) -> None:
    """What the frozen material would lack: said before, because afterwards it can't be mended."""
    here, card = shell.visit(), shell.card(period)
    missing = len(card.missing)
    queued = len(shell.read(lambda s, p: waiting(s, p, here.plan, period, as_of=here.as_of)))
    st.caption(widgets.literal(plan_counts(card)))
    if missing or queued:
        said = _("{missing}项应报未报,{queued}项已提交、尚待审核。冻结后不会再变,请确认是否现在冻结。")
        st.warning(said.format(missing=missing, queued=queued), icon=":material/warning:")


@in_chinese()
def _default_name(period: Period) -> str:
    """Stored with the snapshot: Chinese, whoever freezes it."""
    return _("{period}重点目标进展").format(period=period.label)


def freeze_form(period: Period, frozen_so_far: int) -> None:
    here = shell.visit()
    # The number of snapshots in the keys: the second click of a double click meets no button.
    turn = f"{period}_{frozen_so_far}"
    with st.form(f"freeze_{turn}"):
        name = st.text_input(
            _("材料名称"),
            _default_name(period),
            key=f"name_{turn}",
            max_chars=200,
        )
        today = widgets.here(here.now).date()
        meeting_on = st.date_input(_("会议日期"), today, key=f"meeting_{turn}", format="YYYY-MM-DD")
        unapproved = st.checkbox(_("包含未审核的数据(材料中会标明)"), key=f"unapproved_{turn}")
        if not st.form_submit_button(_("冻结"), type="primary", icon=":material/lock:"):
            return
    with shell.told():
        # Read and stored in one transaction: what is frozen is what was there.
        number = shell.write(
            lambda s, p, now: freeze(
                s,
                p,
                (card := scorecard(s, here.plan, period, p, include_unapproved=unapproved)),
                texts_of(s, card),
                name,
                meeting_on,
                now,
                records_of(s, p, card, meeting_on),
            )
        )
        widgets.leave_word(_("已冻结,编号 {number}。").format(number=number))
        st.rerun()


def page() -> None:
    here = shell.visit()

    st.header(_("会议材料"), anchor=False)
    widgets.show_word()
    frozen = shell.read(lambda s, p: snapshots(s, p, here.plan.id, as_of=here.as_of))
    if here.as_of is None and allowed(here.person.role, Action.FREEZE_SNAPSHOT):
        st.subheader(_("冻结一份材料"), anchor=False)
        chosen = shell.pick_period()
        warn_of_gaps(chosen)
        freeze_form(chosen, len(frozen))
    st.subheader(_("已冻结的材料"), anchor=False)
    if not frozen:
        widgets.empty(
            _("还没有会议材料"),
            _("市府办督查冻结一个{noun}后,材料会按编号列在这里,供下载。").format(noun=here.plan.rhythm.noun),
        )
    for line, before in zip_longest(frozen, frozen[1:]):
        show(line, before)
