"""Where a target's quarter stands: read before a write, and the derived row kept after it.

``standing`` is a cache of the facts in report and review; ``python -m tracker verify`` rebuilds
and compares it (queries/integrity.py).
"""

from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Terms
from tracker.domain.workflow.lifecycle import Decision
from tracker.tables import Report, Review, Standing, Target, TargetTerms, TermsUnit

# What a write raises when the database is away, locked or full. Pages catch it, to keep what was typed.
NotStored = SQLAlchemyError


@dataclass(frozen=True)
class Held:
    """A target with the terms in force at a quarter, as a write needs them."""

    target: Target
    terms: Terms
    lead_unit_id: int
    co_unit_ids: frozenset[int]


def hold(session: Session, person: Person, action: Action, target_id: int, period: Period) -> Held:
    """The target, if the person may do ``action`` to it. Raises NotFound or NotAllowed.

    Its row is locked until the transaction ends: drafts don't queue at the ledger as other writes
    do, and two first saves of one cell, or a save beside a submission, must not cross.
    """
    row = session.exec(
        select(Target, TargetTerms)
        .join(TargetTerms, col(TargetTerms.target_id) == Target.id)
        .where(Target.id == target_id, TargetTerms.effective <= period)
        .order_by(col(TargetTerms.version).desc())
        .limit(1)
        .with_for_update(of=Target, key_share=True)
    ).first()
    if row is None:
        raise NotFound(_("没有这项目标。"))
    target, terms = row
    co_units = session.exec(select(TermsUnit.unit_id).where(TermsUnit.terms_id == terms.id)).all()
    held = Held(target, terms.terms, terms.lead_unit_id, frozenset(co_units) - {terms.lead_unit_id})
    require(person, action, person.relation_to(held.lead_unit_id, held.co_unit_ids))
    return held


def standing_of(session: Session, target_id: int, period: Period) -> Standing | None:
    return session.get(Standing, (target_id, period))


def is_correction(standing: Standing | None) -> bool:
    """Whether what is filled in now would replace an approved figure.

    Also after a correction was sent back or withdrawn: it still needs its reason and no window.
    """
    return (
        standing is not None
        and standing.approved_report_id is not None
        and standing.latest_state is not ReportState.SUBMITTED
    )


def state_for_rules(standing: Standing | None) -> ReportState | None:
    """What the life cycle goes by: a correction that was sent back is still one of an approved figure."""
    if standing is None:
        return None
    return ReportState.APPROVED if is_correction(standing) else standing.latest_state


def report_of(session: Session, report_id: int) -> Report:
    report = session.get(Report, report_id)
    if report is None:
        raise NotFound(_("没有这次填报。"))
    return report


def effective_value(session: Session, target_id: int, period: Period | None) -> Decimal | None:
    """The figure a later quarter is compared with: approved, else what waits for review."""
    standing = None if period is None else standing_of(session, target_id, period)
    if standing is None:
        return None
    if standing.approved_report_id is not None:
        return standing.approved_value
    if standing.latest_state is ReportState.SUBMITTED:
        return report_of(session, standing.latest_report_id).value
    return None


def after_submission(session: Session, report: Report) -> None:
    """The derived row moves on to a new submission; what was approved stays."""
    assert report.id is not None
    standing = standing_of(session, report.target_id, report.period)
    if standing is None:
        standing = Standing(
            target_id=report.target_id,
            period=report.period,
            latest_report_id=report.id,
            latest_state=ReportState.SUBMITTED,
        )
    standing.latest_report_id, standing.latest_state = report.id, ReportState.SUBMITTED
    session.add(standing)
    session.flush()


def after_review(session: Session, report: Report, review: Review) -> None:
    """The derived row takes the decision over; an approval also makes the figure count."""
    standing = standing_of(session, report.target_id, report.period)
    assert standing is not None, "a reviewed report has a standing"
    standing.latest_state = ReportState(review.decision.value)
    if review.decision is Decision.APPROVE:
        standing.approved_report_id = report.id
        standing.approved_value = report.value if review.verified_value is None else review.verified_value
    session.add(standing)
    session.flush()
