"""Snapshots against their hash, their own details and what was known when they were frozen; stored bytes."""

import hashlib
from collections.abc import Iterator
from functools import cache

from sqlmodel import Session, col, func, select

from tracker.domain.language.errors import BadInput
from tracker.domain.measure.figure import Figure
from tracker.domain.meetings.snapshot import Frozen, content_sha256, differences, is_canonical, thaw
from tracker.domain.sentences.damage import Damage, Finding, found, row_words
from tracker.queries.figures import figures_of
from tracker.queries.integrity.places import place
from tracker.tables import Audit, Plan, Report, ReportFile, Review, Snapshot, StoredFile


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
        if not is_canonical(snapshot.content):
            yield found(Damage.SNAPSHOT_TEXT, name=name, said="")
        for group in differences(snapshot.content):
            yield found(Damage.SNAPSHOT_ROLLUP, name=name, group=group)
        frozen = thaw(snapshot.content)
    except BadInput as refusal:
        yield found(Damage.SNAPSHOT_TEXT, name=name, said=str(refusal))
        return
    if frozen.last is not None and frozen.last.frozen_at > snapshot.frozen_at:
        yield found(Damage.SNAPSHOT_OLDER, name=name, last=frozen.last.number)
    yield from _figures_differ(session, snapshot, frozen, name)


def _figures_differ(session: Session, snapshot: Snapshot, frozen: Frozen, name: str) -> Iterator[Finding]:
    """The figures as they were known at the moment of freezing.

    That of a milestone which was done before is one of an earlier period, carried to this one.
    """
    period = snapshot.period
    earlier = tuple(each for each in period.of_year if each <= period)
    known = figures_of(
        session,
        snapshot.plan_id,
        earlier,
        as_of=snapshot.frozen_at,
        include_unapproved=snapshot.include_unapproved,
    )
    by_report = {
        (target_id, figure.report_id): figure if at == period else figure.carried_to(period)
        for (target_id, at), figure in known.items()
    }
    tells = cache(lambda: _time_tells(session, snapshot, frozen))  # asked where something differs
    for score in frozen.card.scores:
        target, figure = score.target, score.figure
        if figure is None:
            holds = (target.id, period) not in known
        else:
            then = by_report.get((target.id, figure.report_id))
            holds = then is not None and _said(then) == _said(figure)
        if not holds and (tells() or (figure is not None and not _is_of_facts(session, figure))):
            yield found(Damage.SNAPSHOT_FIGURE, name=name, target=target.code)


def _said(figure: Figure) -> tuple[object, ...]:
    return figure.value, figure.reported_value, figure.data_month, figure.state


def _time_tells(session: Session, snapshot: Snapshot, frozen: Frozen) -> bool:
    """Whether times go with the trail: before its head none is later, behind it only the freezing is not.

    A clock that was set back, or two clicks in one microsecond: then the time does not tell what was known.
    """
    is_head = Audit.sha256 == frozen.audit_head
    head = session.exec(select(Audit.id).where(is_head)).first() or 0
    is_known, was_then = col(Audit.id) <= head, col(Audit.at) <= snapshot.frozen_at
    counts = (
        session.exec(select(func.count()).select_from(Audit).where(*conditions)).one()
        for conditions in ((is_known, ~was_then), (~is_known, was_then))
    )
    early, late = counts
    return early == 0 and late <= 1


def _is_of_facts(session: Session, figure: Figure) -> bool:
    """Whether there is such a submission, and the value is its own or the verified one."""
    report = session.get(Report, figure.report_id)
    verified = session.exec(
        select(col(Review.verified_value)).where(Review.report_id == figure.report_id)
    ).first()
    return report is not None and (
        (report.value, report.data_month) == (figure.reported_value, figure.data_month)
        and figure.value in (report.value, verified)
    )


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
