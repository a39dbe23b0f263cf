"""What this tab holds of the paths that are being stated, and how the rules read each row."""

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st

from tracker.domain.language.errors import BadInput
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Path
from tracker.domain.workflow.stated_path import (
    Asked,
    PathState,
    StatedPath,
    check_stated,
    path_typed,
    read_stated,
)
from tracker.queries.stated_paths import PathRow
from tracker.ui.frame import shell

PATH, NOTE = "path", "note"


def value_column(period: Period) -> str:
    return f"value{period.number}"


@dataclass(frozen=True)
class Line:
    """A row of the grid: texts by column, the path as its stored word; ``before`` is what was stated last."""

    row: PathRow
    typed: Mapping[str, str]
    before: Mapping[str, str]

    @property
    def is_changed(self) -> bool:
        return self.typed != self.before

    @property
    def is_blank(self) -> bool:
        return not any(self.typed.values())

    @property
    def periods(self) -> tuple[Period, ...]:
        return shell.visit().plan.periods

    def read(self) -> tuple[Asked | None, str]:
        """What the row states, or why it can't be stated, in words; both empty for a blank row."""
        target, newest = self.row.target, self.row.newest
        values = [self.typed[value_column(period)] for period in self.periods]
        chosen = self.typed[PATH]
        path = path_typed(Path(chosen) if chosen else None, values)
        if path is None:
            return None, ""
        try:
            stated = read_stated(target.terms, path, values, self.periods)
        except BadInput as refusal:
            return None, str(refusal)
        refusals = check_stated(target.terms, stated, self.periods)
        if refusals:
            return None, " ".join(refusals)
        seen = None if newest is None else newest.id
        return Asked(target.id, target.terms_id, seen, stated, self.typed[NOTE]), ""


def lines_of(rows: tuple[PathRow, ...]) -> tuple[Line, ...]:
    return tuple(_line(row) for row in rows)


def _line(row: PathRow) -> Line:
    before = dict.fromkeys((PATH, *map(value_column, shell.visit().plan.periods), NOTE), "")
    if row.newest is not None and row.state in (PathState.STATED, PathState.RETURNED):
        before |= texts_of(row.newest.stated) | {NOTE: row.newest.note}
    return Line(row, _typed().get(row.target.id, before), before)


def texts_of(stated: StatedPath) -> dict[str, str]:
    """A path as it is typed."""
    values = zip(shell.visit().plan.periods, stated.plan_values or (), strict=False)
    return {PATH: stated.path.value} | {value_column(period): plain(value) for period, value in values}


def take(line: Line, texts: Mapping[str, str]) -> None:
    """Keep the row with what was typed into it; what was refused of it before is said no more.

    All of it: what a colleague states meanwhile must not be mixed into what somebody typed.
    """
    _typed()[line.row.target.id] = {**line.typed, **texts}
    _refused().pop(line.row.target.id, None)


def forget(target_id: int) -> None:
    _typed().pop(target_id, None)


def refuse(target_id: int, why: str) -> None:
    _refused()[target_id] = why


def refused(target_id: int) -> str:
    return _refused().get(target_id, "")


def _typed() -> dict[int, Mapping[str, str]]:
    held: dict[int, Mapping[str, str]] = st.session_state.setdefault("paths-typed", {})
    return held


def _refused() -> dict[int, str]:
    held: dict[int, str] = st.session_state.setdefault("paths-refused", {})
    return held
