"""What ``python -m tracker verify`` checks: derived rows against facts, hashes against contents."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import groupby

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.domain.language.errors import BadInput
from tracker.domain.meetings.snapshot import differences, is_canonical, thaw
from tracker.domain.progress.scorecard import PlanRef
from tracker.domain.workflow.lifecycle import state_after
from tracker.domain.workflow.plan_states import may_follow
from tracker.queries.audit import broken_rows, lost_anchors
from tracker.queries.figures import figures_of
from tracker.queries.plans import all_plans
from tracker.tables import Plan, PlanStep, Report, ReportFile, Review, Snapshot, Standing, StoredFile

_END_OF_TIME = datetime.max.replace(tzinfo=UTC)


def findings(session: Session) -> Iterator[str]:
    """One line for each thing that does not hold; nothing when all is well."""
    yield from _plans_stray(session)
    for plan in all_plans(session):
        yield from _figures_differ(session, plan)
    yield from _standing_differs(session)
    yield from _hashes_differ(session)
    yield from _files_differ(session)
    for row_id in broken_rows(session):
        yield f"audit row {row_id} does not follow from the rows before it"
    for name in lost_anchors(session):
        yield f"the audit head of snapshot {name} is not in the audit trail where it stood"


def _plans_stray(session: Session) -> Iterator[str]:
    """Every plan has begun, and went from state to state as the rule admits."""
    steps = session.exec(
        select(Plan.code, PlanStep).join(PlanStep, isouter=True).order_by(col(Plan.id), col(PlanStep.number))
    )
    for code, of_plan in groupby(steps, key=lambda row: row[0]):
        before = None
        for number, (_code, step) in enumerate(of_plan, start=1):
            if step is None:
                yield f"plan {code} has no state"
            elif step.number != number or not may_follow(before, step.state):
                yield f"step {step.number} of plan {code} does not follow from the one before it"
            before = None if step is None else step.state


def _figures_differ(session: Session, plan: PlanRef) -> Iterator[str]:
    periods = plan.periods
    for unapproved in (False, True):
        now = figures_of(session, plan.id, periods, include_unapproved=unapproved)
        derived = figures_of(session, plan.id, periods, as_of=_END_OF_TIME, include_unapproved=unapproved)
        for key in sorted(now.keys() | derived.keys()):
            if now.get(key) != derived.get(key):
                yield f"standing of target {key[0]} at {key[1]} differs from the facts"


def _standing_differs(session: Session) -> Iterator[str]:
    """The latest submission and its state, for every target's quarter."""
    newest = (
        select(col(Report.target_id), col(Report.period), func.max(Report.number).label("number"))
        .group_by(col(Report.target_id), col(Report.period))
        .subquery()
    )
    rows = session.exec(
        select(Report, Review, Standing)
        .join(
            newest,
            (newest.c.target_id == Report.target_id)
            & (newest.c.period == Report.period)
            & (newest.c.number == Report.number),
        )
        .join(Review, col(Review.report_id) == Report.id, isouter=True)
        .join(
            Standing,
            (col(Standing.target_id) == Report.target_id) & (col(Standing.period) == Report.period),
            isouter=True,
        )
    )
    for report, review, standing in rows:
        state = state_after(None if review is None else review.decision)
        if standing is None or (standing.latest_report_id, standing.latest_state) != (report.id, state):
            yield f"standing of target {report.target_id} at {report.period} names another submission"


def _hashes_differ(session: Session) -> Iterator[str]:
    for snapshot, code in session.exec(select(Snapshot, Plan.code).join(Plan)):
        name = f"{snapshot.number} of plan {code}"
        if hashlib.sha256(snapshot.content.encode()).hexdigest() != snapshot.sha256:
            yield f"snapshot {name} does not match its SHA-256"
        else:
            yield from _content_differs(snapshot, name)
    for plan in session.exec(select(Plan)):
        if hashlib.sha256(plan.notice.encode()).hexdigest() != plan.notice_sha256:
            yield f"the notice of plan {plan.code} does not match its SHA-256"


def _content_differs(snapshot: Snapshot, name: str) -> Iterator[str]:
    """Whether this version still reads what was frozen, writes it the same, and counts it the same."""
    try:
        if not is_canonical(snapshot.content):
            yield f"snapshot {name}, thawed and frozen again, is not the same text"
        for group in differences(snapshot.content):
            yield f"snapshot {name}: today's roll-up of {group} is not the frozen one"
        last = thaw(snapshot.content).last
    except BadInput as refusal:
        yield f"snapshot {name} can't be read: {refusal}"
        return
    if last is not None and last.frozen_at > snapshot.frozen_at:
        yield f"snapshot {name} is compared with {last.number}, which was frozen after it"


def _files_differ(session: Session) -> Iterator[str]:
    """Every file of evidence read again, one at a time, and every submission's files looked for."""
    stored = session.exec(select(StoredFile.sha256).order_by(StoredFile.sha256)).all()
    for sha256 in stored:
        content = session.exec(select(StoredFile.content).where(StoredFile.sha256 == sha256)).one()
        if hashlib.sha256(content).hexdigest() != sha256:
            yield f"the stored file {sha256} does not match its SHA-256"
    named = session.exec(select(ReportFile.report_id, ReportFile.sha256).order_by(col(ReportFile.report_id)))
    known = set(stored)
    for report_id, sha256 in named:
        if sha256 not in known:
            yield f"the bytes of a file of submission {report_id} are missing: {sha256}"
