"""会议材料, 定稿: what the frozen material would lack, and the form that freezes it."""

from datetime import datetime
from html import escape

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
from tracker.ui.frame import clicks, moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts.bars import section_html


def gaps_html(period: Period) -> str:
    """What the frozen material would lack: said before, because afterwards it can't be mended."""
    visit, card = shell.visit(), shell.card(period)
    missing = len(card.missing)
    queued = shell.read(lambda s, p: waiting(s, p, visit.plan, period, as_of=visit.as_of))
    title = _("{period}定稿").format(period=period.label)
    head = section_html(title) + f'<p class="note freezing-counts">{escape(plan_counts(card))}</p>'
    lacking = [_("目标{missing}项应报未报").format(missing=missing)] if missing else []
    if queued:
        counted = counted_in_words(each.score.target.terms.kind for each in queued)
        lacking.append(_("{queued}已提交、尚待审核").format(queued=counted))
    if not lacking:
        return head
    sentence = _("{lacking}。定稿后不会再变,请确认是否现在定稿。").format(lacking=_(",").join(lacking))
    return f'{head}<div role="status" class="caution">{escape(sentence)}</div>'


@in_chinese()
def _default_name(period: Period) -> str:
    """Stored with the snapshot: Chinese, whoever freezes it."""
    return _("{year}年{span}重点目标进展").format(year=period.year, span=period.span)


def freeze_form(period: Period, frozen_so_far: int) -> None:
    visit = shell.visit()
    # The number of snapshots in the keys: the second click of a double click meets no button.
    turn = f"{period}_{frozen_so_far}"
    with st.form(f"freeze_{turn}", border=False):
        left, right = st.columns([3, 1])
        name = left.text_input(
            _("材料名称"),
            _default_name(period),
            key=f"name_{turn}",
            max_chars=200,
        )
        today = moments.wall_clock(visit.now).date()
        meeting_on = right.date_input(_("会议日期"), today, key=f"meeting_{turn}", format="YYYY-MM-DD")
        with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
            is_clicked = st.form_submit_button(_("定稿"), type="primary", icon=":material/lock:")
            unapproved = st.checkbox(_("包含未审核的数据(材料中会标明)"), key=f"unapproved_{turn}")
        if not is_clicked:
            return

    def act(session: Session, person: Person, now: datetime) -> str:
        # Read and stored in one transaction: what is frozen is what was there.
        card = scorecard(session, visit.plan, period, person, now=now, include_unapproved=unapproved)
        texts, records = texts_of(session, card), records_of(session, person, card, meeting_on)
        return freeze(session, person, card, texts, name, meeting_on, now, records)

    clicks.at_once(act, lambda number: _("已定稿,编号 {number}。").format(number=number))
