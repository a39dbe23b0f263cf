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
from tracker.ui.tasks.checked import Line

_TEXT = "tasks-pasted"


def show(lines: tuple[Line, ...]) -> None:
    with st.expander(_("从 Excel 粘贴一列数值"), icon=":material/content_paste:"):
        st.caption(
            _("复制一列数值(顺序与下表相同),或编号(名称)、数值两列,粘贴到这里,核对后填入。空白的保持原样。")
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
    targets = (line.opening.target for line in lines)
    try:
        pasted = read_paste(text, [PasteRow(each.code, each.name, each.terms) for each in targets])
    except BadInput as refusal:
        prose.box(str(refusal), "accent")
        return
    by_code = {line.opening.target.code: line for line in lines}
    shown = [_shown(each, by_code) for each in pasted]
    if shown:
        tables.table(shown, _("粘贴内容的核对表"), width=760)
    taken = [(by_code[each.code].opening, each.typed) for each in pasted if each.code and each.typed]
    st.button(
        _("把 {n} 项填入草稿").format(n=len(taken)),
        key="tasks-paste-take",
        type="primary",
        icon=":material/edit_note:",
        on_click=_take,
        args=(taken,),
        disabled=not taken,
    )


def _shown(pasted: PastedLine, by_code: Mapping[str, Line]) -> tables.Row:
    line = by_code.get(pasted.code or "")
    name = "—" if line is None else f"{line.opening.target.code} {line.opening.target.name}"
    now = "" if line is None else cell_of_draft(line.opening.typed, line.opening.target.terms)
    return {
        _("行"): str(pasted.number),
        _("粘贴的内容"): " | ".join(pasted.cells),
        _("目标"): name,
        _("现有"): now or "—",
        _("读作"): "—" if line is None or not pasted.typed else _read(line, pasted.typed),
        _("提示"): pasted.said if line is None or not pasted.typed else _findings(line, pasted.typed),
    }


def _read(line: Line, typed: Mapping[Field, str]) -> str:
    terms = line.opening.target.terms
    cell = cell_of_draft(typed, terms)
    previous = None if line.form.previous is None else line.form.previous.value
    return cell if typed.get(Field.NOT_APPLICABLE) == "1" else typing_hint(cell, terms, previous) or cell


def _findings(line: Line, typed: Mapping[Field, str]) -> str:
    """What the rules say of the figure, as if it stood in the draft."""
    merged = {name.value: text for name, text in {**line.opening.typed, **typed}.items()}
    form = line.form
    checked = check_entry(merged, form.target.terms, form.period, form.neighbours, form.rules)
    about = (Field.VALUE, Field.SCOPE_NOTE)  # what is not applicable needs its reason
    return "".join(each.message for each in checked.findings if each.field in about)


def _take(taken: list[tuple[state.Opening, Mapping[Field, str]]]) -> None:
    for opening, typed in taken:
        for name, text in typed.items():
            if opening.typed[name] != text:
                state.take(opening, name, text)
    st.session_state[_TEXT] = ""
    clicks.leave(_("已把 {n} 项填入草稿,请在表格中补充其余内容。").format(n=len(taken)))
