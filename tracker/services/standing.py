"""The target that a write is about, its row locked, and the derived row kept after the write.

``standing`` is a cache of the facts in report and review; ``python -m tracker verify`` rebuilds
and compares it (queries/integrity.py).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Table, bindparam, update
from sqlmodel import Session

from tracker.db import append
from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import Change, Locked, StaleState
from tracker.domain.measure.figure import ReportState
from tracker.domain.measure.period import Period
from tracker.domain.measure.quantity import plain
from tracker.domain.measure.target import Terms
from tracker.domain.workflow.entry import Field
from tracker.domain.workflow.lifecycle import Decision, VerifyMethod, check_decision, state_after
from tracker.domain.workflow.plan_states import check_admits
from tracker.domain.workflow.submission import value_text
from tracker.queries.people import account_name
from tracker.queries.plans import newest_step
from tracker.queries.standing import ReportAt, entry_lock_of, report_at, report_of, target_held
from tracker.services import audit
from tracker.tables import ObjectionAnswer, Report, Review, Standing

NO_ANSWERS: Mapping[int, str] = {}


@dataclass(frozen=True)
class Held:
    """A target with the terms in force at a quarter, as a write needs them."""

    plan_id: int
    target_id: int
    code: str
    terms_id: int
    terms: Terms
    lead_unit_id: int
    period: Period
    co_unit_ids: frozenset[int]

    @property
    def subject(self) -> str:
        """What the audit trail calls it."""
        return f"{self.code} {self.period}"


def hold(
    session: Session,
    person: Person,
    action: Action,
    target_id: int,
    period: Period,
    *,
    withdrawn: bool = False,
    beside: Collection[int] = (),
) -> Held:
    """The target, if the person may do ``action`` to it. Raises NotFound or NotAllowed.

    Raises Locked for one that an erratum says is none, with ``withdrawn`` for any other, and for what the
    state of its plan does not admit. ``beside``: units that have a part in it besides its own.
    Its row is locked until the transaction ends: drafts don't queue at the ledger as other writes
    do, and two first saves of one cell, or a save beside a submission, must not cross.
    """
    target = target_held(session, target_id, period)
    co_units = target.co_unit_ids.union(beside) - {target.lead_unit_id}
    require(person, action, person.relation_to(target.lead_unit_id, co_units))
    check_admits(target.plan_state, action)
    if withdrawn != target.is_withdrawn:
        raise Locked(
            _("这项目标没有被勘误撤销。")
            if withdrawn
            else _("这项目标已由市府办勘误撤销,不再填报和办理,原有记录可在目标页查看。")
        )
    return Held(
        plan_id=target.plan_id,
        target_id=target_id,
        code=target.code,
        terms_id=target.terms_id,
        terms=target.terms,
        lead_unit_id=target.lead_unit_id,
        period=period,
        co_unit_ids=co_units,
    )


def require_admitted(session: Session, plan_id: int, action: Action) -> None:
    """Every write about a plan asks this, or ``hold``, which knows the state. Raises Locked."""
    check_admits(newest_step(session, plan_id).state, action)


def hold_for_entry(session: Session, person: Person, target_id: int, period: Period, now: datetime) -> Held:
    """The target, to fill something in. Raises Locked, in words, when the window or the life cycle
    admits no entry.
    """
    held = hold(session, person, Action.REPORT, target_id, period)
    locked = entry_lock_of(session, held.plan_id, target_id, held.lead_unit_id, period, now)
    if locked is not None:
        raise Locked(locked)
    return held


def hold_waiting(session: Session, person: Person, action: Action, report_id: int) -> tuple[Held, ReportAt]:
    """A submission that was seen and still waits, with its target. Raises StaleState or Locked."""
    report = report_at(session, report_id)
    held = hold(session, person, action, report.target_id, report.period)
    require_latest(session, report)
    return held, report


def require_latest(session: Session, report: ReportAt) -> None:
    """A decision is about the latest submission, still waiting. Raises StaleState or Locked."""
    if report.stands.latest_report_id != report.report_id:
        newer = report_of(session, report.stands.latest_report_id)
        by = account_name(session, newer.submitted_by_id)
        raise StaleState(
            _("这项数据已有新的提交,请查看最新内容后再操作。"),
            (Change(Field.VALUE.label, value_text(report.value), value_text(newer.value), by),),
        )
    check_decision(report.stands.latest_state)


_TABLE: Table = Standing.__table__  # type: ignore[attr-defined]
_MOVE_ON = update(_TABLE).where(
    _TABLE.c.target_id == bindparam("of_target"), _TABLE.c.period == bindparam("at_period")
)


def _move_on(session: Session, target_id: int, period: Period, **changed: object) -> None:
    """The derived row, by its key; nobody keeps it as an object of the session."""
    session.connection().execute(_MOVE_ON, {"of_target": target_id, "at_period": period, **changed})


def store_submission(session: Session, **report: Any) -> int:
    """The row, by its columns; the derived row moves on to it, what was approved stays. Gives its id."""
    stored = audit.append_fact(session, Report, **report)
    target_id, period = stored["target_id"], stored["period"]
    stands = {"latest_report_id": stored["id"], "latest_state": ReportState.SUBMITTED}
    if stored["number"] == 1:
        append(session, Standing, target_id=target_id, period=period, **stands)
    else:
        _move_on(session, target_id, period, **stands)
    report_id: int = stored["id"]
    return report_id


@dataclass(frozen=True)
class Decided:
    """What ends a submission; ``verified_value`` only where it differs from the reported one."""

    decision: Decision
    at: datetime
    note: str = ""
    verified_value: Decimal | None = None
    method: VerifyMethod | None = None


def store_review(
    session: Session,
    person: Person,
    action: str,
    held: Held,
    report: ReportAt,
    decided: Decided,
    answers: Mapping[int, str] = NO_ANSWERS,
    alone: str = "",
) -> None:
    """The derived row takes it over, an approval also makes the figure count.

    ``answers``: by countersign what the office says to an objection. ``alone``: why no second person decided.
    """
    review = audit.append_fact(
        session,
        Review,
        report_id=report.report_id,
        decision=decided.decision,
        verified_value=decided.verified_value,
        method=decided.method,
        note=decided.note,
        decided_by_id=person.account_id,
        decided_at=decided.at,
    )
    for key, text in answers.items():
        session.add(ObjectionAnswer(countersign_id=key, review_id=review["id"], text=text))
    changed: dict[str, object] = {"latest_state": state_after(decided.decision)}
    if decided.decision is Decision.APPROVE:
        # A verified zero is a value: only None says that the office agrees with the reported one.
        value = report.value if decided.verified_value is None else decided.verified_value
        changed |= {"approved_report_id": report.report_id, "approved_value": value}
    _move_on(session, report.target_id, report.period, **changed)
    detail: dict[str, object] = {"report": report.report_id}
    if decided.verified_value is not None:
        detail["verified"] = plain(decided.verified_value)
    if alone:
        detail["reason"] = alone
    audit.record(session, person, action, held.subject, decided.at, detail)
