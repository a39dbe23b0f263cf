"""A frozen quarter as canonical JSON, and back: the same records, the same bytes, everywhere.

Sorted keys, no spaces, Decimals and Fractions as plain strings, dates in ISO, instants in UTC:
equal records give equal content whatever the host's hash seed or time zone. What is thawed is a
real Scorecard, so charts, sentences and roll-ups draw from a snapshot as they do from today.

What grows does not break the past: a field at its default is not written and thawing fills it in, and of
counts only those that are not zero are written. So a field added to a record needs a default, a default that
stood once stays as it is, and a status added later changes nothing that was frozen.
Where a field changes its name or its meaning, raise SCHEMA and keep reading the old ones.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from hashlib import sha256
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from tracker.domain.language import _
from tracker.domain.language.errors import BadInput
from tracker.domain.measure.figure import Texts
from tracker.domain.measure.period import Period, parse_period
from tracker.domain.measure.quantity import plain
from tracker.domain.meetings.meeting import NO_RECORDS, AdjustedTerms, CorrectedFigure, LastMeeting, Records
from tracker.domain.meetings.paper import NO_PAPER, Paper
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Scorecard

# 2: with the records (meeting.py). Contents of version 1 are read as having none.
# 3: with the matters among the records; before, it is not known which there were.
# 4: no field at its default, no count of zero; until then every field and every count was written.
# 5: summed up by the second edition's rules; of older ones only the counts can be compared.
# 6: judged as judging.py does now, so that verify judges anew what is of this form, and reads its records
# (meeting.py) again. A change of what either gives is another form, also a field of a record that is not at
# its default for what was there before. While 5 was written judging changed.
SCHEMA = 6
_DENSE, _SUMMED_UP = (1, 2, 3), (5, SCHEMA)
READABLE = (*_DENSE, 4, *_SUMMED_UP)
_SUMMED_UP_ALIKE = ("key", "name", "total", "counts")
# A field that has changed its name since it was first frozen keeps its key.
_KEYS = {"period": "quarter"}
_NAMES = {key: name for name, key in _KEYS.items()}
# Of each record, the fields that a content writes at their default too.
Written = Mapping[type, Collection[str]]


@dataclass(frozen=True)
class Frozen:
    """A thawed snapshot. ``texts`` are by report id; ``audit_head`` anchors the audit trail outside.

    ``audit_rows``: how many rows the head vouches for; None in snapshots from before it was kept.
    ``records``: adjustments, corrections, matters, window, the last meeting; empty in those of version 1.
    ``paper``: the office's own words and what the files show; nothing in those from before it was kept.
    """

    card: Scorecard
    texts: dict[int, Texts]
    notice_sha256: str
    frozen_at: datetime
    author: str
    name: str
    meeting_on: date
    audit_head: str
    audit_rows: int | None = None
    records: Records = NO_RECORDS
    paper: Paper = NO_PAPER

    @property
    def adjustments(self) -> tuple[AdjustedTerms, ...]:
        return self.records.adjustments

    @property
    def corrections(self) -> tuple[CorrectedFigure, ...]:
        return self.records.corrections

    @property
    def last(self) -> LastMeeting | None:
        """The snapshot of the meeting before, with what changed since; None for the first."""
        return self.records.last

    def texts_of(self, report_id: int | None) -> Texts:
        """The texts behind a figure; empty ones where nothing was written."""
        return Texts() if report_id is None else self.texts.get(report_id, Texts())


def freeze_content(
    scorecard: Scorecard,
    texts: Mapping[int, Texts],
    notice_sha256: str,
    frozen_at: datetime,
    author: str,
    name: str,
    meeting_on: date,
    audit_head: str,
    audit_rows: int | None = None,
    records: Records = NO_RECORDS,
    paper: Paper = NO_PAPER,
) -> str:
    """The canonical JSON of a quarter. Raises ValueError for an instant without a time zone."""
    frozen = Frozen(
        card=scorecard,
        texts=dict(texts),
        notice_sha256=notice_sha256,
        frozen_at=frozen_at,
        author=author,
        name=name,
        meeting_on=meeting_on,
        audit_head=audit_head,
        audit_rows=audit_rows,
        records=records,
        paper=paper,
    )
    return _canonical(_plain(frozen, {}) | {"schema": SCHEMA, "rollups": _rollups(scorecard)})


def is_canonical(content: str) -> bool:
    """Whether a content, thawed and frozen again, gives the same bytes; nothing was lost or added.

    An old one has to write every field that it knows, wherever it stands. How its groups were counted,
    ``differences`` compares.
    """
    return checked(content).is_canonical


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def content_sha256(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def thaw(content: str) -> Frozen:
    """The records behind a content. Raises BadInput, in words, for what this version can't read."""
    return _frozen(_parsed(content), {})


def _frozen(stored: dict[str, Any], seen: dict[type, set[str]]) -> Frozen:
    parts = {key: part for key, part in stored.items() if key not in ("schema", "rollups")}
    try:
        frozen: Frozen = _record(Frozen, parts, seen)
    except (KeyError, TypeError, ValueError) as wrong:  # a field or a status that a later version knows
        raise BadInput(_("材料里有本程序读不出的内容,请用制作它的版本或更新的版本打开。")) from wrong
    return frozen


@dataclass(frozen=True)
class Checked:
    """A content as it was read, once: of a large plan that takes a second.

    ``judged_alike``: it has today's form; a rule of judging that changes makes another one (SCHEMA).
    """

    frozen: Frozen
    is_canonical: bool
    differences: tuple[str, ...]
    judged_alike: bool


def checked(content: str) -> Checked:
    """What ``thaw``, ``is_canonical`` and ``differences`` say of it. Raises BadInput as they do."""
    stored, seen = _parsed(content), dict[type, set[str]]()
    frozen = _frozen(stored, seen)
    written = seen if stored["schema"] in _DENSE else {}
    again = _plain(frozen, written) | {"schema": stored["schema"], "rollups": stored["rollups"]}
    then, now = stored["rollups"], _rollups(frozen.card)
    compared = None if stored["schema"] in _SUMMED_UP else _SUMMED_UP_ALIKE
    return Checked(
        frozen,
        _canonical(again) == content,
        tuple(
            name
            for name in sorted(then.keys() | now.keys())
            if not _is_same(then.get(name), now.get(name), compared)
        ),
        stored["schema"] == SCHEMA,
    )


def audit_anchor(content: str) -> tuple[str, int | None]:
    """The audit head that a content carries, and how many rows it vouched for; an empty one: none."""
    try:
        stored = _parsed(content)
    except BadInput:
        return "", None
    return stored.get("audit_head", ""), stored.get("audit_rows")


def differences(content: str) -> tuple[str, ...]:
    """Groups whose frozen counts and averages differ from what today's rules of roll-up give.

    Empty is the normal case; anything else means that the code changed under a snapshot. A number that
    roll-ups have got since is not among the frozen ones, and says nothing.
    """
    return checked(content).differences


def _is_same(stored: Any, now: Any, compared: Collection[str] | None) -> bool:
    """One group, or the groups of one kind in their order; ``compared``: only in these numbers."""
    if isinstance(stored, list) and isinstance(now, list):
        pairs = zip(stored, now, strict=False)
        return len(stored) == len(now) and all(_is_same(old, new, compared) for old, new in pairs)
    if not isinstance(stored, dict) or not isinstance(now, dict):
        return False
    frozen = stored | {"counts": {key: count for key, count in stored["counts"].items() if count}}
    return all(now.get(key) == value for key, value in frozen.items() if compared is None or key in compared)


def _parsed(content: str) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads(content)
        schema = stored["schema"] if "card" in stored else stored["card"]
    except (ValueError, KeyError, TypeError) as wrong:
        raise BadInput(_("这不是一份会议材料的“快照.json”。")) from wrong
    if schema not in READABLE:
        raise BadInput(
            _("材料的格式是第{schema}版,本程序能读的是第{readable}至{schema2}版。").format(
                schema=schema, readable=READABLE[0], schema2=SCHEMA
            )
        )
    return stored


def _rollups(card: Scorecard) -> dict[str, Any]:
    return {
        "whole": _rollup(card.whole),
        "areas": [_group(group) for group in card.areas],
        "departments": [_group(group) for group in card.departments],
    }


def _group(group: Group) -> dict[str, Any]:
    return {"key": group.key, "name": group.name, **_rollup(group.rollup)}


def _rollup(rollup: Rollup) -> dict[str, Any]:
    numbers: dict[str, Any] = _plain(rollup, {})
    return numbers


def _plain(value: object, written: Written) -> Any:
    """What JSON can hold, in one way only. Enums are written by value; None stays null.

    A record's field at its default is left out, but where ``written`` names it.
    """
    match value:
        case None | bool() | int():
            return value
        case StrEnum():
            return value.value
        case str():
            return value
        case Period() | Fraction():
            return str(value) if isinstance(value, Period) else f"{value.numerator}/{value.denominator}"
        case Decimal():
            return plain(value)
        case datetime():
            return _utc(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(part, written) for part in value]
        case dict():
            return {str(key): _plain(part, written) for key, part in value.items() if part != 0}
    if is_dataclass(value) and not isinstance(value, type):
        kept = written.get(type(value), ())
        return {
            _KEYS.get(field.name, field.name): _plain(part, written)
            for field in fields(value)
            if field.init
            and field.metadata.get("is_frozen", True)
            and ((part := getattr(value, field.name)) != _default(field) or field.name in kept)
        }
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _default(field: Field[Any]) -> object:
    """A field's default; what equals nothing for one that has none."""
    return field.default if field.default_factory is MISSING else field.default_factory()


def _utc(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError("an instant in a snapshot needs a time zone")
    return instant.astimezone(UTC).isoformat()


def _record(kind: Any, stored: dict[str, Any], seen: dict[type, set[str]]) -> Any:
    """The record that ``_plain`` wrote; ``seen`` gathers the names of the fields that it wrote."""
    hints = _hints(kind)
    parts = {_NAMES.get(key, key): part for key, part in stored.items()}
    seen.setdefault(kind, set()).update(parts)
    return kind(**{name: _read(hints[name], part, seen) for name, part in parts.items()})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    # Kept, for each call evaluates all annotations anew, and a snapshot holds hundreds of records.
    return get_type_hints(kind)


def _read(hint: Any, stored: Any, seen: dict[type, set[str]]) -> Any:
    """The value that ``_plain`` wrote, by the field's declared type."""
    if get_origin(hint) in (Union, UnionType):
        if stored is None:
            return None
        hint = next(option for option in get_args(hint) if option is not NoneType)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], part, seen) for part in stored)
    if get_origin(hint) is dict:
        key_hint, part_hint = get_args(hint)
        return {key_hint(key): _read(part_hint, part, seen) for key, part in stored.items()}
    if hint is Period:
        return parse_period(stored)
    if hint in (datetime, date):
        return hint.fromisoformat(stored)
    if is_dataclass(hint):
        return _record(hint, stored, seen)
    return stored if hint in (int, bool, str) else hint(stored)
