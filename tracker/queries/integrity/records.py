"""The records that a snapshot lists, held against those that were known when it was frozen."""

from collections.abc import Collection
from dataclasses import fields, is_dataclass

from tracker.domain.meetings.meeting import Records
from tracker.domain.progress.scorecard import UnitRef

# How units are called: as they are now, or as they were. Their ids are compared where a record holds one.
_UNITS = {"lead", "original_lead", "adjusted_lead"}
# How people are called, and what is worded in the language of who froze: left to the snapshot's hash.
_LEFT = {
    *("by", "raised_by", "made_by", "applicant", "approver", "submitted_by", "decided_by"),
    "place",
}


def are_alike(then: Records, said: Records, earlier: Collection[str]) -> bool:
    """Whether the lists say what was known. ``earlier``: names that units bore before those of now.

    The last meeting and the periods before are of other snapshots, and not looked at.
    """
    listed = ("adjustments", "errata", "corrections", "matters", "directives", "window")
    return all(_is_same(getattr(then, each), getattr(said, each), earlier) for each in listed)


def _is_same(then: object, said: object, earlier: Collection[str], field: str = "") -> bool:
    if field in _UNITS and isinstance(said, str):
        return said == then or said in earlier
    if isinstance(then, tuple) and isinstance(said, tuple):
        return len(then) == len(said) and all(
            _is_same(one, other, earlier) for one, other in zip(then, said, strict=True)
        )
    if isinstance(then, UnitRef) and isinstance(said, UnitRef):
        return then.id == said.id and (then.name == said.name or said.name in earlier)
    if not is_dataclass(then) or isinstance(then, type) or type(then) is not type(said):
        return then == said
    return all(
        _is_same(getattr(then, each.name), getattr(said, each.name), earlier, each.name)
        for each in fields(then)
        if each.metadata.get("is_frozen", True) and (each.name not in _LEFT)
    )
