"""The fields of the entry form, each with what is to be said beside it."""

from hashlib import sha256

import streamlit as st

from tracker.domain.language import bracketed
from tracker.domain.measure.figure import Finality, YearEndCall
from tracker.domain.measure.target import Kind, milestone_choices
from tracker.domain.workflow.entry import Checked, Field, typing_hint
from tracker.queries.entries import Form
from tracker.ui.entry import state
from tracker.ui.entry.state import Opening
from tracker.ui.frame import prose
from tracker.ui.frame.language import _

# The height of a field for two or three sentences; it grows by hand.
_TEXT_HEIGHT = 112
# Asked for by what stands in another field, be they touched or not.
_ASKED_BY = {
    Field.PROBLEM: Field.VALUE,
    Field.NEXT_STEP: Field.VALUE,
    Field.SCOPE_NOTE: Field.DATA_MONTH,
    Field.CALL_VALUE: Field.CALL,
}


def show_value(opening: Opening, shown: Form, checked: Checked) -> None:
    """The figure, cumulative since January, read back while it is typed."""
    terms = shown.target.terms
    not_applicable = opening.typed[Field.NOT_APPLICABLE] == "1"
    if terms.kind is Kind.MILESTONE:
        _segments(opening, Field.VALUE, value_name(shown), milestone_choices(terms), not_applicable)
    else:
        _typed(
            opening,
            Field.VALUE,
            bracketed(value_name(shown), terms.unit_of_measure),
            live=True,
            disabled=not_applicable,
        )
        previous = None if shown.previous is None else shown.previous.value
        hint = typing_hint(opening.typed[Field.VALUE], terms, previous, opening.period.rhythm)
        if hint and not not_applicable and hint not in {each.message for each in checked.findings}:
            prose.line(hint)
    show_findings(opening, checked, Field.VALUE)


def value_name(shown: Form) -> str:
    """What the figure is called: cumulative for what adds up, else the state that was reached."""
    kind = shown.target.terms.kind
    if kind is Kind.MILESTONE:
        return _("节点进展")
    if kind.is_flow:
        return _("{span}累计").format(span=shown.period.span)
    return _("本期数值")


def show_nature(opening: Opening, checked: Checked) -> None:
    """Until which month the figure runs, and how final it is."""
    name = Field.DATA_MONTH
    st.selectbox(
        name.label,
        state.options_of(name, opening) or [],
        format_func=lambda month: _("截至{month}月").format(month=month),
        key=_ready(opening, name),
        on_change=state.keep,
        args=(opening, name),
        placeholder=_("请选择月份"),
    )
    show_findings(opening, checked, name)
    _segments(opening, Field.FINALITY, Field.FINALITY.label, {each.value: each.word for each in Finality})
    show_findings(opening, checked, Field.FINALITY)


def show_scope(opening: Opening, checked: Checked) -> None:
    name = Field.NOT_APPLICABLE
    st.checkbox(
        name.label_in(opening.period.rhythm),
        key=_ready(opening, name),
        on_change=state.keep,
        args=(opening, name),
        help=_(
            "{this}确实没有可报的数据时选择,并在口径说明中写明原因。没有完成请填 0,不要选择不适用。"
        ).format(this=opening.period.rhythm.this),
    )
    show_findings(opening, checked, name)
    _typed(
        opening,
        Field.SCOPE_NOTE,
        Field.SCOPE_NOTE.label,
        placeholder=_("如:不含港区"),
    )
    show_findings(opening, checked, Field.SCOPE_NOTE)


def show_texts(opening: Opening, checked: Checked) -> None:
    hints = {
        Field.PROGRESS: _("{this}做了什么、进展到哪一步").format(this=opening.period.rhythm.this),
        Field.PROBLEM: _("进度落后时必填"),
        Field.NEXT_STEP: _("进度落后时必填:由谁、何时、做什么"),
    }
    for name, hint in hints.items():
        _written(opening, name, hint)
        show_findings(opening, checked, name)


def show_call(opening: Opening, shown: Form, checked: Checked) -> None:
    """The lead's own call on the year's end, with the value expected."""
    _segments(opening, Field.CALL, Field.CALL.label, {each.value: each.word for each in YearEndCall})
    show_findings(opening, checked, Field.CALL)
    terms = shown.target.terms
    if terms.kind is Kind.MILESTONE:
        return
    _typed(opening, Field.CALL_VALUE, bracketed(Field.CALL_VALUE.label, terms.unit_of_measure), live=True)
    hint = typing_hint(opening.typed[Field.CALL_VALUE], terms, None)
    if hint and hint not in {each.message for each in checked.findings}:
        prose.line(hint)
    show_findings(opening, checked, Field.CALL_VALUE)


def show_reason(opening: Opening, shown: Form, checked: Checked) -> None:
    """Only where one is needed: a correction, a total that falls, or a remark of the office on it."""
    falls = any(each.refuses and each.suggestion for each in checked.findings)
    if shown.is_correction or falls or opening.typed[Field.REASON] or Field.REASON in opening.notes:
        label = "" if shown.is_correction else _("数据减少的原因")
        _written(opening, Field.REASON, _("为什么与已报的数据不同"), label)
        show_findings(opening, checked, Field.REASON)


def show_findings(opening: Opening, checked: Checked, name: Field) -> None:
    """What the office remarked on this field; what the rules say of it, once it or the figure was touched,
    or where they ask, for nothing is sent before the answer; what another hand wrote."""
    if name in opening.notes:
        prose.remark(opening.notes[name])
    is_asked = any(each.field is name for each in checked.questions)
    if is_asked or name in opening.touched or _ASKED_BY.get(name) in opening.touched:
        show_rules(opening, checked, name)
    show_unsaved(opening, name)


def show_rules(opening: Opening, checked: Checked, name: Field, before: str = "") -> None:
    """Findings on a field, each with its correction; ``before`` names the field where it is not in sight."""
    findings = [each for each in checked.findings if each.field is name]
    for finding in findings:
        prose.line(f"{before}{finding.message}", "behind" if finding.refuses else "ink")
    asks = any(not each.refuses for each in findings)
    if not asks and not any(each.suggestion for each in findings):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for text in dict.fromkeys(each.suggestion for each in findings if each.suggestion is not None):
            st.button(
                _("改为 {text}").format(text=prose.literal(text)),
                key=f"{opening.key}-take-{_mark(opening, checked, name)}-{text}",
                on_click=state.suggest,
                args=(opening, name, text),
            )
        if asks:
            # All questions on a figure are answered at once, and once; another figure is another question.
            mark = _mark(opening, checked, name)
            key = f"{opening.key}-answer-{mark}"
            st.session_state.setdefault(key, mark in opening.answered)
            st.checkbox(_("已核对,数据无误"), key=key, on_change=_answer, args=(opening, key, mark))


def _answer(opening: Opening, key: str, mark: str) -> None:
    (opening.answered.add if st.session_state[key] else opening.answered.discard)(mark)


def unanswered(opening: Opening, checked: Checked) -> int:
    """On how many fields a question waits for its answer."""
    asked = {each.field for each in checked.questions}
    return sum(_mark(opening, checked, name) not in opening.answered for name in asked)


def _mark(opening: Opening, checked: Checked, name: Field) -> str:
    """Names what is asked about a field: its text with all questions on it."""
    asked = "|".join(each.message for each in checked.questions if each.field is name)
    return sha256(f"{name.value}|{asked}|{opening.typed[name]}".encode()).hexdigest()[:12]


def show_unsaved(opening: Opening, name: Field) -> None:
    theirs = opening.conflicts.get(name)
    if theirs is None:
        if name in opening.unsaved:
            why = opening.unsaved[name]
            prose.line(_("尚未保存,内容仍在本页。{why}").format(why=why), "ink", strong=True)
        return
    with st.container(border=True):
        who = theirs.saved_by or _("其他人")
        what = name.label_in(opening.period.rhythm)
        prose.line(_("{who}刚把“{what}”改为:").format(who=who, what=what), "ink", strong=True)
        st.text(readable(name, theirs.text, opening))
        prose.line(_("您填写的是:"), "ink", strong=True)
        st.text(readable(name, opening.typed[name], opening))
        with st.container(horizontal=True):
            st.button(
                _("采用对方内容"),
                key=f"{opening.widget(name)}-adopt",
                on_click=state.adopt,
                args=(opening, name),
            )
            st.button(
                _("保留我的内容"),
                key=f"{opening.widget(name)}-insist",
                on_click=state.insist,
                args=(opening, name),
            )


def readable(name: Field, text: str, opening: Opening) -> str:
    """A field's text as people read it."""
    if not text:
        return _("(空)")
    words = {each.value: each.word for each in (*Finality, *YearEndCall)}
    if name is Field.VALUE and opening.target.terms.kind is Kind.MILESTONE:
        words |= milestone_choices(opening.target.terms)
    if name is Field.NOT_APPLICABLE:
        words |= {"1": _("不适用")}
    word: str = words.get(text, text)
    return word


def _ready(opening: Opening, name: Field) -> str:
    """The widget's key, with its state made from what was typed where it has none."""
    key: str = opening.widget(name)
    if key not in st.session_state:
        st.session_state[key] = state.as_widget(name, opening.typed[name], opening)
    return key


def _typed(
    opening: Opening,
    name: Field,
    label: str,
    *,
    live: bool = False,
    disabled: bool = False,
    placeholder: str | None = None,
) -> None:
    st.text_input(
        label,  # unescaped: it is read aloud too, and no unit of measure holds Markdown
        key=_ready(opening, name),
        on_change=state.keep,
        args=(opening, name),
        live="400ms" if live else False,
        autocomplete="off",
        disabled=disabled,
        placeholder=placeholder,
    )


def _written(opening: Opening, name: Field, placeholder: str, label: str = "") -> None:
    st.text_area(
        label or name.label,
        key=_ready(opening, name),
        height=_TEXT_HEIGHT,
        on_change=state.keep,
        args=(opening, name),
        placeholder=placeholder,
    )


def _segments(
    opening: Opening, name: Field, label: str, words: dict[str, str], disabled: bool = False
) -> None:
    st.segmented_control(
        label,
        list(words),
        format_func=lambda value: words[value],
        key=_ready(opening, name),
        on_change=state.keep,
        args=(opening, name),
        disabled=disabled,
        wrap=True,
    )
