"""已审: what was decided on the quarter's submissions, the newest first, with who decided and when."""

import streamlit as st

from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import value_in_words
from tracker.domain.progress.scorecard import Target
from tracker.queries.decided import decided
from tracker.queries.submissions import Submission
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import links, tables

_MOST = 200  # rows of the page; a target's page has all of its own


def show(period: Period) -> None:
    visit = shell.visit()
    known = shell.known(
        "decided", lambda s, p: decided(s, p, visit.plan, period, most=_MOST, as_of=visit.as_of), period
    )
    if not known.listed:
        prose.empty(
            _("{period}还没有审核过的填报").format(period=period.label),
            _("审核通过或退回后会出现在这里。"),
        )
        return
    rows = [_row(target, sent) for target, sent in known.listed]
    approved = sum(sent.state is ReportState.APPROVED for _target, sent in known.listed)
    words = _("已审{n}项次,新近的在前:通过{approved},退回{returned}")
    if known.count > _MOST:
        words = _("已审{n}项次,此处为新近的{most}项次:通过{approved},退回{returned}")
    counted = words.format(n=known.count, most=_MOST, approved=approved, returned=len(rows) - approved)
    prose.line(counted)
    st.html(tables.table_html(rows, _("已审"), width=960))


def _row(target: Target, sent: Submission) -> tables.Row:
    """The figure as it was reported, and the verified one where it is another."""
    verified = sent.verified_value
    return {
        _("目标"): links.target_link(target),
        _("牵头单位"): target.lead.name,
        _("填报值"): tables.Number(value_in_words(sent.value, target.terms)),
        _("审核值"): tables.Number("" if verified is None else value_in_words(verified, target.terms)),
        _("结果"): sent.state.word,
        _("意见"): sent.note,
        _("审核人"): sent.decided_by,
        _("时间"): tables.Number("" if sent.decided_at is None else moments.day_and_clock(sent.decided_at)),
    }
