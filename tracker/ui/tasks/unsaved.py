"""What was typed into the grid and never stored: the tab keeps it (web/grid_typed.js) and offers it again.

A cell is kept as it was typed, with what its person saw then: the moment, and how often the figure had been
submitted. Put back it is stored like anything typed; where another text was stored since, the two stand side
by side.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from html import escape

import streamlit as st

from tracker.domain.language import with_colon
from tracker.domain.language.texts import storable
from tracker.domain.workflow.entry import Field
from tracker.ui.entry import state
from tracker.ui.entry.state import Opening
from tracker.ui.frame import clicks, prose, shell
from tracker.ui.frame.language import _
from tracker.ui.parts.typed import sum_of
from tracker.ui.tasks.line import Line

_TAKEN = "tasks-taken"  # (row, column) -> the cell's text as the browser sent it last
_MARKS = "tasks-marks"  # what the browser is told, and of what it was made
_CELLS_AT_MOST = 2_000
Drafted = Callable[[Opening, Field, object], Mapping[Field, str]]


def note(line: Line, column: str, text: str) -> None:
    """The browser has sent this cell."""
    st.session_state.setdefault(_TAKEN, {})[name_of(line), column] = text


def show(
    lines: tuple[Line, ...],
    names: Sequence[str],
    shown: Sequence[tuple[int, ...]],
    columns: tuple[Field, ...],
    drafted: Drafted,
) -> None:
    """For the browser: the rows by their places, what they show (its sums), and which cells that it sent are
    stored. ``names``: name_of each."""
    key = f"tasks-unsaved-{shell.visit().person.account_id}"
    st.text_input(
        _("恢复未保存的内容"),
        key=key,
        label_visibility="collapsed",
        on_change=_restore,
        args=(key, lines, drafted),
    )
    prose.html(_rows_html(lines, names, shown, columns))
    taken: dict[tuple[str, str], str] = st.session_state.get(_TAKEN, {})
    # Of three hundred rows most have not been typed in.
    openings = dict(zip(names, (line.opening for line in lines), strict=True)) if taken else {}
    stored = {
        f"{row} {column}": sum_of(text)
        for (row, column), text in taken.items()
        if (opening := openings.get(row)) is not None
        and not any(name in opening.pending for name in drafted(opening, Field(column), text))
    }
    prose.html(_marks_html("now", {"stored": stored, "at": shell.now().isoformat()}))


def _rows_html(
    lines: tuple[Line, ...],
    names: Sequence[str],
    shown: Sequence[tuple[int, ...]],
    columns: tuple[Field, ...],
) -> str:
    """The same text as long as the rows say the same: of three hundred rows it is 30 kB, which the browser
    then has."""
    told = {
        "rows": names,
        "numbers": [line.form.number for line in lines],
        "columns": list(columns),
        "shown": shown,
        "offer": _("上次有{n}格未保存:"),
        "restore": _("恢复"),
        "discard": _("放弃"),
    }
    made: tuple[object, str] = st.session_state.get(_MARKS, (None, ""))
    if made[0] != told:
        made = st.session_state[_MARKS] = told, _marks_html("rows", told)
    return made[1]


def _marks_html(name: str, told: Mapping[str, object]) -> str:
    return f'<div class="grid-{name}" data-told="{escape(json.dumps(told, ensure_ascii=False))}"></div>'


def name_of(line: Line) -> str:
    """The row's, in the browser."""
    return f"{shell.visit().person.account_id}-{line.form.target.id}-{line.form.period}"


def _restore(key: str, lines: tuple[Line, ...], drafted: Drafted) -> None:
    """on_change: [[row, column, text, number and moment that were seen], ...] as the browser kept them."""
    cells = json.loads(st.session_state[key] or "[]")[:_CELLS_AT_MOST]
    st.session_state[key] = ""
    rows, refused = {name_of(line): line for line in lines}, {}
    for row, column, text, number, seen in cells:
        line = rows[row]
        note(line, column, text)
        if line.opening is None:
            refused[line.form.target.code] = line.locked_because
            continue
        for name, typed in drafted(line.opening, Field(column), text).items():
            is_seen = number == line.form.number
            _put_back(line.opening, name, typed, datetime.fromisoformat(seen) if is_seen else None)
    for code, why in refused.items():
        clicks.leave(with_colon(_("{code}没有填入").format(code=code), why), stays=True)


def _put_back(opening: Opening, name: Field, text: str, seen: datetime | None) -> None:
    """``seen``: the moment; None where the figure was submitted since."""
    stored = opening.stored[name]
    if storable(text) == opening.typed[name]:
        return
    if seen is None or (stored.saved_at is not None and stored.saved_at > seen):
        opening.typed[name] = storable(text)
        opening.touched.add(name)
        opening.conflicts[name] = stored
    else:
        state.take(opening, name, text)
