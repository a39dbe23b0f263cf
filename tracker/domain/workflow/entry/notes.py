"""A reviewer's note, part by part beside the fields that it is about."""

import re
from collections.abc import Mapping

from tracker.domain.workflow.entry.fields import LABELS, Field

_FIGURE = "数值"  # what a note calls the figure: its label differs with the kind of the target
# Stored with the note: Chinese, whoever writes it.
_NAMES = LABELS | {Field.VALUE: _FIGURE}
# Notes that were written before keep the name that the field had.
_NOTED = {name: field for field, name in LABELS.items()} | {
    _FIGURE: Field.VALUE,
    "更正(回落)理由": Field.REASON,
}
_NOTE_LINE = re.compile("【([^】\n]*)】(.*)")


def note_of(notes: Mapping[Field | None, str]) -> str:
    """A reviewer's note as one text: what is general first (under None), then 【数值】… for each field.

    The inverse of ``notes_by_field``, as long as no line of a text starts with a field's own 【name】.
    """
    texts = {field: text.strip() for field, text in notes.items() if text.strip()}
    general = [texts[None]] if None in texts else []
    return "\n".join(general + [f"【{_NAMES[field]}】{texts[field]}" for field in Field if field in texts])


def notes_by_field(note: str) -> dict[Field | None, str]:
    """The parts of a reviewer's note by the field that each is about; None for what is about none.

    A line 【进展情况】… belongs to that field, and so do the lines below it, until the next 【…】. A name
    that no field has leaves its line as it was written, with what is general. No word is lost.
    """
    lines: dict[Field | None, list[str]] = {}
    field: Field | None = None
    for line in note.splitlines():
        marked = _NOTE_LINE.match(line.strip())
        if marked is not None:
            field = _NOTED.get(marked[1].strip())
        lines.setdefault(field, []).append(marked[2] if marked and field else line)
    texts = {about: "\n".join(remarks).strip() for about, remarks in lines.items()}
    return {about: text for about, text in texts.items() if text}
