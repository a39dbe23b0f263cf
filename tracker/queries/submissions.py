"""Submissions with what became of them, and what others said of them: a target's history."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, Relation, allowed
from tracker.domain.measure.figure import Finality, ReportState, Texts, YearEndCall
from tracker.domain.measure.period import Period
from tracker.domain.progress.judging import score_of
from tracker.domain.progress.scorecard import PlanRef, Score, Target
from tracker.domain.workflow.adjustment import in_force
from tracker.domain.workflow.approval import Signature
from tracker.domain.workflow.evidence import EvidenceFile
from tracker.domain.workflow.lifecycle import VerifyMethod, state_after
from tracker.domain.workflow.supplement import Supplement
from tracker.queries.adjustments import versions
from tracker.queries.evidence import files_of_reports
from tracker.queries.figures import figures_of, waiting_of
from tracker.queries.linked import LinkLine, link_of, sources_of
from tracker.queries.plans import opened_periods, rules_at
from tracker.queries.signatures import Confirmation, confirmations_of, signatures_of
from tracker.queries.targets import require_sight
from tracker.queries.texts import supplements_of
from tracker.tables import Account, Report, Review


@dataclass(frozen=True)
class Submission:
    """A submission, once it is decided its review, and what others said of it.

    ``countersigns``: all words of the co-responsible units (会签), in the order in which they were given.
    """

    report_id: int
    target_id: int
    period: Period
    number: int
    value: Decimal | None
    data_month: int
    finality: Finality
    texts: Texts
    call: YearEndCall | None
    call_value: Decimal | None
    reason: str
    is_correction: bool
    is_on_time: bool
    submitted_by: str
    submitted_at: datetime
    state: ReportState
    decided_by: str
    decided_at: datetime | None
    verified_value: Decimal | None
    method: VerifyMethod | None
    note: str
    countersigns: tuple[Signature, ...] = ()
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    files: tuple[EvidenceFile, ...] = ()
    supplement: Supplement | None = None

    @property
    def full_texts(self) -> Texts:
        """With what was supplied later."""
        return self.texts if self.supplement is None else self.supplement.on_top_of(self.texts)


def submissions(
    session: Session, person: Person, target: Target, *, as_of: datetime | None = None
) -> tuple[Submission, ...]:
    """All submissions of a target as known at ``as_of``, the newest first; files where they may be seen.

    Of one that is reported with a target of another plan also that one's, at the periods that correspond.
    """
    relation = require_sight(person, target)
    history = _submissions(session, target.id, as_of)
    sees_files = allowed(person.role, Action.SEE_EVIDENCE, relation)
    if not sees_files:
        history = tuple(replace(each, files=()) for each in history)
    link = link_of(session, target.id, as_of)
    if link is None:
        return history
    return (*_of_source(session, link, history, relation, sees_files, as_of), *history)


def _submissions(session: Session, target_id: int, as_of: datetime | None) -> tuple[Submission, ...]:
    query = query_at(as_of).where(col(Report.target_id) == target_id)
    return records(session, query.order_by(col(Report.period).desc(), col(Report.number).desc()), as_of)


def _of_source(
    session: Session,
    link: LinkLine,
    own: tuple[Submission, ...],
    relation: Relation,
    sees_files: bool,
    as_of: datetime | None,
) -> Iterator[Submission]:
    """The source's, at the periods that were not reported here; its files for the lead and the office."""
    is_own = {each.period for each in own}
    for each in _submissions(session, link.source.target_id, as_of):
        at = link.target.period_for(each.period)
        if at is not None and at not in is_own:
            files = () if relation is Relation.CO_LEADS or not sees_files else each.files
            yield replace(each, target_id=link.target.target_id, period=at, files=files)


def scores_over_year(
    session: Session,
    person: Person,
    plan: PlanRef,
    target: Target,
    *,
    as_of: datetime | None = None,
    now: datetime | None = None,
    include_unapproved: bool = False,
) -> tuple[Score, ...]:
    """The target judged at each period of the plan's year, by the terms in force at it."""
    require_sight(person, target)
    periods = plan.periods
    sources = sources_of(session, plan.id, as_of)
    figures = figures_of(
        session,
        plan.id,
        periods,
        as_of=as_of,
        include_unapproved=include_unapproved,
        among=(target.id,),
        sources=sources,
    )
    rules, opened = rules_at(session, plan.id, as_of), opened_periods(session, plan, as_of, now)
    known = versions(session, person, target, as_of=as_of)
    return tuple(
        score_of(
            replace(target, terms=in_force(known, period).terms),
            period,
            figures,
            rules,
            None
            if include_unapproved
            else waiting_of(session, plan.id, period, as_of, sources).get(target.id),
            is_open=period in opened,
        )
        for period in periods
    )


def query_at(as_of: datetime | None) -> Any:
    """Submissions with their reviews, for ``records``; what came after ``as_of`` is not known."""
    author, reviewer = aliased(Account), aliased(Account)
    known = col(Review.report_id) == Report.id
    if as_of is not None:
        known = and_(known, col(Review.decided_at) <= as_of)
    query = (
        select(Report, Review, author.name, reviewer.name)
        .join(author, col(author.id) == Report.submitted_by_id)
        .join(Review, known, isouter=True)
        .join(reviewer, col(reviewer.id) == Review.decided_by_id, isouter=True)
    )
    return query if as_of is None else query.where(col(Report.submitted_at) <= as_of)


def records(session: Session, query: Any, as_of: datetime | None) -> tuple[Submission, ...]:
    """The rows of a ``query_at`` with what others said of them, in the query's order."""
    rows = session.exec(query).all()
    ids = [report.id for report, *_ in rows]
    signed = signatures_of(session, ids, as_of=as_of)
    confirmed = confirmations_of(session, ids, as_of=as_of)
    files = files_of_reports(session, ids)
    supplements = supplements_of(session, ids, as_of)
    return tuple(
        _record(
            report,
            review,
            author,
            reviewer,
            signed.get(report.id, ()),
            confirmed.get(report.id),
            files.get(report.id, ()),
            supplements.get(report.id),
        )
        for report, review, author, reviewer in rows
    )


def _record(
    report: Report,
    review: Review | None,
    author: str,
    reviewer: str | None,
    signed: tuple[Signature, ...],
    confirmed: Confirmation | None,
    files: tuple[EvidenceFile, ...],
    supplement: Supplement | None,
) -> Submission:
    assert report.id is not None
    return Submission(
        report_id=report.id,
        target_id=report.target_id,
        period=report.period,
        number=report.number,
        value=report.value,
        data_month=report.data_month,
        finality=report.finality,
        texts=Texts(report.progress, report.problem, report.next_step, report.scope_note),
        call=report.call,
        call_value=report.call_value,
        reason=report.reason,
        is_correction=report.corrects_id is not None,
        is_on_time=report.is_on_time,
        submitted_by=author,
        submitted_at=report.submitted_at,
        state=state_after(None if review is None else review.decision),
        decided_by=reviewer or "",
        decided_at=None if review is None else review.decided_at,
        verified_value=None if review is None else review.verified_value,
        method=None if review is None else review.method,
        note="" if review is None else review.note,
        countersigns=signed,
        confirmed_by="" if confirmed is None else confirmed.by,
        confirmed_at=None if confirmed is None else confirmed.at,
        files=files,
        supplement=supplement,
    )
