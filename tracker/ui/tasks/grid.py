"""All open targets of the department in one grid: each cell is saved as a draft, like on the form.

What this tab holds of each entry is the form's own (state.Opening). Cells are texts, read by the
form's rules: a number column would rewrite what it can't read without a word.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.language.texts import storable
from tracker.domain.measure.figure import Finality
from tracker.domain.measure.period import Period, span_of_months
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
from tracker.ui.frame import address, clicks, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import grids
from tracker.ui.parts.typed import sum_of
from tracker.ui.tasks import checked, paste, unsaved
from tracker.ui.tasks.line import Line, compared, copied
from tracker.ui.tasks.rows import Row, Rows, last_text

_CHOSEN = "chosen"
_SHEET, _CELLS = "tasks-sheet", "tasks-cells"
_TEXTS = (Field.PROGRESS, Field.PROBLEM, Field.NEXT_STEP, Field.SCOPE_NOTE, Field.REASON)
_EDITED = (Field.VALUE, Field.DATA_MONTH, Field.FINALITY, *_TEXTS)
_READ = ("code", "target", "asked", "before", "unit", "added", "done", "check")


@dataclass(frozen=True)
class _Cells:
    """What a row says: the cells that are typed in with what names them, those that are only read, the row's
    name and the sums that the browser compares its own with (unsaved.py).

    ``rests_on``: what it says rests on. ``same``: the row of the browser's that said the same last.
    """

    rests_on: tuple[Any, ...]
    record: grids.Record
    read: grids.Record
    name: str
    sums: tuple[int, ...]
    same: dict[str, Any] = field(default_factory=dict)


def show(rows: Rows) -> None:
    """Every target has its row, in the notice's order, as in the office's own sheet; what can't be filled in
    now is locked, and says why."""
    fillable = [row.is_fillable for row in rows.all]
    openings = state.openings_of(
        row.form for row, is_fillable in zip(rows.all, fillable, strict=True) if is_fillable
    )
    lines = tuple(
        Line(next(openings) if is_fillable else None, row)
        for row, is_fillable in zip(rows.all, fillable, strict=True)
    )
    _fill_in(lines, rows.filed, address.seen())


@st.fragment
def _fill_in(lines: tuple[Line, ...], filed: tuple[Row, ...], drawn: dict[str, str]) -> None:
    address.follow_moves(drawn)
    to_fill = tuple(line for line in lines if line.opening is not None)
    if any(line.opening.must_reload for line in to_fill if line.opening):
        st.rerun()
    clicks.show_done()
    begun = tuple(line for line in to_fill if line.is_begun)
    _show_tools(lines[0].form.period, to_fill, begun)
    paste.show(lines)
    cells = _cells_of(lines, filed)
    sheet = grids.in_use(
        _SHEET,
        tuple(line.form.target.code if line.opening is None else line.opening.key for line in lines),
        lambda: [each.record for each in cells],
        lambda rows: all(map(_says, rows, cells, lines)),
    )
    grids.show(
        sheet,
        (lines[0].form.period, shell.visit().person.preferences, [each.read for each in cells]),
        lambda: _table(sheet, cells),
        lambda: _columns(lines, cells),
        disabled=_READ,
        on_change=_take_edits,
        args=(sheet.key, lines),
        alt=_("本单位目标的填报表格"),
    )
    st.caption(
        _(
            "填写后自动保存为草稿;节点填“已完成”或“未完成”,确无数据填“不适用”。"
            "进展情况等文字在右侧各列;已锁定的行不能修改,原因见“检查”列。"
            "单元格里显示不全的,点两次可看全文。"
        )
    )
    checked.show(begun)
    unsaved.show(lines, [each.name for each in cells], [each.sums for each in cells], _EDITED, _drafted)


def _table(sheet: grids.Sheet, cells: Sequence[_Cells]) -> dict[str, list[Any]]:
    """By columns: of rows Streamlit would make rows again, which nobody asks for.

    What is only read follows what was typed; what is typed keeps its own (parts/grids.py).
    """
    filled = [record | each.read for record, each in zip(sheet.records, cells, strict=True)]
    return {name: [row[name] for row in filled] for name in filled[0]}


def _cells_of(lines: tuple[Line, ...], filed: tuple[Row, ...]) -> list[_Cells]:
    """As this tab has them: made anew where somebody typed, of three hundred rows one at most, and all of
    them once the ledger has moved on."""
    made: dict[int, _Cells]
    of, made = st.session_state.get(_CELLS, (None, {}))
    if of is not filed:
        of, made = st.session_state[_CELLS] = filed, {}
    found, chosen = [], checked.chosen()
    for line in lines:
        is_chosen = line.opening is not None and line.opening.key in chosen
        rests_on, cells = (is_chosen, *line.rests_on), made.get(line.form.target.id)
        if cells is None or cells.rests_on != rests_on:
            record: grids.Record = {_CHOSEN: is_chosen, **_record(line)}
            sums = tuple(sum_of(str(record[name])) for name in _EDITED)
            cells = _Cells(copied(rests_on), record, _read(line), unsaved.name_of(line), sums)
            made[line.form.target.id] = cells
        found.append(cells)
    return found


def _show_tools(period: Period, to_fill: tuple[Line, ...], begun: tuple[Line, ...]) -> None:
    """What is done to all rows at once, and sending them in."""
    openings = [line.opening for line in to_fill if line.opening is not None]
    month = str(period.last_month)
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
        checked.show_buttons(openings, begun)


def _fill_down(openings: list[Opening], name: Field, text: str) -> None:
    paste.remember([(opening, name, opening.typed[name], text) for opening in openings])
    for opening in openings:
        state.take(opening, name, text)


def _says(row: dict[str, Any], cells: _Cells, line: Line) -> bool:
    """Whether a row of the browser's holds what it would be made of now, in whatever words."""
    opening = line.opening
    if row is cells.record or row in (cells.record, cells.same):
        return True
    if opening is None or bool(row[_CHOSEN]) != cells.record[_CHOSEN]:
        return False
    drafted = [_drafted(opening, name, row[name.value]) for name in _EDITED]
    if any(opening.typed[name] != storable(text) for each in drafted for name, text in each.items()):
        return False
    cells.same.update(row)
    return True


def _record(line: Line) -> grids.Record:
    terms, typed = line.form.target.terms, line.typed
    finality = {each.value: each.word for each in Finality}.get(typed[Field.FINALITY], typed[Field.FINALITY])
    return {
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


def _columns(lines: Sequence[Line], cells: Sequence[_Cells]) -> dict[str, Any]:
    column, period = st.column_config, lines[0].form.period
    before = period.previous
    texts = {
        name.value: column.TextColumn(name.label, width=240 if name in _TEXTS[:3] else 160) for name in _TEXTS
    }
    last = period.rhythm.last.capitalize() if before is None else span_of_months(before.last_month)
    this = _("{span}累计").format(span=span_of_months(period.last_month))
    # It ends at the right: of a text that is too long the number would be cut off, not the mark behind it.
    longest = max(len(str(each.record["before"])) for each in cells)
    columns: dict[str, Any] = {
        _CHOSEN: column.CheckboxColumn(_("提交"), width=75, pinned=True),
        "code": column.TextColumn(_("编号"), width=70, pinned=True),
        "target": column.TextColumn(_("目标"), width=170),
        "asked": column.TextColumn(_("全年目标"), width=132, alignment="right"),
        "before": column.TextColumn(
            last, width=80 if longest < 8 else min(16 + 13 * longest, 220), alignment="right"
        ),
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
    return {name: {**each, "width": shell.in_pixels(each["width"])} for name, each in columns.items()}


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
                unsaved.note(line, column, "" if cell is None else str(cell))
                changes += _changes(line.opening, Field(column), cell)
    if len({opening.key for opening, *_rest in changes}) > 1:
        paste.remember(changes)  # a block that was pasted
    for opening, name, _before, typed in changes:
        state.take(opening, name, typed)


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
