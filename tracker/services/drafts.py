"""A draft is the department's scratch: each cell saved as typed, with a version of its own.

Two clerks of one unit may have one form open. Who saves a cell that changed since it was seen is
told what it holds now and by whom; nothing typed is overwritten unseen.
"""

from collections.abc import Mapping
from datetime import datetime
from secrets import randbelow

from sqlmodel import Session, select

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import BadInput, Change, StaleState
from tracker.domain.language.texts import DRAFT_LIMIT, storable
from tracker.domain.measure.period import Period
from tracker.domain.workflow.entry import Field
from tracker.services import evidence
from tracker.services.locks import require_unlocked
from tracker.services.standing import hold
from tracker.tables import Account, DraftCell


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
    held = hold(session, person, Action.REPORT, target_id, period)
    require_unlocked(session, held, period, now)
    if len(text) > DRAFT_LIMIT:
        raise BadInput(
            _("{field}太长:{count} 个字,草稿最多保存 {draft_limit} 个字。").format(
                field=field.label, count=f"{len(text):,}", draft_limit=f"{DRAFT_LIMIT:,}"
            )
        )
    kept = storable(text)
    cell = session.get(DraftCell, (target_id, period, field.value))
    if cell is None:
        if seen_version:
            raise StaleState(_("{field}的草稿刚被提交或清除,您的内容没有保存。").format(field=field.label))
        # Not from 0: a form kept open over a submission would take the next draft's cell for the one it saw.
        cell = DraftCell(
            target_id=target_id,
            period=period,
            field=field.value,
            text="",
            version=randbelow(2**30),
            saved_by_id=person.account_id,
            saved_at=now,
        )
    elif cell.version != seen_version and cell.text != kept:
        raise stale_cell(session, cell, field, kept)
    cell.text, cell.version, cell.saved_by_id, cell.saved_at = (
        kept,
        cell.version + 1,
        person.account_id,
        now,
    )
    session.add(cell)
    session.flush()
    return cell.version


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
    cells = session.exec(
        select(DraftCell).where(DraftCell.target_id == target_id, DraftCell.period == period)
    ).all()
    for cell in cells:
        if cell.version != seen.get(Field(cell.field), 0):
            raise stale_cell(session, cell, Field(cell.field), "")
    submitted, draft = evidence.stored_files(session, target_id, period)
    evidence.require_seen(submitted, draft, seen_files)
    for cell in cells:
        session.delete(cell)
    evidence.drop_draft(session, target_id, period, draft)


def stale_cell(session: Session, cell: DraftCell, field: Field, typed: str) -> StaleState:
    author = session.get(Account, cell.saved_by_id)
    name = author.name if author else ""
    change = Change(field.label, typed, cell.text, name)
    return StaleState(
        _("{field}刚被{name}改为“{cell}”,您的内容没有覆盖它。").format(
            field=field.label, name=name, cell=cell.text[:50]
        ),
        (change,),
    )
