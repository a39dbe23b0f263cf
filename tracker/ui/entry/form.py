"""One target's entry: the promise on top, then the fields, or why nothing can be entered."""

from html import escape

import streamlit as st

from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.target import Kind
from tracker.domain.workflow.entry import Beside, Checked, Field, note_of
from tracker.queries.entries import Form
from tracker.ui.entry import actions, company, fields, files, record, state
from tracker.ui.entry.state import Opening
from tracker.ui.frame import address, moments, prose
from tracker.ui.frame.language import _
from tracker.ui.parts import clauses, facts, offers, typed


def show(shown: Form) -> None:
    """Draw the form as it is stored; typing in it redraws its own part only."""
    opening = state.opening_of(shown)
    with st.container(gap="medium"):
        asked = facts.beside_html((*clauses.promise(shown.target, shown.rules), _last_period(shown)))
        of = f"<div>{clauses.heading_html(shown.target)}</div>"
        prose.html(f'<div class="record">{of}{clauses.quoted_html(shown.target)}{asked}</div>')
        _show_review(opening, shown)
        if shown.locked_because is not None:
            record.show_locked(opening, shown)
        # An approved figure is read only, until somebody begins to correct it.
        elif shown.is_correction and not (shown.has_draft or opening.is_correcting or opening.pending):
            record.show_approved(opening, shown)
        else:
            company.show(opening, shown)
            _fields(opening, shown, address.seen())
        offers.matter(shown.target)


def _last_period(shown: Form) -> facts.Fact:
    before = shown.period.previous
    if before is None:
        return "", ""
    figure = shown.previous
    text = _("没有数据") if figure is None else record.figure_text(figure, shown.target.terms)
    return _("{span}已报").format(span=before.span), text


def _show_review(opening: Opening, shown: Form) -> None:
    """What the office said of the last submission; remarks on a field stand beside it."""
    if shown.state is not ReportState.RETURNED:
        return
    beside = {name for name in opening.notes if name is not None and _is_drawn(name, shown)}
    on_top = note_of({name: text for name, text in opening.notes.items() if name not in beside})
    with st.container(border=True):
        prose.line(_("{who}退回,请修改后重新提交:").format(who=shown.returned_by), "ink", strong=True)
        if on_top:
            st.text(on_top)
        if beside:
            names = _("、").join(name.label for name in (*Field, *Beside) if name in beside)
            prose.line(_("意见见各项下方:{names}").format(names=names), "ink")


def _is_drawn(name: Field | Beside, shown: Form) -> bool:
    """Whether the form has a field to put a remark beside."""
    is_open = shown.locked_because is None
    return is_open and not (name is Field.CALL_VALUE and shown.target.terms.kind is Kind.MILESTONE)


@st.fragment
def _fields(opening: Opening, shown: Form, drawn: dict[str, str]) -> None:
    address.follow_moves(drawn)
    if opening.must_reload:
        st.rerun()
    checked = state.checked(opening, shown)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        fields.show_value(opening, shown, checked)
        fields.show_reason(opening, shown, checked)
    with right:
        fields.show_nature(opening, checked)
    fields.show_texts(opening, checked)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        fields.show_call(opening, shown, checked)
        offers.adjustment_if_called_for(opening.typed[Field.CALL], shown.target)
    with right:
        fields.show_scope(opening, checked)
    files.show(opening)
    _show_end(opening, shown, checked)


def _show_end(opening: Opening, shown: Form, checked: Checked) -> None:
    """Whether everything is saved, and the button that ends it."""
    if opening.refusal:
        prose.box(opening.refusal, "behind")
    open_questions = fields.unanswered(opening, checked)
    if open_questions:
        prose.line(_("请先核对上面的提示,确认数据无误后再提交。"), "ink")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("提交更正") if shown.is_correction else _("提交"),
            key=f"{opening.key}-send",
            type="primary",
            icon=":material/send:",
            on_click=actions.send,
            args=(opening,),
            disabled=open_questions > 0,
        )
        if opening.unsaved and not opening.conflicts:
            st.button(_("重试保存"), key=f"{opening.key}-retry", on_click=state.keep_pending, args=(opening,))
        if shown.is_correction:
            st.button(_("取消更正"), key=f"{opening.key}-drop", on_click=actions.drop, args=(opening,))
        _show_saved(opening)


def _show_saved(opening: Opening) -> None:
    """Whether everything is stored: to people in words, to the browser in marks."""
    words = ""
    if opening.unsaved:
        words = escape(
            _("尚未保存:{names}").format(names=_("、").join(name.label for name in opening.unsaved))
        )
    elif opening.saved_at is not None:
        words = escape(_("草稿已保存 {clock}").format(clock=moments.clock(opening.saved_at)))
    tone = "in-ink strong" if opening.unsaved else "in-muted"
    marks = typed.marks_html(state.texts_shown(opening))
    st.html(f'<div role="status" class="line {tone}">{words}</div>{marks}')
