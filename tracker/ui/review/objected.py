"""已审核有异议: approved figures that a co-responsible unit objects to; they stand beside the figure."""

from html import escape

import streamlit as st

from tracker.domain.measure.period import Period
from tracker.domain.measure.target import value_in_words
from tracker.domain.workflow.approval import open_objections
from tracker.queries.countersigns import ObjectedTo, objected_to
from tracker.ui.frame import moments, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import bars, links, tables


def show(period: Period) -> None:
    visit = shell.visit()
    listed = shell.known(
        "objected to", lambda s, p: objected_to(s, p, visit.plan, period, as_of=visit.as_of), period
    )
    if not listed:
        return
    rows = [row for each in listed for row in _rows(each)]
    note = _("审核通过后配合单位提出的异议。数据确需修改的,请联系牵头单位提交更正。")
    head = bars.section_html(_("已审核有异议"), f'<span class="note">{escape(note)}</span>')
    st.html(head + tables.table_html(rows, _("已审核有异议"), width=860))


def _rows(each: ObjectedTo) -> list[tables.Row]:
    target, figure = each.score.target, each.score.figure
    value = None if figure is None else figure.value
    return [
        {
            _("目标"): links.target_with_code(target),
            _("牵头单位"): target.lead.name,
            _("已审核"): value_in_words(value, target.terms),
            _("提出单位"): objection.unit,
            _("异议"): objection.note,
            _("提出"): objection.signed_by + _(",") + moments.day_and_clock(objection.signed_at),
        }
        for objection in open_objections(each.submission.countersigns)
    ]
