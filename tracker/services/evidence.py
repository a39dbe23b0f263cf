"""佐证材料 of a draft: attached and taken away at once, named by the submission, gone with the draft.

The bytes are checked (domain.evidence.check) before the transaction opens. They are stored once
under their SHA-256, whoever attaches them, and deleted when nothing names them any more.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker.domain.access import Person
from tracker.domain.measure.period import Period
from tracker.domain.workflow.evidence import CheckedFile, EvidenceFile, require_room
from tracker.queries.evidence import stored_files
from tracker.services import audit
from tracker.services.standing import hold_for_entry
from tracker.tables import DraftFile, ReportFile, StoredFile


def attach(
    session: Session, person: Person, target_id: int, period: Period, checked: CheckedFile, now: datetime
) -> EvidenceFile | None:
    """Add a file to the draft; returns the file that already holds the same content, if one does.

    A file that the draft had taken away comes back under its former name. Raises Locked when the
    quarter takes no entry, BadInput when the report's files would be too many or too large.
    """
    hold_for_entry(session, person, target_id, period, now)
    submitted, draft = stored_files(session, target_id, period)
    files = draft.on_top_of(submitted)
    same = next((each for each in files if each.sha256 == checked.sha256), None)
    if same is not None:
        return same
    require_room([each.size for each in files], checked)
    row = session.get(DraftFile, (target_id, period, checked.sha256))
    if row is not None:
        session.delete(row)
        session.flush()
        return None
    _keep(session, person, checked, now)
    session.add(_row(person, target_id, period, checked.sha256, checked.name, now))
    session.flush()
    return None


def detach(
    session: Session, person: Person, target_id: int, period: Period, sha256: str, now: datetime
) -> None:
    """Take a file away from what would be submitted; what was submitted keeps it.

    Nothing happens where it is gone already: a second click removes nothing more.
    """
    hold_for_entry(session, person, target_id, period, now)
    submitted, draft = stored_files(session, target_id, period)
    file = next((each for each in draft.on_top_of(submitted) if each.sha256 == sha256), None)
    if file is None:
        return
    if file.report_id is None:
        session.delete(session.get(DraftFile, (target_id, period, sha256)))
        session.flush()
        drop_unnamed(session, [sha256])
    else:
        # The submission keeps it for ever; the draft only notes that the next one goes without it.
        removal = _row(person, target_id, period, sha256, file.name, now)
        removal.is_removed = True
        session.add(removal)
        session.flush()


def name_in_report(session: Session, report_id: int, files: Sequence[EvidenceFile]) -> list[dict[str, str]]:
    """The submission names its files, in order; returns what the audit trail keeps of them."""
    session.add_all(
        ReportFile(report_id=report_id, position=position, sha256=each.sha256, name=each.name)
        for position, each in enumerate(files, start=1)
    )
    if files:  # from here on they are facts
        audit.stands(session, StoredFile, col(StoredFile.sha256).in_([each.sha256 for each in files]))
    return [{"name": each.name, "sha256": each.sha256, "by": each.by} for each in files]


def _row(person: Person, target_id: int, period: Period, sha256: str, name: str, now: datetime) -> DraftFile:
    return DraftFile(
        target_id=target_id,
        period=period,
        sha256=sha256,
        name=name,
        changed_by_id=person.account_id,
        changed_at=now,
    )


def _keep(session: Session, person: Person, checked: CheckedFile, now: datetime) -> None:
    """Store the bytes unless they are stored; then they are held, so that nobody deletes them meanwhile."""
    stored = select(StoredFile.sha256).where(StoredFile.sha256 == checked.sha256)
    if session.exec(stored.with_for_update(read=True, key_share=True)).first() is not None:
        return
    try:
        with session.begin_nested():
            session.add(
                StoredFile(
                    sha256=checked.sha256,
                    size=checked.size,
                    media_type=checked.media_type.value,
                    content=checked.content,
                    stored_by_id=person.account_id,
                    stored_at=now,
                )
            )
    except IntegrityError:
        pass  # somebody attached the same bytes elsewhere, at the same moment


def drop_unnamed(session: Session, hashes: Iterable[str]) -> None:
    """Delete the bytes that no draft and no submission names."""
    listed = list(hashes)
    if not listed:
        return
    # On PostgreSQL this waits for whoever is attaching the same bytes elsewhere; asked after it, all is seen.
    waited = select(StoredFile.sha256).where(col(StoredFile.sha256).in_(listed))
    session.exec(waited.order_by(StoredFile.sha256).with_for_update()).all()
    named = [
        select(DraftFile.sha256).where(DraftFile.sha256 == StoredFile.sha256).exists(),
        select(ReportFile.sha256).where(ReportFile.sha256 == StoredFile.sha256).exists(),
    ]
    session.exec(delete(StoredFile).where(col(StoredFile.sha256).in_(listed), ~named[0], ~named[1]))
