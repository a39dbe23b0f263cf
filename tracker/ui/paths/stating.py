"""The lead's grid: all targets of its units on one screen, a field for each period, read back below.

Cells are texts, read by the rules: a number column would rewrite what it can't read without a word.
"""

from typing import Any

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.measure.target import Path
from tracker.domain.workflow.approval import Refused
from tracker.domain.workflow.stated_path import Asked, StatedPath, stated_text
from tracker.queries.stated_paths import PathRow
from tracker.services import stated_paths
from tracker.ui.frame import address, clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts import grids, links, tables
from tracker.ui.paths import parts, typed
from tracker.ui.paths.typed import NOTE, PATH, Line, value_column

_SHEET = "paths-sheet"


def show(rows: tuple[PathRow, ...]) -> None:
    _fill_in(rows, address.seen())


@st.fragment
def _fill_in(rows: tuple[PathRow, ...], drawn: dict[str, str]) -> None:
    address.follow_moves(drawn)
    clicks.follow(parts.CLICKS)
    clicks.show(parts.CLICKS)
    lines = typed.lines_of(rows)
    st.caption(
        _("选一种进度路径,或直接填{every}末应达到的累计数(可从 Excel 成片粘贴);按 Tab、回车移动。").format(
            every=shell.visit().plan.rhythm.every
        )
    )
    sheet = grids.in_use(
        _SHEET,
        tuple(f"{line.row.target.terms_id}-{line.row.newest and line.row.newest.id}" for line in lines),
        lambda: [_record(line) for line in lines],
        lambda cells: all(_says(each, line) for each, line in zip(cells, lines, strict=True)),
    )
    st.data_editor(
        sheet.records,
        key=sheet.key,
        hide_index=True,
        column_config=_columns(),
        disabled=("code", "target", "asked", "today", "quote"),
        height="content",
        placeholder="",
        num_rows="fixed",
        on_change=_take_edits,
        args=(sheet.key, rows),
        alt=_("本单位牵头目标的进度安排表格"),
    )
    _show_buttons(lines)
    _show_read(lines)


def _record(line: Line) -> grids.Record:
    target, periods, cells = line.row.target, line.periods, _cells(line)
    return {
        "code": target.code,
        "target": target.name,
        "asked": target.aim,
        **{column: cells[column] for column in (PATH, *map(value_column, periods))},
        "today": parts.today_text(target.terms, periods),
        NOTE: cells[NOTE],
        "quote": target.anchor.quote,
    }


def _cells(line: Line) -> dict[str, str]:
    """What is typed, as the grid shows it: the path by its word."""
    return {**line.typed, PATH: _words(line.periods[0].rhythm).get(line.typed[PATH], "")}


def _says(cells: dict[str, Any], line: Line) -> bool:
    return all((cells[column] or "") == text for column, text in _cells(line).items())


def _words(rhythm: Rhythm) -> dict[str, str]:
    return {path.value: path.word_in(rhythm) for path in Path}


def _columns() -> dict[str, Any]:
    column = st.column_config
    values = {
        value_column(period): column.TextColumn(period.span, width=90, alignment="right")
        for period in shell.visit().plan.periods
    }
    return {
        "code": column.TextColumn(_("编号"), width=65, pinned=True),
        "target": column.TextColumn(_("目标"), width=140, pinned=True),
        "asked": column.TextColumn(_("全年目标"), width=95),
        PATH: column.SelectboxColumn(
            _("进度路径"), width=120, options=list(_words(shell.visit().plan.rhythm).values())
        ),
        **values,
        "today": column.TextColumn(_("现行路径"), width=215),
        NOTE: column.TextColumn(_("安排说明"), width=160),
        "quote": column.TextColumn(_("文件原文"), width=360),
    }


def _take_edits(key: str, rows: tuple[PathRow, ...]) -> None:
    """on_change: keep what was typed. Rows are those that were drawn."""
    by_word, lines = (
        {word: value for value, word in _words(shell.visit().plan.rhythm).items()},
        typed.lines_of(rows),
    )
    for position, changed in st.session_state[key]["edited_rows"].items():
        texts = {column: "" if cell is None else str(cell) for column, cell in changed.items()}
        if PATH in texts:
            texts[PATH] = by_word.get(texts[PATH], "")
        typed.take(lines[position], texts)


def _show_buttons(lines: tuple[Line, ...]) -> None:
    ready = [asked for line in lines if line.is_changed and (asked := line.read()[0]) is not None]
    blank = [line for line in lines if line.is_blank]
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            _("提交{n}项进度安排").format(n=len(ready)),
            key="paths-state",
            type="primary",
            icon=":material/send:",
            on_click=_send,
            args=(ready,),
            disabled=not ready,
        )
        st.button(
            _("空白的{n}项沿用现行路径").format(n=len(blank)),
            key="paths-as-today",
            on_click=_keep_today,
            args=(blank,),
            disabled=not blank,
        )


def _keep_today(blank: list[Line]) -> None:
    for line in blank:
        terms = line.row.target.terms
        typed.take(line, typed.texts_of(StatedPath(terms.path, terms.plan_values)))


def _send(ready: list[Asked]) -> None:
    """What was read back, no more; a row that is refused stays as typed, with its reason."""

    def done(refused: tuple[Refused, ...]) -> str:
        n = len(ready) - len(refused)
        return _("已提交{n}项进度安排,等待市府办同意。").format(n=n) if n else ""

    refused = clicks.do(
        lambda s, p, now: stated_paths.state(s, p, ready, now), key=parts.CLICKS, done=done
    ).given
    if refused is None:
        return
    why = {each.key: each.why for each in refused}
    for asked in ready:
        if asked.target_id in why:
            typed.refuse(asked.target_id, why[asked.target_id])
        else:
            typed.forget(asked.target_id)


def _show_read(lines: tuple[Line, ...]) -> None:
    """Below the grid: how each changed row is read, and what keeps it from being stated."""
    changed = [line for line in lines if line.is_changed]
    if changed:
        tables.table([_read(line) for line in changed], _("填写内容的核对表"), width=860)
    for line in lines:
        newest = line.row.newest
        if newest is not None and newest.decision_note:
            prose.remark(with_colon(f"{line.row.target.code} {newest.decided_by}", newest.decision_note))


def _read(line: Line) -> tables.Row:
    target = line.row.target
    asked, why = line.read()
    stated = None if asked is None else asked.stated.of(target.terms)
    return {
        _("目标"): links.target_with_code(target),
        _("读作"): "—" if stated is None else stated_text(stated),
        _("与现行相差"): "—" if stated is None else parts.changes_text(target.terms, stated, line.periods),
        _("提示"): typed.refused(target.id) or why or (_("没有填写") if stated is None else _("✓ 可以提交")),
    }
