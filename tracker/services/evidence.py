"""佐证材料 of a draft: attached and taken away at once, named by the submission, gone with the draft.

The bytes are checked (domain.evidence.check) before the transaction opens. They are stored once
under their SHA-256, whoever attaches them, and deleted when nothing names them any more.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person
from tracker.domain.language import _
from tracker.domain.language.errors import Change, StaleState
from tracker.domain.measure.period import Period
from tracker.domain.workflow.evidence import WORD, CheckedFile, DraftFiles, EvidenceFile, require_room
from tracker.domain.workflow.media_types import MediaType
from tracker.services.locks import require_unlocked
from tracker.services.standing import hold, standing_of
from tracker.tables import Account, DraftFile, Report, ReportFile, StoredFile

Files = tuple[EvidenceFile, ...]


def attach(
    session: Session, person: Person, target_id: int, period: Period, checked: CheckedFile, now: datetime
) -> EvidenceFile | None:
    """Add a file to the draft; returns the file that already holds the same content, if one does.

    A file that the draft had taken away comes back under its former name. Raises Locked when the
    quarter takes no entry, BadInput when the report's files would be too many or too large.
    """
    held = hold(session, person, Action.REPORT, target_id, period)
    require_unlocked(session, held, period, now)
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
    held = hold(session, person, Action.REPORT, target_id, period)
    require_unlocked(session, held, period, now)
    submitted, draft = stored_files(session, target_id, period)
    found = next((each for each in draft.on_top_of(submitted) if each.sha256 == sha256), None)
    if found is None:
        return
    if found.report_id is None:
        session.delete(session.get(DraftFile, (target_id, period, sha256)))
        session.flush()
        _drop_unnamed(session, [sha256])
    else:
        removal = _row(person, target_id, period, sha256, found.name, now)
        removal.is_removed = True
        session.add(removal)
        session.flush()


def stored_files(session: Session, target_id: int, period: Period) -> tuple[Files, DraftFiles]:
    """The files of the last submission, and what the draft changes of them."""
    standing = standing_of(session, target_id, period)
    submitted = () if standing is None else _submitted(session, standing.latest_report_id)
    rows = session.exec(
        _columns(DraftFile.name, DraftFile.changed_at, DraftFile.is_removed)
        .join(DraftFile, col(DraftFile.sha256) == StoredFile.sha256)
        .join(Account, col(Account.id) == DraftFile.changed_by_id)
        .where(DraftFile.target_id == target_id, DraftFile.period == period)
    ).all()
    draft = DraftFiles()
    for row in rows:
        draft = draft.with_change(_file(row, None, 0), row.is_removed)
    return submitted, draft


def require_seen(submitted: Files, draft: DraftFiles, seen: frozenset[str]) -> Files:
    """The files that would be submitted now, if they are those that were seen; else StaleState says which."""
    files = draft.on_top_of(submitted)
    new = next((each for each in files if each.sha256 not in seen), None)
    if new is not None:
        change = Change(WORD, "", new.name, new.by)
        raise StaleState(
            _("{by}刚添加了{word}“{new}”,请查看后再操作。").format(by=new.by, word=_(WORD), new=new.name),
            (change,),
        )
    gone = seen - {each.sha256 for each in files}
    if gone:
        taken = next((each for each in draft.removed if each.sha256 in gone), None)
        if taken is None:
            raise StaleState(_("您看到的一份{word}刚被移除,请查看后再操作。").format(word=_(WORD)))
        change = Change(WORD, taken.name, "", taken.by)
        raise StaleState(
            _("{by}刚移除了{word}“{taken}”,请查看后再操作。").format(
                by=taken.by, word=_(WORD), taken=taken.name
            ),
            (change,),
        )
    return files


def name_in_report(session: Session, report_id: int, files: Files) -> list[dict[str, str]]:
    """The submission names its files, in order; returns what the audit trail keeps of them."""
    session.add_all(
        ReportFile(report_id=report_id, position=position, sha256=each.sha256, name=each.name)
        for position, each in enumerate(files, start=1)
    )
    session.flush()
    return [{"name": each.name, "sha256": each.sha256, "by": each.by} for each in files]


def drop_draft(session: Session, target_id: int, period: Period, draft: DraftFiles) -> None:
    """The draft's changes end: they became a submission, or were thrown away."""
    session.exec(
        delete(DraftFile).where(col(DraftFile.target_id) == target_id, col(DraftFile.period) == period)
    )
    _drop_unnamed(session, [each.sha256 for each in draft.added])


def _submitted(session: Session, report_id: int) -> Files:
    rows = session.exec(
        _columns(ReportFile.name, Report.submitted_at, ReportFile.position)
        .join(ReportFile, col(ReportFile.sha256) == StoredFile.sha256)
        .join(Report, col(Report.id) == ReportFile.report_id)
        .join(Account, col(Account.id) == Report.submitted_by_id)
        .where(ReportFile.report_id == report_id)
        .order_by(ReportFile.position)
    ).all()
    return tuple(_file(row, report_id, row.position) for row in rows)


def _columns(*own: Any) -> Any:
    """A file's columns, never its content; in front the name, the moment and one more of the naming row."""
    by: Any = col(Account.name).label("by")
    shared: tuple[Any, ...] = (StoredFile.sha256, StoredFile.size, StoredFile.media_type, by)
    return select(*own, *shared).select_from(StoredFile)


def _file(row: Any, report_id: int | None, position: int) -> EvidenceFile:
    kind = MediaType(row.media_type)
    return EvidenceFile(row.sha256, row[0], row.size, kind, report_id, position, row.by, row[1])


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


def _drop_unnamed(session: Session, hashes: Iterable[str]) -> None:
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
