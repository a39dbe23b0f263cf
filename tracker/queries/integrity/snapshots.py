"""Snapshots against their hash, their own details and what was known when they were frozen; stored bytes."""

import hashlib
from collections.abc import Iterator

from sqlmodel import Session, col, select

from tracker.domain.language.errors import BadInput
from tracker.domain.meetings.snapshot import checked, content_sha256
from tracker.domain.sentences.damage import Damage, Finding, found, row_words
from tracker.queries.integrity.frozen import Then
from tracker.queries.integrity.places import place
from tracker.tables import Plan, ReportFile, Snapshot, StoredFile


def findings(session: Session) -> Iterator[Finding]:
    for snapshot_id in session.exec(select(Snapshot.id).order_by(col(Snapshot.id))).all():
        snapshot = session.get_one(Snapshot, snapshot_id)
        name = f"{snapshot.number} {session.get_one(Plan, snapshot.plan_id).code}"
        if content_sha256(snapshot.content) != snapshot.sha256:
            yield found(Damage.SNAPSHOT_HASH, name=name)
        else:
            yield from _content_differs(session, snapshot, name)
        session.expunge(snapshot)  # one of a large plan is ten megabytes
    for plan in session.exec(select(Plan)):
        if hashlib.sha256(plan.notice.encode()).hexdigest() != plan.notice_sha256:
            yield found(Damage.NOTICE_HASH, plan=plan.code)


def _content_differs(session: Session, snapshot: Snapshot, name: str) -> Iterator[Finding]:
    """Whether this version still reads what was frozen, writes it the same, and counts it the same."""
    try:
        read = checked(snapshot.content)
    except BadInput as refusal:
        yield found(Damage.SNAPSHOT_TEXT, name=name, said=str(refusal))
        return
    if not read.is_canonical:
        yield found(Damage.SNAPSHOT_TEXT, name=name, said="")
    for group in read.differences:
        yield found(Damage.SNAPSHOT_ROLLUP, name=name, group=group)
    last = read.frozen.last
    if last is not None and last.frozen_at > snapshot.frozen_at:
        yield found(Damage.SNAPSHOT_OLDER, name=name, last=last.number)
    yield from Then(session, snapshot, read.frozen, read.judged_alike).findings(name)


def files_differ(session: Session) -> Iterator[Finding]:
    """Every file of evidence read again, one at a time, and every submission's files looked for."""
    stored = session.exec(select(StoredFile.sha256).order_by(StoredFile.sha256)).all()
    for sha256 in stored:
        content = session.exec(select(StoredFile.content).where(StoredFile.sha256 == sha256)).one()
        if hashlib.sha256(content).hexdigest() != sha256:
            yield found(Damage.FILE_HASH, name=sha256)
    named = session.exec(
        select(ReportFile.report_id, ReportFile.name, ReportFile.sha256).order_by(col(ReportFile.report_id))
    )
    known = set(stored)
    for report_id, name, sha256 in named:
        if sha256 not in known:
            what = row_words("report", str(report_id), place(session, "report", str(report_id)))
            yield found(Damage.FILE_GONE, what=what, name=name, sha256=sha256)
