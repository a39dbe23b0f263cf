"""已审: what was decided on the submissions of a period, in all open plans, the newest first."""

from datetime import UTC, datetime

import streamlit as st

from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.target import value_in_words
from tracker.domain.progress.scorecard import Target
from tracker.domain.sentences.short_names import plan_called
from tracker.queries.decided import Decided, decided
from tracker.queries.submissions import Submission
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.frame.shell import Visit
from tracker.ui.parts import links, plans, tables
from tracker.ui.review import queue

_NEVER = datetime.min.replace(tzinfo=UTC)
# Remarks are few: the column takes no room from the plans' names.
_SHARES_WITH_PLAN = (20, 22, 10, 8, 8, 6, 9, 7, 10)
_MOST = 200  # rows of the page; a target's page has all of its own


def show() -> None:
    """What was decided in all open plans, or in the one that the list is narrowed to."""
    visits = plans.shown()
    found = {each.plan.code: _decided(each) for each in shell.visits_shown()}
    counts = {code: known.count for code, known in found.items()}
    if choice := plans.choice_html("review", counts, mode=queue.DONE):
        st.html(choice)
    listed = [(each, target, sent) for each in visits for target, sent in found[each.plan.code].listed]
    # Each plan's come in this order already.
    listed = sorted(listed, key=lambda line: line[2].decided_at or _NEVER, reverse=True)[:_MOST]
    if not listed:
        prose.empty(
            _("{period}还没有审核过的填报").format(period=shell.period().label),
            _("审核通过或退回后会出现在这里。"),
        )
        return
    rows = [_row(*line, with_plan=len(visits) > 1) for line in listed]
    approved = sum(sent.state is ReportState.APPROVED for _visit, _target, sent in listed)
    count = sum(counts[each.plan.code] for each in visits)
    words = _("已审{n}项次,新近的在前:通过{approved},退回{returned}")
    if count > _MOST:
        words = _("已审{n}项次,此处为新近的{most}项次:通过{approved},退回{returned}")
    prose.line(words.format(n=count, most=_MOST, approved=approved, returned=len(rows) - approved))
    shares = _SHARES_WITH_PLAN if len(visits) > 1 else ()
    st.html(tables.table_html(rows, _("已审"), width=960, shares=shares))


def _decided(visit: Visit) -> Decided:
    period = shell.period_of(visit)
    with shell.about(visit):
        return shell.known(
            "decided", lambda s, p: decided(s, p, visit.plan, period, most=_MOST, as_of=visit.as_of), period
        )


def _row(visit: Visit, target: Target, sent: Submission, *, with_plan: bool) -> tables.Row:
    """The figure as it was reported, and the verified one where it is another."""
    verified = sent.verified_value
    with shell.about(visit):
        there = links.target_link(target)
    return {
        _("目标"): there,
        **({_("方案"): plan_called(visit.plan)} if with_plan else {}),
        _("牵头单位"): target.lead.name,
        _("填报值"): tables.Number(value_in_words(sent.value, target.terms)),
        _("审核值"): tables.Number("" if verified is None else value_in_words(verified, target.terms)),
        _("结果"): sent.state.word,
        _("意见"): sent.note,
        _("审核人"): sent.decided_by,
        _("时间"): tables.Number("" if sent.decided_at is None else moments.day_and_clock(sent.decided_at)),
    }
