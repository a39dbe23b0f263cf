"""A column pasted from a spreadsheet: what it would fill in is shown first, then taken with one click."""

from collections.abc import Mapping

import streamlit as st

from tracker.domain.language.errors import BadInput
from tracker.domain.workflow.entry import Field, check_entry, typing_hint
from tracker.domain.workflow.pasting import PastedLine, PasteRow, cell_of_draft, read_paste
from tracker.ui.entry import state
from tracker.ui.frame import clicks, prose
from tracker.ui.frame.language import _
from tracker.ui.parts import tables
from tracker.ui.tasks.line import Line

# A cell that was filled: which, what stood there before, what was put in.
Change = tuple[state.Opening, Field, str, str]
_TEXT, _UNDO = "tasks-pasted", "tasks-undo"


def show(lines: tuple[Line, ...]) -> None:
    is_asked = st.query_params.get("paste") == "true"
    with st.expander(
        _("从Excel粘贴"), key="tasks-paste-open", icon=":material/content_paste:", expanded=is_asked
    ):
        st.caption(
            _(
                "复制填报表,或编号(名称)、数值两列,粘贴到这里,核对后填入;只复制一列的,行数须与下表相同。空白的保持原样。"
            )
        )
        st.text_area(
            _("粘贴的内容"),
            key=_TEXT,
            height=140,
            label_visibility="collapsed",
            placeholder="A1-01\t68\nA1-02\t12",
        )
        text = st.session_state.get(_TEXT) or ""
        if text.strip():
            _preview(lines, text)


def _preview(lines: tuple[Line, ...], text: str) -> None:
    rows = [
        PasteRow(each.code, each.name, each.terms, "" if line.opening else line.locked_because)
        for line in lines
        for each in (line.form.target,)
    ]
    try:
        pasted = read_paste(text, rows)
    except BadInput as refusal:
        prose.box(str(refusal))
        return
    by_code = {line.form.target.code: line for line in lines}
    shown = [_shown(each, by_code) for each in pasted]
    if shown:
        tables.table(shown, _("粘贴内容的核对表"), width=760)
    openings = {code: line.opening for code, line in by_code.items() if line.opening is not None}
    taken = [(openings[each.code], each.typed) for each in pasted if each.code in openings and each.typed]
    st.button(
        _("把{n}项填入草稿").format(n=len(taken)),
        key="tasks-paste-take",
        type="primary",
        icon=":material/edit_note:",
        on_click=_take,
        args=(taken,),
        disabled=not taken,
    )


def _shown(pasted: PastedLine, by_code: Mapping[str, Line]) -> tables.Row:
    line = by_code.get(pasted.code or "")
    name = "—" if line is None else f"{line.form.target.code} {line.form.target.name}"
    now = "" if line is None else cell_of_draft(line.typed, line.form.target.terms)
    return {
        _("行"): str(pasted.number),
        _("粘贴的内容"): " | ".join(pasted.cells),
        _("目标"): name,
        _("现有"): now or "—",
        _("读作"): "—" if line is None or not pasted.typed else _read(line, pasted.typed),
        _("提示"): pasted.said if line is None or not pasted.typed else _findings(line, pasted.typed),
    }


def _read(line: Line, typed: Mapping[Field, str]) -> str:
    terms = line.form.target.terms
    cell = cell_of_draft(typed, terms)
    previous = None if line.form.previous is None else line.form.previous.value
    return cell if typed.get(Field.NOT_APPLICABLE) == "1" else typing_hint(cell, terms, previous) or cell


def _findings(line: Line, typed: Mapping[Field, str]) -> str:
    """What the rules say of the figure, as if it stood in the draft."""
    merged = {name.value: text for name, text in {**line.typed, **typed}.items()}
    form = line.form
    checked = check_entry(merged, form.target.terms, form.period, form.neighbours, form.rules)
    about = (Field.VALUE, Field.SCOPE_NOTE)  # what is not applicable needs its reason
    return "".join(each.message for each in checked.findings if each.field in about)


def _take(taken: list[tuple[state.Opening, Mapping[Field, str]]]) -> None:
    changes: list[Change] = [
        (opening, name, opening.typed[name], text)
        for opening, typed in taken
        for name, text in typed.items()
        if opening.typed[name] != text
    ]
    remember(changes)
    for opening, name, _before, text in changes:
        state.take(opening, name, text)
    st.session_state[_TEXT] = ""
    clicks.leave(_("已把{n}项填入草稿,请在表格中补充其余内容。").format(n=len(taken)))


def remember(changes: list[Change]) -> None:
    """What several cells held before they were filled at once, for one way back."""
    st.session_state[_UNDO] = changes


def show_undo() -> None:
    changes: list[Change] = st.session_state.get(_UNDO, [])
    # What was typed over since, or sent in, stays.
    standing = [each for each in changes if each[0].typed[each[1]] == each[3] and not each[0].must_reload]
    if standing:
        st.button(_("撤销刚才的填入"), key="tasks-undo-fill", on_click=_undo, args=(standing,))


def _undo(changes: list[Change]) -> None:
    st.session_state.pop(_UNDO, None)
    for opening, name, before, _text in changes:
        state.take(opening, name, before)
