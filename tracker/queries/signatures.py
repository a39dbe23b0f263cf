"""What was said of submissions beside their reviews: countersigning (会签), and the head's confirmation."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, exists
from sqlmodel import Session, col, select

from tracker.domain.workflow.approval import Signature
from tracker.tables import Account, Countersign, HeadConfirmation, ObjectionAnswer, PlanOption, Review, Unit

_AT_ONCE = 500  # SQLite admits a limited number of parameters


@dataclass(frozen=True)
class Confirmation:
    by: str
    at: datetime


@dataclass(frozen=True)
class HeadSwitch:
    """Whether the head confirms before review (单位负责人确认), and who set it so; nobody: it is off.

    ``version`` counts the settings; 0: it was never set.
    """

    on: bool = False
    version: int = 0
    set_by: str = ""
    set_at: datetime | None = None


class Said(NamedTuple):
    """What a decision on a submission asks first; ``has_signatures``: whether anybody countersigned it."""

    head_confirms: bool
    is_confirmed: bool
    has_signatures: bool


_REPORT: Any = bindparam("report_id", type_=Countersign.__table__.c.report_id.type)  # type: ignore[attr-defined]
_SAID: Any = select(
    select(PlanOption.head_confirms)
    .where(PlanOption.plan_id == bindparam("plan_id"))
    .order_by(col(PlanOption.version).desc())
    .limit(1)
    .scalar_subquery(),
    exists().where(col(HeadConfirmation.report_id) == _REPORT),
    exists().where(col(Countersign.report_id) == _REPORT),
)


def said_of(session: Session, plan_id: int, report_id: int) -> Said:
    """Now, in one statement; where the switch was never set it is off."""
    given = {"plan_id": plan_id, "report_id": report_id}
    head_confirms, is_confirmed, has_signatures = session.connection().execute(_SAID, given).one()
    return Said(bool(head_confirms), is_confirmed, has_signatures)


def head_switch(session: Session, plan_id: int, *, as_of: datetime | None = None) -> HeadSwitch:
    query = (
        select(PlanOption, Account.name)
        .join(Account, col(Account.id) == PlanOption.set_by_id)
        .where(PlanOption.plan_id == plan_id)
    )
    if as_of is not None:
        query = query.where(PlanOption.set_at <= as_of)
    row = session.exec(query.order_by(col(PlanOption.version).desc()).limit(1)).first()
    if row is None:
        return HeadSwitch()
    option, name = row
    return HeadSwitch(option.head_confirms, option.version, name, option.set_at)


def signatures_of(
    session: Session, report_ids: Collection[int], *, as_of: datetime | None = None
) -> dict[int, tuple[Signature, ...]]:
    """By submission, all words in the order in which they were given; callers check the target first."""
    by_report: dict[int, list[Signature]] = defaultdict(list)
    for some in _portions(report_ids):
        query = _signatures(as_of).where(col(Countersign.report_id).in_(some))
        for row, unit, author, answer in session.exec(query.order_by(col(Countersign.id))):
            by_report[row.report_id].append(
                Signature(
                    id=row.id,
                    unit_id=row.unit_id,
                    unit=unit,
                    stance=row.stance,
                    note=row.note,
                    signed_by=author,
                    signed_at=row.signed_at,
                    answer=answer or "",
                )
            )
    return {report_id: tuple(signatures) for report_id, signatures in by_report.items()}


def confirmations_of(
    session: Session, report_ids: Collection[int], *, as_of: datetime | None = None
) -> dict[int, Confirmation]:
    """By submission; callers check the target first."""
    confirmations = {}
    for some in _portions(report_ids):
        query = (
            select(HeadConfirmation, Account.name)
            .join(Account, col(Account.id) == HeadConfirmation.confirmed_by_id)
            .where(col(HeadConfirmation.report_id).in_(some))
        )
        if as_of is not None:
            query = query.where(HeadConfirmation.confirmed_at <= as_of)
        for row, name in session.exec(query):
            confirmations[row.report_id] = Confirmation(name, row.confirmed_at)
    return confirmations


def _signatures(as_of: datetime | None) -> Any:
    """An answer is known since the review that it was given with."""
    known = col(Review.id) == ObjectionAnswer.review_id
    if as_of is not None:
        known = and_(known, col(Review.decided_at) <= as_of)
    answers = select(ObjectionAnswer.countersign_id, ObjectionAnswer.text).join(Review, known).subquery()
    query = (
        select(Countersign, Unit.name, Account.name, answers.c.text)
        .join(Unit, col(Unit.id) == Countersign.unit_id)
        .join(Account, col(Account.id) == Countersign.signed_by_id)
        .join(answers, answers.c.countersign_id == Countersign.id, isouter=True)
    )
    return query if as_of is None else query.where(Countersign.signed_at <= as_of)


def _portions(report_ids: Collection[int]) -> list[list[int]]:
    ids = sorted(report_ids)
    return [ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE)]
