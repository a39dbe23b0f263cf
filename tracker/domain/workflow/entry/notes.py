"""A reviewer's note, part by part beside the fields that it is about."""

import re
from collections.abc import Mapping
from enum import StrEnum

from tracker.domain.language import _
from tracker.domain.workflow.entry.fields import LABELS, Field
from tracker.domain.workflow.evidence import WORD


class Beside(StrEnum):
    """What a note can be about that is no cell of the entry."""

    EVIDENCE = "evidence"

    @property
    def label(self) -> str:
        return _(WORD)


About = Field | Beside | None  # None: the entry as a whole

_FIGURE = "数值"  # what a note calls the figure: its label differs with the kind of the target
# Stored with the note: Chinese, whoever writes it.
_NAMES: dict[Field | Beside, str] = {
    **dict(LABELS.items()),
    Field.VALUE: _FIGURE,
    Beside.EVIDENCE: WORD,
}
_NOTED = {name: about for about, name in _NAMES.items()} | {
    LABELS[Field.VALUE]: Field.VALUE,
    "更正(回落)理由": Field.REASON,  # as the field was called in notes written before
}
_NOTE_LINE = re.compile("【([^】\n]*)】(.*)")


def note_of(notes: Mapping[About, str]) -> str:
    """A reviewer's note as one text: what is general first (under None), then 【数值】… for each field.

    The inverse of ``notes_by_field``, as long as no line of a text starts with a field's own 【name】.
    """
    texts = {field: text.strip() for field, text in notes.items() if text.strip()}
    general = [texts[None]] if None in texts else []
    return "\n".join(
        general + [f"【{name}】{texts[about]}" for about, name in _NAMES.items() if about in texts]
    )


def notes_by_field(note: str) -> dict[About, str]:
    """The parts of a reviewer's note by the field that each is about; None for what is about none.

    A line 【进展情况】… belongs to that field, and so do the lines below it, until the next 【…】. A name
    that no field has leaves its line as it was written, with what is general. No word is lost.
    """
    lines: dict[About, list[str]] = {}
    field: About = None
    for line in note.splitlines():
        marked = _NOTE_LINE.match(line.strip())
        if marked is not None:
            field = _NOTED.get(marked[1].strip())
        lines.setdefault(field, []).append(marked[2] if marked and field else line)
    texts = {about: "\n".join(remarks).strip() for about, remarks in lines.items()}
    return {about: text for about, text in texts.items() if text}
