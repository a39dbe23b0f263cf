"""A draft is the department's scratch: each cell saved as typed, with a version of its own.

Two clerks of one unit may have one form open. Who saves a cell that changed since it was seen is
told what it holds now and by whom; nothing typed is overwritten unseen.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session, select

from tracker.domain.access import Action, Person
from tracker.domain.entry import Field
from tracker.domain.errors import BadInput, Change, Locked, StaleState
from tracker.domain.lifecycle import entry_lock
from tracker.domain.quarter import Quarter
from tracker.domain.texts import DRAFT_LIMIT, storable
from tracker.services.standing import hold, standing_of, state_for_rules
from tracker.services.windows import lock_reason_for
from tracker.tables import Account, DraftCell, Target


def save_cell(
    session: Session,
    person: Person,
    target_id: int,
    quarter: Quarter,
    field: Field,
    text: str,
    seen_version: int,
    now: datetime,
) -> int:
    """Keep one field as typed; returns its new version. ``seen_version`` is 0 for a cell not yet stored.

    Raises StaleState when another hand saved the cell meanwhile, Locked when the quarter takes no entry.
    """
    held = hold(session, person, Action.REPORT, target_id, quarter)
    _require_unlocked(session, held.target, quarter, now)
    if len(text) > DRAFT_LIMIT:
        raise BadInput(f"{field.label}太长:{len(text):,} 个字,草稿最多保存 {DRAFT_LIMIT:,} 个字。")
    kept = storable(text)
    cell = session.get(DraftCell, (target_id, quarter, field.value))
    if cell is None:
        cell = DraftCell(
            target_id=target_id, quarter=quarter, field=field.value, text="", version=0,
            saved_by_id=person.account_id, saved_at=now,
        )  # fmt: skip
    if cell.version != seen_version and cell.text != kept:
        raise stale_cell(session, cell, field, kept)
    cell.text, cell.version, cell.saved_by_id, cell.saved_at = (
        kept, cell.version + 1, person.account_id, now,
    )  # fmt: skip
    session.add(cell)
    session.flush()
    return cell.version


def discard(
    session: Session, person: Person, target_id: int, quarter: Quarter, seen: Mapping[Field, int]
) -> None:
    """Throw the draft away: what was submitted last stands again.

    ``seen`` holds the versions of the cells that the person saw. Raises StaleState when another
    hand saved one meanwhile: nothing is thrown away unseen.
    """
    hold(session, person, Action.REPORT, target_id, quarter)
    cells = session.exec(
        select(DraftCell).where(DraftCell.target_id == target_id, DraftCell.quarter == quarter)
    ).all()
    for cell in cells:
        if cell.version != seen.get(Field(cell.field), 0):
            raise stale_cell(session, cell, Field(cell.field), "")
    for cell in cells:
        session.delete(cell)


def stale_cell(session: Session, cell: DraftCell, field: Field, typed: str) -> StaleState:
    author = session.get(Account, cell.saved_by_id)
    name = author.name if author else ""
    change = Change(field.label, typed, cell.text, name)
    return StaleState(f"{field.label}刚被{name}改为“{cell.text[:50]}”,您的内容没有覆盖它。", (change,))


def _require_unlocked(session: Session, target: Target, quarter: Quarter, now: datetime) -> None:
    assert target.id is not None
    state = state_for_rules(standing_of(session, target.id, quarter))
    reason = entry_lock(state, lock_reason_for(session, target.plan_id, quarter, now))
    if reason is not None:
        raise Locked(reason)
