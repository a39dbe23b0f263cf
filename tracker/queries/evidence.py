"""佐证材料: the files of submissions and drafts in lists, without their bytes; and one with them."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Relation, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.period import Period
from tracker.domain.workflow.evidence import WORD, DraftFiles, EvidenceFile
from tracker.domain.workflow.media_types import MediaType
from tracker.queries.linked_units import co_units_beside
from tracker.queries.standing import standing_of
from tracker.tables import (
    Account,
    DraftFile,
    Report,
    ReportFile,
    StoredFile,
    TargetTerms,
    TermsUnit,
)

Files = tuple[EvidenceFile, ...]
_FEW = 500  # SQLite admits a limited number of parameters


def _columns(*own: Any) -> Any:
    """A file's columns, never its content; in front the naming row's: the name, the moment, and others."""
    shared: tuple[Any, ...] = (
        StoredFile.sha256,
        StoredFile.size,
        StoredFile.media_type,
        col(Account.name).label("by"),
    )
    return select(*own, *shared).select_from(StoredFile)


_OF_DRAFTS: Any = (
    _columns(DraftFile.name, col(DraftFile.changed_at).label("at"), DraftFile.target_id, DraftFile.is_removed)
    .join(DraftFile, col(DraftFile.sha256) == StoredFile.sha256)
    .join(Account, col(Account.id) == DraftFile.changed_by_id)
    .where(
        DraftFile.period == bindparam("period"),
        col(DraftFile.target_id).in_(bindparam("targets", expanding=True)),
    )
)


@dataclass(frozen=True)
class EvidenceContent:
    """One file with its bytes, to be sent to somebody who may have it."""

    name: str
    media_type: MediaType
    content: bytes = field(repr=False)


def files_of_reports(session: Session, report_ids: Collection[int]) -> dict[int, Files]:
    """By submission its files in order; callers check who may see them. They never change: no as_of."""
    by_report: dict[int, list[EvidenceFile]] = defaultdict(list)
    listed = sorted(report_ids)
    for start in range(0, len(listed), _FEW):
        rows = session.exec(
            _columns(
                ReportFile.name,
                col(Report.submitted_at).label("at"),
                ReportFile.report_id,
                ReportFile.position,
            )
            .join(ReportFile, col(ReportFile.sha256) == StoredFile.sha256)
            .join(Report, col(Report.id) == ReportFile.report_id)
            .join(Account, col(Account.id) == Report.submitted_by_id)
            .where(col(ReportFile.report_id).in_(listed[start : start + _FEW]))
            .order_by(ReportFile.report_id, ReportFile.position)
        )
        for row in rows:
            by_report[row.report_id].append(_file(row, report_id=row.report_id, position=row.position))
    return {report_id: tuple(files) for report_id, files in by_report.items()}


def files_of_drafts(session: Session, target_ids: Collection[int], period: Period) -> dict[int, DraftFiles]:
    """By target what its draft changes of the last submission's files; callers check who may see it."""
    changes: dict[int, DraftFiles] = defaultdict(DraftFiles)
    given = {"targets": list(target_ids), "period": period}
    rows = session.execute(_OF_DRAFTS, given)
    for row in rows:
        changes[row.target_id] = changes[row.target_id].with_change(_file(row), row.is_removed)
    return changes


def stored_files(session: Session, target_id: int, period: Period) -> tuple[Files, DraftFiles]:
    """The files of the last submission, and what the draft changes of them; callers check the target."""
    standing = standing_of(session, target_id, period)
    latest = None if standing is None else standing.latest_report_id
    submitted = () if latest is None else files_of_reports(session, [latest]).get(latest, ())
    return submitted, files_of_drafts(session, [target_id], period).get(target_id, DraftFiles())


def evidence_file(session: Session, person: Person, report_id: int, sha256: str) -> EvidenceContent:
    """A file of a submission. Raises NotAllowed, whether it exists or not, to whom it is not to see.

    The units that led or co-led the target at the submission's quarter may have it, and those that do now.
    """
    require(person, Action.SEE_EVIDENCE, _relation(session, person, session.get(Report, report_id)))
    row = session.exec(
        select(ReportFile.name, StoredFile.media_type, StoredFile.content)
        .join(StoredFile, col(StoredFile.sha256) == ReportFile.sha256)
        .where(ReportFile.report_id == report_id, ReportFile.sha256 == sha256)
    ).first()
    return _content(row)


def draft_file(
    session: Session, person: Person, target_id: int, period: Period, sha256: str
) -> EvidenceContent:
    """A file that is in a draft only: for those who fill it in, at the unit that leads the target."""
    lead = session.exec(
        select(TargetTerms.lead_unit_id)
        .where(TargetTerms.target_id == target_id, TargetTerms.effective <= period)
        .order_by(col(TargetTerms.version).desc())
        .limit(1)
    ).first()
    require(person, Action.REPORT, Relation.NONE if lead is None else person.relation_to(lead))
    row = session.exec(
        select(DraftFile.name, StoredFile.media_type, StoredFile.content)
        .join(StoredFile, col(StoredFile.sha256) == DraftFile.sha256)
        .where(
            DraftFile.target_id == target_id,
            DraftFile.period == period,
            DraftFile.sha256 == sha256,
            col(DraftFile.is_removed).is_(False),
        )
    ).first()
    return _content(row)


def _relation(session: Session, person: Person, report: Report | None) -> Relation:
    """By the terms in force at the quarter and by the newest: a target that changed hands keeps its files."""
    if report is None:
        return Relation.NONE
    of_target = select(TargetTerms).where(TargetTerms.target_id == report.target_id)
    versions = session.exec(of_target.order_by(col(TargetTerms.version))).all()
    then, newest = [each for each in versions if each.effective <= report.period][-1], versions[-1]
    co_units = session.exec(
        select(TermsUnit.unit_id).where(col(TermsUnit.terms_id).in_({then.id, newest.id}))
    ).all()
    # It is evidence of what is reported with the target as well.
    beside = co_units_beside(session, report.target_id, report.period).values()
    co_units_then = frozenset({then.lead_unit_id, *co_units}).union(*beside)
    return person.relation_to(newest.lead_unit_id, co_units_then)


class _FileRow(Protocol):
    name: str
    at: datetime
    sha256: str
    size: int
    media_type: str
    by: str


def _file(row: _FileRow, *, report_id: int | None = None, position: int = 0) -> EvidenceFile:
    return EvidenceFile(
        sha256=row.sha256,
        name=row.name,
        size=row.size,
        media_type=MediaType(row.media_type),
        report_id=report_id,
        position=position,
        by=row.by,
        at=row.at,
    )


def _content(row: tuple[str, str, bytes] | None) -> EvidenceContent:
    if row is None:
        raise NotFound(_("没有这份{word}。").format(word=_(WORD)))
    name, media_type, content = row
    return EvidenceContent(name, MediaType(media_type), content)
