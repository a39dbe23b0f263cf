"""会议材料, 冻结: what the frozen material would lack, and the form that freezes it."""

from datetime import datetime

import streamlit as st

from tracker.db import Session
from tracker.domain.access import Person
from tracker.domain.language import in_chinese
from tracker.domain.measure.period import Period
from tracker.domain.sentences import plan_counts
from tracker.domain.workflow.tasks import counted_in_words
from tracker.queries.meeting import records_of
from tracker.queries.scorecard import scorecard, texts_of
from tracker.queries.waiting import waiting
from tracker.services.snapshots import freeze
from tracker.ui.frame import clicks, moments, prose, shell
from tracker.ui.frame.language import _


def warn_of_gaps(period: Period) -> None:
    """What the frozen material would lack: said before, because afterwards it can't be mended."""
    visit, card = shell.visit(), shell.card(period)
    missing = len(card.missing)
    queued = shell.read(lambda s, p: waiting(s, p, visit.plan, period, as_of=visit.as_of))
    st.caption(prose.literal(plan_counts(card)))
    if missing or queued:
        sentence = _("目标{missing}项应报未报,{queued}已提交、尚待审核。冻结后不会再变,请确认是否现在冻结。")
        counted = counted_in_words(each.score.target.terms.kind for each in queued)
        st.warning(sentence.format(missing=missing, queued=counted), icon=":material/warning:")


@in_chinese()
def _default_name(period: Period) -> str:
    """Stored with the snapshot: Chinese, whoever freezes it."""
    return _("{period}重点目标进展").format(period=period.label)


def freeze_form(period: Period, frozen_so_far: int) -> None:
    visit = shell.visit()
    # The number of snapshots in the keys: the second click of a double click meets no button.
    turn = f"{period}_{frozen_so_far}"
    with st.form(f"freeze_{turn}"):
        name = st.text_input(
            _("材料名称"),
            _default_name(period),
            key=f"name_{turn}",
            max_chars=200,
        )
        today = moments.wall_clock(visit.now).date()
        meeting_on = st.date_input(_("会议日期"), today, key=f"meeting_{turn}", format="YYYY-MM-DD")
        unapproved = st.checkbox(_("包含未审核的数据(材料中会标明)"), key=f"unapproved_{turn}")
        if not st.form_submit_button(_("冻结"), type="primary", icon=":material/lock:"):
            return

    def act(session: Session, person: Person, now: datetime) -> str:
        # Read and stored in one transaction: what is frozen is what was there.
        card = scorecard(session, visit.plan, period, person, now=now, include_unapproved=unapproved)
        texts, records = texts_of(session, card), records_of(session, person, card, meeting_on)
        return freeze(session, person, card, texts, name, meeting_on, now, records)

    clicks.at_once(act, lambda number: _("已冻结,编号 {number}。").format(number=number))
