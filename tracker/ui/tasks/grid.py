"""All open targets of the department in one grid: each cell is saved as a draft, like on the form.

What this tab holds of each entry is the form's own (state.Opening). Cells are texts, read by the
form's rules: a number column would rewrite what it can't read without a word.
"""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.language.texts import storable
from tracker.domain.measure.figure import Finality
from tracker.domain.measure.period import span_of_months
from tracker.domain.measure.target import Kind
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.pasting import (
    cell_of_draft,
    draft_of_cell,
    finality_of_cell,
    month_of_cell,
)
from tracker.ui.entry import state
from tracker.ui.entry.state import Opening
from tracker.ui.frame import address, clicks
from tracker.ui.frame.language import _
from tracker.ui.parts import grids
from tracker.ui.tasks import checked, paste
from tracker.ui.tasks.line import Line, compared
from tracker.ui.tasks.rows import Row, last_text

_CHOSEN = "chosen"
_SHEET = "tasks-sheet"
_TEXTS = (Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP, Field.SCOPE_NOTE, Field.REASON)
_EDITED = (Field.VALUE, Field.DATA_MONTH, Field.FINALITY, *_TEXTS)
_READ = ("code", "target", "asked", "before", "unit", "added", "done", "check")


def show(rows: tuple[Row, ...]) -> None:
    """Every target has its row, in the notice's order, as in the office's own sheet; what can't be filled in
    now is locked, and says why."""
    lines = tuple(Line(state.opening_of(row.form) if row.is_fillable else None, row) for row in rows)
    _fill_in(lines, address.seen())


@st.fragment
def _fill_in(lines: tuple[Line, ...], drawn: dict[str, str]) -> None:
    address.follow_moves(drawn)
    if any(line.opening.must_reload for line in lines if line.opening):
        st.rerun()
    clicks.show_done()
    _show_tools(lines)
    paste.show(lines)
    sheet = grids.in_use(
        _SHEET,
        tuple(line.form.target.code if line.opening is None else line.opening.key for line in lines),
        lambda: [_record(line) for line in lines],
        lambda rows: all(_says(cells, line) for cells, line in zip(rows, lines, strict=True)),
    )
    st.data_editor(
        # What is only read follows what was typed; what is typed keeps its own (parts/grids.py).
        [record | _read(line) for record, line in zip(sheet.records, lines, strict=True)],
        key=sheet.key,
        hide_index=True,
        column_config=_columns(lines),
        disabled=_READ,
        height="content",
        placeholder="",
        num_rows="fixed",
        on_change=_take_edits,
        args=(sheet.key, lines),
        alt=_("本单位目标的填报表格"),
    )
    st.caption(
        _(
            "填写后自动保存为草稿;节点填“已完成”或“未完成”,确无数据填“不适用”。"
            "进展情况等文字在右侧各列;已锁定的行不能修改,原因见“检查”列。"
        )
    )
    checked.show(tuple(line for line in lines if line.opening is not None))


def _show_tools(lines: tuple[Line, ...]) -> None:
    """What is done to all rows at once, and sending them in."""
    openings = [line.opening for line in lines if line.opening is not None]
    month = str(lines[0].form.period.last_month)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="task-tools"):
        for name, text, label in (
            (Field.FINALITY, Finality.FINAL.value, _("全部设为“正式”")),
            (Field.DATA_MONTH, month, _("数据月份全部设为{month}月").format(month=month)),
        ):
            differ = [opening for opening in openings if opening.typed[name] != text]
            st.button(
                label,
                key=f"tasks-all-{name}",
                on_click=_fill_down,
                args=(differ, name, text),
                disabled=not differ,
            )
        paste.show_undo()
        checked.show_buttons(tuple(line for line in lines if line.opening is not None))


def _fill_down(openings: list[Opening], name: Field, text: str) -> None:
    paste.remember([(opening, name, opening.typed[name], text) for opening in openings])
    for opening in openings:
        state.take(opening, name, text)


def _says(cells: dict[str, Any], line: Line) -> bool:
    opening = line.opening
    if opening is None:
        return all(cells[name] == text for name, text in _record(line).items())
    drafted = [_drafted(opening, name, cells[name.value]) for name in _EDITED]
    same = all(opening.typed[name] == storable(text) for each in drafted for name, text in each.items())
    return same and bool(cells[_CHOSEN]) == checked.is_chosen(opening)


def _record(line: Line) -> grids.Record:
    terms, typed = line.form.target.terms, line.typed
    finality = {each.value: each.word for each in Finality}.get(typed[Field.FINALITY], typed[Field.FINALITY])
    return {
        _CHOSEN: line.opening is not None and checked.is_chosen(line.opening),
        "code": line.form.target.code,
        "target": line.form.target.name,
        "asked": line.form.target.aim,
        "before": last_text(line.form),
        Field.VALUE.value: cell_of_draft(typed, terms),
        "unit": _("节点") if terms.kind is Kind.MILESTONE else terms.unit_of_measure,
        Field.DATA_MONTH.value: typed[Field.DATA_MONTH],
        Field.FINALITY.value: finality,
        "added": "",
        "done": "",
        "check": "",
        **{name.value: typed[name] for name in _TEXTS},
    }


def _read(line: Line) -> grids.Record:
    added, done = compared(line)
    return {"added": added, "done": done, "check": checked.in_short(line)}


def _columns(lines: Sequence[Line]) -> dict[str, Any]:
    column, period = st.column_config, lines[0].form.period
    before = period.previous
    texts = {
        name.value: column.TextColumn(name.label, width=240 if name in _TEXTS[:3] else 160) for name in _TEXTS
    }
    last = period.rhythm.last.capitalize() if before is None else span_of_months(before.last_month)
    this = _("{span}累计").format(span=span_of_months(period.last_month))
    return {
        _CHOSEN: column.CheckboxColumn(_("提交"), width=75, pinned=True),
        "code": column.TextColumn(_("编号"), width=70, pinned=True),
        "target": column.TextColumn(_("目标"), width=170),
        "asked": column.TextColumn(_("全年目标"), width=120, alignment="right"),
        "before": column.TextColumn(last, width=80, alignment="right"),
        Field.VALUE.value: column.TextColumn(this, width=100, alignment="right"),
        "unit": column.TextColumn(_("单位"), width=55),
        # Texts: a choice that no option has would be dropped by the browser without a word.
        Field.DATA_MONTH.value: column.TextColumn(_("数据月"), width=85, help=_("填月份,如 9")),
        Field.FINALITY.value: column.TextColumn(
            _("性质"), width=75, help=_("、").join(each.word for each in Finality)
        ),
        "added": column.TextColumn(_("{period}新增").format(period=period.name), width=85, alignment="right"),
        "done": column.TextColumn(_("完成率"), width=70, alignment="right"),
        "check": column.TextColumn(_("检查"), width=260),
        **texts,
    }


def _take_edits(key: str, lines: tuple[Line, ...]) -> None:
    """on_change: save what differs from what this tab holds. Rows are those that were drawn."""
    changes: list[paste.Change] = []
    for position, changed in st.session_state[key]["edited_rows"].items():
        line = lines[position]
        if line.opening is None:
            code, why = line.form.target.code, line.locked_because
            clicks.leave(with_colon(_("{code}没有填入").format(code=code), why))
            continue
        for column, cell in changed.items():
            if column == _CHOSEN:
                checked.choose(line.opening, bool(cell))
            elif column in {name.value for name in _EDITED}:
                changes += _changes(line.opening, Field(column), cell)
    if len({opening.key for opening, *_rest in changes}) > 1:
        paste.remember(changes)  # a block that was pasted
    for opening, field, _before, typed in changes:
        state.take(opening, field, typed)


def _changes(opening: Opening, name: Field, cell: object) -> list[paste.Change]:
    return [
        (opening, field, opening.typed[field], typed)
        for field, typed in _drafted(opening, name, cell).items()
        if opening.typed[field] != storable(typed)
    ]


def _drafted(opening: Opening, name: Field, cell: object) -> dict[Field, str]:
    """What a cell of the grid says in the draft's texts; an emptied cell is None."""
    text = "" if cell is None else str(cell)
    if name is Field.VALUE:
        return draft_of_cell(text, opening.target.terms)
    if name is Field.FINALITY:
        return {name: finality_of_cell(text)}
    if name is Field.DATA_MONTH:
        return {name: month_of_cell(text)}
    return {name: text}
