"""怎么算, 研判回顾: once the year is over, how good the departments' calls were, quarter by quarter."""

from html import escape

import streamlit as st

from tracker.domain.progress.calls import CallRecord, JudgedCall, call_records, judged_calls
from tracker.domain.progress.scorecard import Scorecard
from tracker.domain.sentences.outlook import (
    calls_meaning,
    miss_text,
    record_text,
    result_text,
    verdict_word,
)
from tracker.ui.frame import prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, tables
from tracker.ui.parts.links import target_with_code

_MOST = 60


def show() -> None:
    """By quarter: how many calls came true, and those that did not. Approved figures only."""
    visit, rhythm = shell.visit(), shell.visit().plan.rhythm
    # What came of a call is known when the year is over.
    last = shell.card(visit.plan.periods[-1])
    records = shell.keep(last, "call-records", lambda: _records(last))
    st.caption(calls_meaning(rhythm))
    if not records:
        prose.empty(
            _("还没有可以回顾的研判"),
            _("{last}数据(截至12月)审核通过后,{every}的年底研判会在这里与全年结果逐项对照。").format(
                last=visit.plan.periods[-1].name, every=rhythm.every
            ),
        )
        return
    for record in records:
        _show(record)


def _records(last: Scorecard) -> tuple[CallRecord, ...]:
    periods = last.plan.periods
    cards = [*(shell.card(period) for period in periods[:-1]), last]
    by_target = [{score.target.id: score for score in card.scores} for card in cards]
    calls = (
        each
        for score in last.scores
        for each in judged_calls(
            [
                (period, scores[score.target.id])
                for period, scores in zip(periods, by_target, strict=True)
                if score.target.id in scores
            ],
            last.rules,
        )
    )
    return call_records(calls)


def _show(record: CallRecord) -> None:
    st.html(f"{bars.section_html(record.period.label)}<p>{escape(record_text(record))}</p>")
    if record.wrong:
        tables.table([_row(each) for each in record.wrong[:_MOST]], _("与结果不符的研判"), width=760)
    if len(record.wrong) > _MOST:
        st.caption(_("共{count}项,以上是前{most}项。").format(count=len(record.wrong), most=_MOST))


def _row(each: JudgedCall) -> tables.Row:
    target = each.target
    return {
        _("目标"): target_with_code(target, each.period),
        _("牵头单位"): target.lead.name,
        _("当时目标"): target.aim,
        _("研判"): each.call.word,
        _("全年结果"): result_text(each),
        _("预计值"): miss_text(each) or "—",
        _("结论"): verdict_word(each.verdict),
    }
