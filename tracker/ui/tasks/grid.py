"""All open targets of the department in one grid: each cell is saved as a draft, like on the form.

What this tab holds of each entry is the form's own (state.Opening). Cells are texts, read by the
form's rules: a number column would rewrite what it can't read without a word.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.domain.language.texts import storable
from tracker.domain.measure.figure import Finality
from tracker.domain.measure.target import Kind
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.pasting import cell_of_draft, draft_of_cell
from tracker.ui.entry import state
from tracker.ui.entry.record import figure_text as recorded_text
from tracker.ui.entry.state import Opening
from tracker.ui.frame import address, clicks, prose
from tracker.ui.frame.language import _
from tracker.ui.parts import grids, tables
from tracker.ui.tasks import checked, paste
from tracker.ui.tasks.checked import Line
from tracker.ui.tasks.rows import Row, figure_text

_CHOSEN = "chosen"
_SHEET = "tasks-sheet"
_TEXTS = (Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP, Field.SCOPE_NOTE, Field.REASON)
_EDITED = (Field.VALUE, Field.DATA_MONTH, Field.FINALITY, *_TEXTS)


def show(rows: tuple[Row, ...]) -> None:
    fillable = [row for row in rows if row.is_fillable]
    lines = tuple(Line(state.opening_of(row.form), row.form) for row in fillable)
    if lines:
        _fill_in(lines, address.seen())
    else:
        prose.empty(_("现在没有可以填写的目标"), _("已提交、已审核或填报窗口没有开放的目标见下表。"))
    _show_locked([row for row in rows if not row.is_fillable])


@st.fragment
def _fill_in(lines: tuple[Line, ...], drawn: dict[str, str]) -> None:
    address.follow_moves(drawn)
    if any(line.opening.must_reload for line in lines):
        st.rerun()
    clicks.show_done()
    paste.show(lines)
    st.caption(_("填写后自动保存为草稿;“数值”填本年累计,节点填“已完成”或“未完成”,确无数据填“不适用”。"))
    sheet = grids.in_use(
        _SHEET,
        tuple(line.opening.key for line in lines),
        lambda: [_record(line) for line in lines],
        lambda rows: all(_says(cells, line.opening) for cells, line in zip(rows, lines, strict=True)),
    )
    st.data_editor(
        sheet.records,
        key=sheet.key,
        hide_index=True,
        column_config=_columns(lines),
        disabled=("code", "target", "unit", "asked", "before"),
        height="content",
        placeholder="",
        num_rows="fixed",
        on_change=_take_edits,
        args=(sheet.key, lines),
        alt=_("本单位待办目标的填报表格"),
    )
    checked.show(lines)


def _says(cells: dict[str, Any], opening: Opening) -> bool:
    drafted = [_drafted(opening, name, cells[name.value]) for name in _EDITED]
    same = all(opening.typed[name] == storable(text) for each in drafted for name, text in each.items())
    return same and bool(cells[_CHOSEN]) == checked.is_chosen(opening)


def _record(line: Line) -> grids.Record:
    opening, terms = line.opening, line.opening.target.terms
    previous = line.form.previous
    finality = {each.value: each.word for each in Finality}.get(opening.typed[Field.FINALITY], "")
    return {
        _CHOSEN: checked.is_chosen(opening),
        "code": opening.target.code,
        "target": opening.target.name,
        Field.VALUE.value: cell_of_draft(opening.typed, terms),
        "unit": _("节点") if terms.kind is Kind.MILESTONE else terms.unit_of_measure,
        "before": "" if previous is None else recorded_text(previous, terms),
        "asked": opening.target.aim,
        Field.DATA_MONTH.value: opening.typed[Field.DATA_MONTH],
        Field.FINALITY.value: finality,
        **{name.value: opening.typed[name] for name in _TEXTS},
    }


def _columns(lines: Sequence[Line]) -> dict[str, Any]:
    column = st.column_config
    rhythm, before = lines[0].form.period.rhythm, lines[0].form.period.previous
    texts = {
        name.value: column.TextColumn(name.label, width=240 if name in _TEXTS[:3] else 160) for name in _TEXTS
    }
    last = lines[0].form.period.last_month
    return {
        _CHOSEN: column.CheckboxColumn(_("提交"), width=75, pinned=True),
        "code": column.TextColumn(_("编号"), width=70, pinned=True),
        "target": column.TextColumn(_("目标"), width=200),
        Field.VALUE.value: column.TextColumn(_("数值"), width=100, alignment="right"),
        "unit": column.TextColumn(_("单位"), width=70),
        "before": column.TextColumn(
            _("{span}已报").format(span=before.span) if before else rhythm.last.capitalize(), width=150
        ),
        "asked": column.TextColumn(_("全年目标"), width=110),
        Field.DATA_MONTH.value: column.SelectboxColumn(
            _("数据月份"), width=110, options=[str(month) for month in range(last, 0, -1)]
        ),
        Field.FINALITY.value: column.SelectboxColumn(
            Field.FINALITY.label, width=110, options=[each.word for each in Finality]
        ),
        **texts,
    }


def _take_edits(key: str, lines: tuple[Line, ...]) -> None:
    """on_change: save what differs from what this tab holds. Rows are those that were drawn."""
    for position, changed in st.session_state[key]["edited_rows"].items():
        opening = lines[position].opening
        for column, cell in changed.items():
            if column == _CHOSEN:
                checked.choose(opening, bool(cell))
            elif column in {name.value for name in _EDITED}:
                _take(opening, Field(column), cell)


def _take(opening: Opening, name: Field, cell: object) -> None:
    for field, typed in _drafted(opening, name, cell).items():
        if opening.typed[field] != storable(typed):
            state.take(opening, field, typed)


def _drafted(opening: Opening, name: Field, cell: object) -> dict[Field, str]:
    """What a cell of the grid says in the draft's texts; an emptied cell is None."""
    text = "" if cell is None else str(cell)
    if name is Field.VALUE:
        return draft_of_cell(text, opening.target.terms)
    if name is Field.FINALITY:
        return {name: {each.word: each.value for each in Finality}.get(text, text)}
    return {name: text}


def _show_locked(rows: list[Row]) -> None:
    """What can't be filled in here now, and why."""
    if not rows:
        return
    st.subheader(_("现在不能在表格中填写的目标"), anchor=False)
    tables.table(
        [
            {
                _("编号"): row.form.target.code,
                _("目标"): row.form.target.name,
                row.form.period.rhythm.this_short.capitalize(): figure_text(row),
                _("状态"): row.word,
                _("原因"): _why(row),
            }
            for row in rows
        ],
        _("现在不能填写的目标"),
        width=900,
    )


def _why(row: Row) -> str:
    if row.form.locked_because is not None:
        return row.form.locked_because
    if row.form.is_correction:
        return _("已审核通过。如需更正,请在“填报”页办理。")
    return _("还未到节点;如已完成,可在“填报”页填报。")
