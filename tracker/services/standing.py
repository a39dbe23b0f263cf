"""The target that a write is about, its row locked, and the derived row kept after the write.

``standing`` is a cache of the facts in report and review; ``python -m tracker verify`` rebuilds
and compares it (queries/integrity.py).
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import Change, Locked, NotFound, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.erratum import ErratumKind
from tracker.domain.workflow.lifecycle import Decision, check_decision, state_after
from tracker.domain.workflow.plan_states import check_admits
from tracker.domain.workflow.submission import value_text
from tracker.queries.people import account_name
from tracker.queries.plans import newest_step
from tracker.queries.standing import entry_lock_of, report_of, standing_of
from tracker.services import audit
from tracker.tables import Erratum, Report, Review, Standing, Target, TargetTerms, TermsUnit


@dataclass(frozen=True)
class Held:
    """A target with the terms in force at a quarter, as a write needs them."""

    target: Target
    version: TargetTerms
    period: Period
    co_unit_ids: frozenset[int]

    @property
    def target_id(self) -> int:
        return self.version.target_id

    @property
    def lead_unit_id(self) -> int:
        return self.version.lead_unit_id

    @property
    def subject(self) -> str:
        """What the audit trail calls it."""
        return f"{self.target.code} {self.period}"


def hold(
    session: Session,
    person: Person,
    action: Action,
    target_id: int,
    period: Period,
    *,
    withdrawn: bool = False,
) -> Held:
    """The target, if the person may do ``action`` to it. Raises NotFound or NotAllowed.

    Raises Locked for one that an erratum says is none, with ``withdrawn`` for any other, and for what the
    state of its plan does not admit.
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
    held = Held(target, terms, period, frozenset(co_units) - {terms.lead_unit_id})
    require(person, action, person.relation_to(held.lead_unit_id, held.co_unit_ids))
    require_admitted(session, target.plan_id, action)
    of_target = select(Erratum.kind).where(Erratum.target_id == target_id)
    newest = session.exec(of_target.order_by(col(Erratum.id).desc()).limit(1)).first()
    if withdrawn != (newest is ErratumKind.WITHDRAWN):
        raise Locked(
            _("这项目标没有被勘误撤销。")
            if withdrawn
            else _("这项目标已由市府办勘误撤销,不再填报和办理,原有记录可在目标页查看。")
        )
    return held


def require_admitted(session: Session, plan_id: int, action: Action) -> None:
    """Every write about a plan asks this, most of them by ``hold``. Raises Locked."""
    check_admits(newest_step(session, plan_id).state, action)


def hold_for_entry(session: Session, person: Person, target_id: int, period: Period, now: datetime) -> Held:
    """The target, to fill something in. Raises Locked, in words, when the window or the life cycle
    admits no entry.
    """
    held = hold(session, person, Action.REPORT, target_id, period)
    locked = entry_lock_of(session, held.target.plan_id, target_id, held.lead_unit_id, period, now)
    if locked is not None:
        raise Locked(locked)
    return held


def hold_waiting(session: Session, person: Person, action: Action, report_id: int) -> tuple[Held, Report]:
    """A submission that was seen and still waits, with its target. Raises StaleState or Locked."""
    report = report_of(session, report_id)
    held = hold(session, person, action, report.target_id, report.period)
    require_latest(session, report)
    return held, report


def require_latest(session: Session, report: Report) -> None:
    """A decision is about the latest submission, still waiting. Raises StaleState or Locked."""
    standing = standing_of(session, report.target_id, report.period)
    assert standing is not None, "a report has a standing"
    if standing.latest_report_id != report.id:
        newer = report_of(session, standing.latest_report_id)
        by = account_name(session, newer.submitted_by_id)
        raise StaleState(
            _("这项数据已有新的提交,请查看最新内容后再操作。"),
            (Change(Field.VALUE.label, value_text(report.value), value_text(newer.value), by),),
        )
    check_decision(standing.latest_state)


def store_submission(session: Session, report: Report) -> None:
    """The derived row moves on to a new submission; what was approved stays."""
    session.add(report)
    session.flush()
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


def store_review(
    session: Session, person: Person, action: str, held: Held, report: Report, review: Review
) -> None:
    """What ends a submission: the derived row takes it over, an approval also makes the figure count."""
    session.add(review)
    session.flush()
    standing = standing_of(session, report.target_id, report.period)
    assert standing is not None, "a reviewed report has a standing"
    standing.latest_state = state_after(review.decision)
    if review.decision is Decision.APPROVE:
        standing.approved_report_id = report.id
        # A verified zero is a value: only None says that the office agrees with the reported one.
        standing.approved_value = report.value if review.verified_value is None else review.verified_value
    session.add(standing)
    session.flush()
    detail: dict[str, object] = {"report": report.id}
    if review.verified_value is not None:
        detail["verified"] = plain(review.verified_value)
    audit.record(session, person, action, held.subject, review.decided_at, detail)
