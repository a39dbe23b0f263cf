"""A figure as it stands, to be read: waiting, approved, or locked by its window."""

import streamlit as st

from tracker.domain import sentences
from tracker.domain.access import Action
from tracker.domain.measure.figure import Figure, ReportState
from tracker.domain.measure.period import span_of_months
from tracker.domain.measure.target import Terms, value_in_words
from tracker.domain.workflow.entry import Field, typed_text
from tracker.queries.entries import Form
from tracker.ui.entry import actions, fields, supplement
from tracker.ui.entry.state import Opening
from tracker.ui.frame import moments, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import evidence, facts, linking, links

_SHORT = (Field.VALUE, Field.NOT_APPLICABLE, Field.FINALITY, Field.CALL, Field.CALL_VALUE)
_LONG = (Field.SCOPE_NOTE, Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP, Field.REASON)


def figure_text(figure: Figure, terms: Terms) -> str:
    """68家(1—9月,预计,未审核)."""
    marks = (span_of_months(figure.data_month), *sentences.inner_marks_but_span(figure))
    return value_in_words(figure.value, terms, marks)


def show_locked(opening: Opening, shown: Form) -> None:
    waits = _("已提交,待单位负责人确认。如需修改,请先撤回。") if shown.awaits_head else ""
    prose.box(waits or shown.locked_because or "")
    if shown.source is not None:
        st.html(links.link_html(linking.entry_link(shown.source, shown.period), "go"))
    _show_refusal(opening)
    _show_record(opening, shown)
    _show_leftovers(opening)
    may_withdraw = shell.visit().admits(Action.REPORT)
    if may_withdraw and shown.state is ReportState.SUBMITTED and shown.report_id is not None:
        _offer_withdrawal(opening, shown, shown.report_id)


def _offer_withdrawal(opening: Opening, shown: Form, report_id: int) -> None:
    if shown.window_locked and shown.approved is None:
        prose.line(_("填报已关闭:撤回后,要等市府办督查重新开放才能再次提交。"), "ink")
    st.button(
        _("撤回"),
        key=f"{opening.key}-withdraw",
        icon=":material/undo:",
        on_click=actions.withdraw,
        args=(opening, report_id),
    )


def show_approved(opening: Opening, shown: Form) -> None:
    _show_refusal(opening)
    prose.box(_approval(shown))
    supplement.show(shown)
    _show_record(opening, shown, _supplement_html(shown))
    st.button(
        _("更正"),
        key=f"{opening.key}-correct",
        icon=":material/edit:",
        on_click=actions.correct,
        args=(opening,),
        help=_("已审核的数据有误时使用,要写明理由,重新审核。"),
    )


def _supplement_html(shown: Form) -> str:
    later = shown.supplement
    if later is None:
        return ""
    by = _("补充说明({by},{moment})").format(by=later.by, moment=moments.day_and_clock(later.at))
    texts = ((Field.PROBLEM, later.problem), (Field.NEXT_STEP, later.next_step))
    return "".join(prose.passage_html(f"{name.label} · {by}", text) for name, text in texts)


def _approval(shown: Form) -> str:
    """Approved as reported, or with another value, and how that was found."""
    figure, terms = shown.approved, shown.target.terms
    if figure is None or not figure.is_verified_otherwise:
        return _("已审核通过,与填报一致。")
    by = _(",") + shown.method.word if shown.method else ""
    verified, reported = (value_in_words(value, terms) for value in (figure.value, figure.reported_value))
    return _("已审核通过。审核值 {verified},填报值 {reported}{by}。").format(
        verified=verified, reported=reported, by=by
    )


def _show_refusal(opening: Opening) -> None:
    if opening.refusal:
        prose.box(opening.refusal, "behind")
        # Said once: the next run shows what stands.
        opening.refusal = ""


def _show_record(opening: Opening, shown: Form, below: str = "") -> None:
    """What is stored, to be read; ``below`` is HTML."""
    if shown.state is None and not shown.has_draft:
        return
    cells = {name: cell.text for name, cell in shown.cells.items()}
    listed = {name: fields.readable(name, cells[name], opening) for name in _SHORT if cells[name]}
    for name in (Field.VALUE, Field.CALL_VALUE):
        if name in listed:
            listed[name] = typed_text(listed[name], shown.target.terms)
    names = {Field.VALUE: fields.value_name(shown)}
    month = _("{month}月").format(month=cells[Field.DATA_MONTH])
    short = facts.beside_html(
        [
            *((names.get(name, name.label_in(shown.period.rhythm)), text) for name, text in listed.items()),
            (Field.DATA_MONTH.label, month),
        ]
    )
    texts = "".join(prose.passage_html(name.label, cells[name]) for name in _LONG)
    files = evidence.files_html(shown.files, evidence.draft_of(shown.target.id, shown.period))
    prose.html(f'<div class="record">{short}{texts}{files}{below}</div>')


def _show_leftovers(opening: Opening) -> None:
    """Texts that were typed before the lock and are stored nowhere: to be copied, not lost."""
    if not opening.pending:
        return
    with st.container(border=True):
        prose.line(_("以下内容填写后没有保存,只在本页,请自行留存:"), "ink", strong=True)
        for name in opening.pending:
            prose.passage(name.label, fields.readable(name, opening.typed[name], opening))
