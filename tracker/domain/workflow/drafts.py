"""A draft's cells as they are stored, whose hands typed them, and what a changed one is told as."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from tracker.domain.language import _
from tracker.domain.language.errors import Change, StaleState
from tracker.domain.measure.rhythm import Rhythm
from tracker.domain.workflow.entry import Field


@dataclass(frozen=True)
class Cell:
    """A field's text with the version of its stored draft; version 0: nothing is stored yet."""

    text: str
    version: int = 0
    saved_by: str = ""
    saved_at: datetime | None = None
    saved_by_id: int | None = None


@dataclass(frozen=True)
class Hand:
    """Somebody who has typed in a draft: which of its texts stand there, and the time of the last."""

    name: str
    at: datetime
    fields: tuple[Field, ...]


def other_hands(cells: Mapping[Field, Cell], account_id: int) -> tuple[Hand, ...]:
    """Whose texts stand in a draft besides the person's own, who typed last first."""
    theirs: dict[int, list[tuple[datetime, Field, str]]] = defaultdict(list)
    for field, cell in cells.items():
        if cell.saved_by_id not in (None, account_id) and cell.saved_at is not None:
            theirs[cell.saved_by_id].append((cell.saved_at, field, cell.saved_by))
    hands = (
        Hand(typed[0][2], max(each[0] for each in typed), tuple(each[1] for each in typed))
        for typed in theirs.values()
    )
    return tuple(sorted(hands, key=lambda hand: hand.at, reverse=True))


def changed_cell(field: Field, rhythm: Rhythm, text: str, by: str, typed: str) -> StaleState:
    """What is told who would overwrite a cell that holds another ``text`` than they saw."""
    label = field.label_in(rhythm)
    return StaleState(
        _("{field}刚被{name}改为“{cell}”,您的内容没有覆盖它。").format(field=label, name=by, cell=text[:50]),
        (Change(label, typed, text, by),),
    )
