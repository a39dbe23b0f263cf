"""Units and areas of what was read under their names in the language of who looks (domain/language: named).

Names are data. They are turned where records come in, once for all pages; writes go by the ids.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from tracker.domain.language import named
from tracker.domain.progress.differences import Difference
from tracker.domain.progress.scorecard import AreaRef, Scorecard, UnitRef
from tracker.domain.workflow.chasing import Due
from tracker.queries.plan_drafts import DraftInWork
from tracker.queries.scorecard import CardRead

# Which texts of a record are names: never what somebody typed, which a form would store again.
_OF = {UnitRef: {"name"}, AreaRef: {"title"}, Difference: {"before", "after"}}
_OF_ALL = {"unit", "units", "lead", "old_lead", "original_lead", "adjusted_lead", "applicant_unit"}


def renamed(read: Any) -> Any:
    """The same records with the names turned; a record without any is itself."""
    if isinstance(read, Scorecard):
        return read.renamed(named)
    if isinstance(read, CardRead):
        return replace(read, card=renamed(read.card))
    if isinstance(read, Due | DraftInWork):
        return read  # of which a message or a plan is made, and that is Chinese whoever asks
    if is_dataclass(read) and not isinstance(read, type):
        return _record(read)
    if isinstance(read, Mapping):
        return {renamed(key): _value(each, is_name=isinstance(key, int)) for key, each in read.items()}
    if type(read) in (tuple, list, set, frozenset):
        return type(read)(renamed(each) for each in read)
    return read


def _record(read: Any) -> Any:
    names = _OF_ALL | _OF.get(type(read), set())
    held = {each.name: getattr(read, each.name) for each in fields(read) if each.init}
    turned = {name: _value(value, is_name=name in names) for name, value in held.items()}
    changed = {name: value for name, value in turned.items() if value is not held[name]}
    return replace(read, **changed) if any(changed[name] != held[name] for name in changed) else read


def _value(value: Any, *, is_name: bool) -> Any:
    if not isinstance(value, str):
        is_names = is_name and isinstance(value, tuple) and all(isinstance(each, str) for each in value)
        return tuple(map(named, value)) if is_names else renamed(value)
    return named(value) if is_name and type(value) is str else value
