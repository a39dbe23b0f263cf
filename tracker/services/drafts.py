"""A draft is the department's scratch: each cell saved as typed, with a version of its own.

Two clerks of one unit may have one form open. Who saves a cell that changed since it was seen is
told what it holds now and by whom; nothing typed is overwritten unseen.
"""

from collections.abc import Mapping
from datetime import datetime
from secrets import randbelow

from sqlmodel import Session, col, delete

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
    if len(text) > DRAFT_LIMIT:
        raise BadInput(
            _("{field}太长:{count} 个字,草稿最多保存 {draft_limit} 个字。").format(
                field=field.label_in(period.rhythm), count=f"{len(text):,}", draft_limit=f"{DRAFT_LIMIT:,}"
            )
        )
    kept = storable(text)
    cell = session.get(DraftCell, (target_id, period, field.value))
    if cell is None:
        if seen_version:
            label = field.label_in(period.rhythm)
            raise StaleState(_("{field}的草稿刚被提交或清除,您的内容没有保存。").format(field=label))
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
    # Another hand that typed the very same is no conflict.
    elif cell.version != seen_version and cell.text != kept:
        raise changed_cell(field, period.rhythm, cell.text, account_name(session, cell.saved_by_id), kept)
    cell.text, cell.version = kept, cell.version + 1
    cell.saved_by_id, cell.saved_at = person.account_id, now
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
    cells = cells_of_drafts(session, [target_id], period).get(target_id, {})
    for field, cell in cells.items():
        if cell.version != seen.get(field, 0):
            raise changed_cell(field, period.rhythm, cell.text, cell.saved_by, "")
    submitted, draft = stored_files(session, target_id, period)
    require_seen(submitted, draft, seen_files)
    drop(session, target_id, period)
    evidence.drop_unnamed(session, [file.sha256 for file in draft.added])


def drop(session: Session, target_id: int, period: Period) -> None:
    """The draft ends: it became a submission, which names all its files, or was thrown away."""
    for table in (DraftCell, DraftFile):
        session.exec(delete(table).where(col(table.target_id) == target_id, col(table.period) == period))
