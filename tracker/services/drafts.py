"""A draft is the department's scratch: each cell saved as typed, with a version of its own.

Two clerks of one unit may have one form open. Who saves a cell that changed since it was seen is
told what it holds now and by whom; nothing typed is overwritten unseen.
"""

from collections.abc import Mapping
from datetime import datetime
from secrets import randbelow
from typing import Any

from sqlalchemy import Table, and_, bindparam, delete, select, update
from sqlmodel import Session, col

from tracker.db import append
from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, StaleState
from tracker.domain.language.texts import DRAFT_LIMIT, storable
from tracker.domain.measure.period import Period
from tracker.domain.workflow.drafts import changed_cell
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.evidence import require_seen
from tracker.queries.evidence import stored_files
from tracker.queries.forms import cells_of_drafts
from tracker.queries.people import account_name
from tracker.services import evidence
from tracker.services.standing import hold, hold_for_entry
from tracker.tables import DraftCell, DraftFile

_CELLS: Table = DraftCell.__table__  # type: ignore[attr-defined]
_AT_KEY = and_(
    _CELLS.c.target_id == bindparam("at_target"),
    _CELLS.c.period == bindparam("at_period"),
    _CELLS.c.field == bindparam("at_field"),
)
_CELL = select(_CELLS.c.text, _CELLS.c.version, _CELLS.c.saved_by_id).where(_AT_KEY)
_SAVE = update(_CELLS).where(_AT_KEY)
_DROP = delete(_CELLS).where(
    _CELLS.c.target_id == bindparam("at_target"), _CELLS.c.period == bindparam("at_period")
)


def save_cell(
    session: Session,
    person: Person,
    target_id: int,
    period: Period,
    field: Field,
    text: str,
    seen_version: int,
    now: datetime,
) -> int:
    """Keep one field as typed; returns its new version. ``seen_version`` is 0 for a cell not yet stored.

    Raises StaleState when another hand saved the cell meanwhile, Locked when the quarter takes no entry.
    """
    hold_for_entry(session, person, target_id, period, now)
    kept = _storable(field, text, period)
    key = {"at_target": target_id, "at_period": period, "at_field": field.value}
    stored = session.connection().execute(_CELL, key).first()
    if stored is None and seen_version:
        label = field.label_in(period.rhythm)
        raise StaleState(_("{field}的草稿刚被提交或清除,您的内容没有保存。").format(field=label))
    # Another hand that typed the very same is no conflict.
    if stored is not None and stored.version != seen_version and stored.text != kept:
        by = account_name(session, stored.saved_by_id)
        raise changed_cell(field, period.rhythm, stored.text, by, kept)
    # Not from 0: a form kept open over a submission would take the next draft's cell for the one it saw.
    version: int = 1 + (randbelow(2**30) if stored is None else stored.version)
    saved: dict[str, Any] = {
        "text": kept,
        "version": version,
        "saved_by_id": person.account_id,
        "saved_at": now,
    }
    if stored is None:
        append(session, DraftCell, target_id=target_id, period=period, field=field.value, **saved)
    else:
        session.connection().execute(_SAVE, key | saved)
    return version


def _storable(field: Field, text: str, period: Period) -> str:
    """The text as it is kept. Raises BadInput for what is too long."""
    if len(text) > DRAFT_LIMIT:
        raise BadInput(
            _("{field}太长:{count}个字,草稿最多保存{draft_limit}个字。").format(
                field=field.label_in(period.rhythm), count=f"{len(text):,}", draft_limit=f"{DRAFT_LIMIT:,}"
            )
        )
    return storable(text)


def discard(
    session: Session,
    person: Person,
    target_id: int,
    period: Period,
    seen: Mapping[Field, int],
    seen_files: frozenset[str] = frozenset(),
) -> None:
    """Throw the draft away: what was submitted last stands again.

    ``seen`` holds the versions of the cells that the person saw, ``seen_files`` the SHA-256 of the
    files. Raises StaleState when another hand saved one meanwhile: nothing is thrown away unseen.
    """
    hold(session, person, Action.REPORT, target_id, period)
    cells = cells_of_drafts(session, [target_id], period).get(target_id, {})
    for field, cell in cells.items():
        if cell.version != seen.get(field, 0):
            raise changed_cell(field, period.rhythm, cell.text, cell.saved_by, "")
    submitted, draft = stored_files(session, target_id, period)
    require_seen(submitted, draft, seen_files)
    drop(session, target_id, period)
    evidence.drop_unnamed(session, [file.sha256 for file in draft.added])


def drop(session: Session, target_id: int, period: Period, *, cells: bool = True, files: bool = True) -> None:
    """The draft ends: it became a submission, which names all its files, or was thrown away.

    ``cells``, ``files``: whether it holds some, from who knows it.
    """
    if cells:
        session.connection().execute(_DROP, {"at_target": target_id, "at_period": period})
    if files:
        of_draft = col(DraftFile.target_id) == target_id, col(DraftFile.period) == period
        session.exec(delete(DraftFile).where(*of_draft))
