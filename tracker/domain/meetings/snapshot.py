"""A frozen quarter as canonical JSON, and back: the same records, the same bytes, everywhere.

Sorted keys, no spaces, Decimals and Fractions as plain strings, dates in ISO, instants in UTC:
equal records give equal content whatever the host's hash seed or time zone. What is thawed is a
real Scorecard, so charts, sentences and roll-ups draw from a snapshot as they do from today.
A change of a record's fields is a change of the format: raise SCHEMA and keep reading the old one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
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
from tracker.domain.measure.period import Period, parse_period
from tracker.domain.measure.quantity import plain
from tracker.domain.meetings.meeting import NO_RECORDS, AdjustedTerms, CorrectedFigure, LastMeeting, Records
from tracker.domain.progress.rollup import Rollup
from tracker.domain.progress.scorecard import Group, Scorecard, Texts

# 2: with the records (domain/meeting.py). Contents of version 1 are read as having none.
# 3: with the matters among the records; before, it is not known which there were.
SCHEMA = 3
READABLE = (1, 2, SCHEMA)
# A field that has changed its name since it was first frozen keeps its key.
_KEYS = {"period": "quarter"}
_NAMES = {key: name for name, key in _KEYS.items()}
_UNWRITTEN = ("rhythm",)  # until a plan reports otherwise than by quarters


@dataclass(frozen=True)
class Frozen:
    """A thawed snapshot. ``texts`` are by report id; ``audit_head`` anchors the audit trail outside.

    ``audit_rows``: how many rows the head vouches for; None in snapshots from before it was kept.
    ``records``: adjustments, corrections, matters, window, the last meeting; empty in those of version 1.
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
) -> str:
    """The canonical JSON of a quarter. Raises ValueError for an instant without a time zone."""
    content = {
        "schema": SCHEMA,
        "card": _plain(scorecard),
        "texts": {str(report_id): _plain(text) for report_id, text in texts.items()},
        "notice_sha256": notice_sha256,
        "frozen_at": _plain(frozen_at),
        "author": author,
        "name": name,
        "meeting_on": _plain(meeting_on),
        "audit_head": audit_head,
        "audit_rows": audit_rows,
        "records": _plain(records),
        "rollups": _rollups(scorecard),
    }
    return _canonical(content)


def is_canonical(content: str) -> bool:
    """Whether a content, thawed and frozen again, gives the same bytes; nothing was lost or added.

    Of an older version only the writing is checked: its records have fewer fields than today's.
    """
    stored = _parsed(content)
    if stored["schema"] != SCHEMA:
        return _canonical(stored) == content
    frozen = thaw(content)
    again = freeze_content(
        frozen.card,
        frozen.texts,
        frozen.notice_sha256,
        frozen.frozen_at,
        frozen.author,
        frozen.name,
        frozen.meeting_on,
        frozen.audit_head,
        frozen.audit_rows,
        frozen.records,
    )
    return again == content


def _canonical(content: dict[str, Any]) -> str:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def content_sha256(content: str) -> str:
    return sha256(content.encode()).hexdigest()


def thaw(content: str) -> Frozen:
    """The records behind a content. Raises BadInput, in words, for what this version can't read."""
    stored = _parsed(content)
    card = _record(Scorecard, stored["card"])
    return Frozen(
        card,
        {int(report_id): _record(Texts, text) for report_id, text in stored["texts"].items()},
        stored["notice_sha256"],
        _read(datetime, stored["frozen_at"]),
        stored["author"],
        stored["name"],
        date.fromisoformat(stored["meeting_on"]),
        stored["audit_head"],
        stored.get("audit_rows"),
        _record(Records, stored["records"]) if stored["schema"] > 1 else NO_RECORDS,
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

    Empty is the normal case; anything else means that the code changed under a snapshot.
    """
    stored, now = _parsed(content)["rollups"], _rollups(thaw(content).card)
    names = sorted(stored.keys() | now.keys())
    return tuple(name for name in names if stored.get(name) != now.get(name))


def _parsed(content: str) -> dict[str, Any]:
    try:
        stored: dict[str, Any] = json.loads(content)
        schema = stored["schema"] if "card" in stored else stored["card"]
    except (ValueError, KeyError, TypeError) as wrong:
        raise BadInput(_("这不是一份会议材料的快照。")) from wrong
    if schema not in READABLE:
        raise BadInput(
            _("快照的格式是第{schema}版,本程序能读的是第{readable}至{schema2}版。").format(
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
    found: dict[str, Any] = _plain(rollup)
    return found


def _plain(value: object) -> Any:
    """What JSON can hold, in one way only. Enums are written by value; None stays null."""
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
            return [_plain(part) for part in value]
        case dict():
            return {str(key): _plain(part) for key, part in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return {
            _KEYS.get(field.name, field.name): _plain(getattr(value, field.name))
            for field in fields(value)
            if field.init and field.name not in _UNWRITTEN
        }
    raise TypeError(f"{type(value).__name__} has no place in a snapshot")


def _utc(instant: datetime) -> str:
    if instant.tzinfo is None:
        raise ValueError("an instant in a snapshot needs a time zone")
    return instant.astimezone(UTC).isoformat()


def _record(kind: Any, stored: dict[str, Any]) -> Any:
    hints = _hints(kind)
    named = ((_NAMES.get(key, key), value) for key, value in stored.items())
    return kind(**{name: _read(hints[name], value) for name, value in named})


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, stored: Any) -> Any:
    """The value that ``_plain`` wrote, by the field's declared type."""
    if get_origin(hint) in (Union, UnionType):
        if stored is None:
            return None
        hint = next(option for option in get_args(hint) if option is not NoneType)
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], part) for part in stored)
    if hint is Period:
        return parse_period(stored)
    if hint in (datetime, date):
        return hint.fromisoformat(stored)
    if is_dataclass(hint):
        return _record(hint, stored)
    return stored if hint in (int, bool, str) else hint(stored)
