"""What a row is about, in words: its target and period, its plan, its person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from tracker.db import Base
from tracker.domain.language import _, bracketed

# Where a row says what it is about, the nearest first; the column of which table names it.
_WAYS = {
    "target_id": "target",
    "report_id": "report",
    "terms_id": "target_terms",
    "request_id": "adjustment_request",
    "statement_id": "path_statement",
    "erratum_id": "erratum",
    "matter_id": "matter",
    "directive_id": "directive",
    "countersign_id": "countersign",
    "draft_id": "plan_draft",
    "article_id": "article",
    "reorganisation_id": "reorganisation",
    "plan_id": "plan",
    "account_id": "account",
    "unit_id": "unit",
}
_NAMES = {
    "target": ("code",),
    "plan": ("code",),
    "unit": ("name",),
    "account": ("name", "login"),
    "leader": ("name",),
    "article": ("title",),
    "area": ("title",),
    "snapshot": ("number",),
    "plan_draft": ("file_name",),
    "reorganisation": ("document",),
}


def place(session: Session, table: str, key: str) -> str:
    """What the row of this key is about; empty where it is not there, or about nothing with a name."""
    found = _row(session, table, key)
    return "" if found is None else _named(table, found) or place_of(session, found)


def place_of(session: Session, about: Mapping[str, Any], depth: int = 3) -> str:
    """The same of a row's columns, or of some of them."""
    period = str(about.get("period") or "")
    for column, table in _WAYS.items():
        if about.get(column) is not None and depth:
            there = _row(session, table, str(about[column]))
            if there is not None:
                named = _named(table, there) or place_of(session, there, depth - 1)
                return " ".join(part for part in (named, period) if part)
    return period


def _named(table: str, row: Mapping[str, Any]) -> str:
    first, *more = [str(row[name]) for name in _NAMES.get(table, ())] or [""]
    return bracketed(first, _("、").join(more)) if more else first


def _row(session: Session, name: str, key: str) -> dict[str, Any] | None:
    table = Base.metadata.tables[name]
    keys = list(table.primary_key.columns)
    parts = key.split(" ", len(keys) - 1)
    if len(parts) != len(keys):
        return None
    asked = [
        column == (int(part) if column.type.python_type is int and part.lstrip("-").isdigit() else part)
        for column, part in zip(keys, parts, strict=True)
    ]
    columns = [column for column in table.columns if column.name in (*_WAYS, *_ALL_NAMES, "period")]
    row = session.connection().execute(select(*columns).where(*asked)).first() if columns else None
    return None if row is None else {name: _text(value) for name, value in row._mapping.items()}


def _text(value: object) -> object:
    return value if value is None or isinstance(value, int) else str(value)


_ALL_NAMES = {name for names in _NAMES.values() for name in names}
