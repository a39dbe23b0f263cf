"""Submissions with what became of them: a target's history, and the queue that waits for review."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.lifecycle import Finality, ReportState, VerifyMethod, YearEndCall
from tracker.domain.quarter import Quarter, quarters_of
from tracker.domain.scorecard import Figure, PlanRef, Score, Target, Texts
from tracker.queries.figures import figures_of, waiting_of
from tracker.queries.plans import rules_at
from tracker.queries.scorecard import score_of
from tracker.queries.targets import targets_of
from tracker.tables import Account, Report, Review, Standing


@dataclass(frozen=True)
class Submission:
    """A submission and, once it is decided, its review."""

    report_id: int
    target_id: int
    quarter: Quarter
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


@dataclass(frozen=True)
class Waiting:
    """A submission in the review queue, judged as if it were approved as it is.

    ``replaces``: the approved figure that a correction would replace.
    """

    submission: Submission
    score: Score
    replaces: Figure | None = None


def submissions(session: Session, person: Person, target: Target) -> tuple[Submission, ...]:
    """All submissions of a target, the newest first."""
    _require_sight(person, target)
    query = _query().where(col(Report.target_id) == target.id)
    rows = session.exec(query.order_by(col(Report.quarter).desc(), col(Report.number).desc()))
    return tuple(_record(*row) for row in rows)


def scores_over_year(
    session: Session, person: Person, plan: PlanRef, target: Target, *, include_unapproved: bool = False
) -> tuple[Score, ...]:
    """The target judged at each quarter of the plan's year."""
    _require_sight(person, target)
    quarters = quarters_of(plan.year)
    figures = figures_of(
        session, plan.id, quarters, include_unapproved=include_unapproved, target_id=target.id
    )
    rules = rules_at(session, plan.id)
    return tuple(
        score_of(
            target, quarter, figures, rules, _waiting(session, plan, target, quarter, include_unapproved)
        )
        for quarter in quarters
    )


def _waiting(
    session: Session, plan: PlanRef, target: Target, quarter: Quarter, include_unapproved: bool
) -> bool | None:
    return None if include_unapproved else waiting_of(session, plan.id, quarter).get(target.id)


def waiting(session: Session, person: Person, plan: PlanRef, quarter: Quarter) -> tuple[Waiting, ...]:
    """What waits for review at a quarter, in the order it came."""
    require(person, Action.REVIEW)
    query = (
        _query()
        .join(Standing, col(Standing.latest_report_id) == Report.id)
        .where(col(Report.quarter) == quarter, col(Standing.latest_state) == ReportState.SUBMITTED)
        .order_by(col(Report.id))
    )
    rows = [_record(*row) for row in session.exec(query)]
    quarters = (quarter,) if quarter.previous is None else (quarter, quarter.previous)
    figures = figures_of(session, plan.id, quarters, include_unapproved=True)
    approved = figures_of(session, plan.id, (quarter,))
    rules = rules_at(session, plan.id)
    targets = {target.id: target for target in targets_of(session, person, plan.id, quarter)}
    return tuple(
        Waiting(
            row,
            score_of(targets[row.target_id], quarter, figures, rules),
            approved.get((row.target_id, quarter)),
        )
        for row in rows
        if row.target_id in targets
    )


def _require_sight(person: Person, target: Target) -> None:
    relation = person.relation_to(target.lead.id, frozenset(unit.id for unit in target.co_units))
    require(person, Action.SEE_TARGET, relation)


def _query() -> Any:
    author, reviewer = aliased(Account), aliased(Account)
    return (
        select(Report, Review, author.name, reviewer.name)
        .join(author, col(author.id) == Report.submitted_by_id)
        .join(Review, col(Review.report_id) == Report.id, isouter=True)
        .join(reviewer, col(reviewer.id) == Review.decided_by_id, isouter=True)
    )


def _record(report: Report, review: Review | None, author: str, reviewer: str | None) -> Submission:
    assert report.id is not None
    return Submission(
        report_id=report.id,
        target_id=report.target_id,
        quarter=report.quarter,
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
        state=ReportState.SUBMITTED if review is None else ReportState(review.decision.value),
        decided_by=reviewer or "",
        decided_at=None if review is None else review.decided_at,
        verified_value=None if review is None else review.verified_value,
        method=None if review is None else review.method,
        note="" if review is None else review.note,
    )
