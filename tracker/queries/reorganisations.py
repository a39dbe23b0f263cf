"""The reforms of units that were recorded, and what one would move."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, or_, select

from tracker.domain.access import Action, Person, require
from tracker.domain.measure.period import Period
from tracker.domain.workflow.reorganisation import ReformKind, Stage, in_force_from, period_of
from tracker.queries.plans import plans
from tracker.queries.targets import called, errata_of, units_by_id
from tracker.tables import (
    Account,
    AccountUnit,
    Reorganisation,
    ReorganisationTerms,
    ReorganisedUnit,
    Target,
    TargetTerms,
    TermsUnit,
)


@dataclass(frozen=True)
class ReformLine:
    """A recorded reform; ``targets`` were moved by it."""

    id: int
    kind: ReformKind
    old: tuple[str, ...]
    new: tuple[str, ...]
    holds_from: date
    document: str
    reason: str
    targets: int
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True)
class MovingTarget:
    """A target in which a unit stands that ends; ``is_led``: as its lead.

    ``stages``: all its versions of terms; those that count from ``start`` on are made anew.
    """

    target_id: int
    plan_title: str
    code: str
    name: str
    is_led: bool
    stages: tuple[Stage, ...]
    start: Period


@dataclass(frozen=True)
class Moving:
    """What moves with units that end: their targets, and the people with an account of theirs."""

    targets: tuple[MovingTarget, ...]
    accounts: tuple[str, ...]


def reforms(session: Session, person: Person) -> tuple[ReformLine, ...]:
    """All that were recorded, the newest day first."""
    require(person, Action.MANAGE_UNITS)
    units = units_by_id(session)
    sides: dict[int, tuple[dict[str, None], dict[str, None]]] = defaultdict(lambda: ({}, {}))
    for row in session.exec(select(ReorganisedUnit).order_by(col(ReorganisedUnit.position))):
        old, new = sides[row.reorganisation_id]
        old[units[row.from_unit_id].name] = None
        new[units[row.to_unit_id].name] = None
    moved = dict(
        session.exec(
            select(ReorganisationTerms.reorganisation_id, func.count(col(TargetTerms.target_id).distinct()))
            .join(TargetTerms, col(TargetTerms.id) == ReorganisationTerms.terms_id)
            .group_by(col(ReorganisationTerms.reorganisation_id))
        ).all()
    )
    rows = session.exec(
        select(Reorganisation, Account.name)
        .join(Account, col(Account.id) == Reorganisation.recorded_by_id)
        .order_by(col(Reorganisation.holds_from).desc(), col(Reorganisation.id).desc())
    )
    return tuple(
        ReformLine(
            id=row.id or 0,
            kind=row.kind,
            old=tuple(sides[row.id or 0][0]),
            new=tuple(sides[row.id or 0][1]),
            holds_from=row.holds_from,
            document=row.document,
            reason=row.reason,
            targets=moved.get(row.id or 0, 0),
            recorded_by=by,
            recorded_at=row.recorded_at,
        )
        for row, by in rows
    )


def what_moves(session: Session, person: Person, unit_ids: Collection[int], holds_from: date) -> Moving:
    """What would move if these units ended on a day."""
    require(person, Action.MANAGE_UNITS)
    accounts = (
        select(Account.name)
        .join(AccountUnit, col(AccountUnit.account_id) == Account.id)
        .where(col(AccountUnit.unit_id).in_(unit_ids), Account.is_active)
        .order_by(col(Account.login))
    )
    return Moving(moving_targets(session, unit_ids, holds_from), tuple(dict.fromkeys(session.exec(accounts))))


def moving_targets(session: Session, unit_ids: Collection[int], day: date) -> tuple[MovingTarget, ...]:
    """The targets of all plans in which one of the units stands from a day on; callers check the person."""
    moving = []
    for plan in plans(session):
        start = period_of(day, plan.periods)
        if start is None:
            continue
        errata = errata_of(session, plan.id)
        for target, stages in _stages(session, plan.id, unit_ids):
            involved = [
                stage
                for stage in in_force_from(stages, start)
                if not set(unit_ids).isdisjoint((stage.lead_id, *stage.co_ids))
            ]
            if involved:
                name = called(target.name, errata.get(target.id or 0, ()))
                is_led = any(stage.lead_id in unit_ids for stage in involved)
                moving.append(
                    MovingTarget(target.id or 0, plan.title, target.code, name, is_led, stages, start)
                )
    return tuple(moving)


def _stages(
    session: Session, plan_id: int, unit_ids: Collection[int]
) -> list[tuple[Target, tuple[Stage, ...]]]:
    """In the notice's order, all versions of the targets of which any names one of the units."""
    co_units: dict[int, list[int]] = defaultdict(list)
    rows = session.exec(
        select(TermsUnit)
        .join(TargetTerms, col(TargetTerms.id) == TermsUnit.terms_id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == plan_id)
        .order_by(col(TermsUnit.terms_id), col(TermsUnit.position))
    )
    for row in rows:
        co_units[row.terms_id].append(row.unit_id)
    named = [terms_id for terms_id, units in co_units.items() if not set(unit_ids).isdisjoint(units)]
    asked = select(TargetTerms.target_id).where(
        or_(col(TargetTerms.lead_unit_id).in_(unit_ids), col(TargetTerms.id).in_(named))
    )
    versions = session.exec(
        select(Target, TargetTerms)
        .join(TargetTerms, col(TargetTerms.target_id) == Target.id)
        .where(Target.plan_id == plan_id, col(Target.id).in_(asked))
        .order_by(col(Target.quote_start), col(Target.id), col(TargetTerms.version))
    )
    found: dict[int, tuple[Target, list[Stage]]] = {}
    for target, terms in versions:
        terms_id = terms.id or 0
        stage = Stage(terms_id, terms.effective, terms.lead_unit_id, tuple(co_units[terms_id]))
        found.setdefault(target.id or 0, (target, []))[1].append(stage)
    return [(target, tuple(stages)) for target, stages in found.values()]
