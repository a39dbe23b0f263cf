"""A department's entry: from what was typed to a checked report, with findings beside the fields.

A finding either refuses (what was typed can't be read, or the rules require more) or asks (it
can be read but looks like a slip). Asking never blocks what is true: an answered question passes.
"""

from tracker.domain.workflow.entry.check import check_entry
from tracker.domain.workflow.entry.fields import Checked, Entry, Field, Finding
from tracker.domain.workflow.entry.guards import EXCESS, guards
from tracker.domain.workflow.entry.month import is_old
from tracker.domain.workflow.entry.notes import About, Beside, note_of, notes_by_field
from tracker.domain.workflow.entry.plausibility import suspected_slip
from tracker.domain.workflow.entry.reading import (
    read_amount,
    read_value,
    require_whole,
    typed_text,
    typing_hint,
)
from tracker.domain.workflow.entry.sums import contradicted_sums, contradiction

__all__ = [
    "EXCESS",
    "About",
    "Beside",
    "Checked",
    "Entry",
    "Field",
    "Finding",
    "check_entry",
    "contradicted_sums",
    "contradiction",
    "guards",
    "is_old",
    "note_of",
    "notes_by_field",
    "read_amount",
    "read_value",
    "require_whole",
    "suspected_slip",
    "typed_text",
    "typing_hint",
]
