"""需协调事项 with all their steps, for those whom they concern."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef, UnitRef
from tracker.domain.workflow.matters import MatterLine, MatterState, MatterStepLine
from tracker.queries.successions import standing_now
from tracker.queries.targets import called, errata_of, targets_of, units_by_id
from tracker.queries.units import current_units
from tracker.tables import Account, Matter, MatterStep, Target


def matters(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[MatterLine, ...]:
    """A plan's matters in the order in which they were raised.

    Office and leaders get all; department staff those raised by, asked of or ever assigned to their
    units, and those on targets that their units lead or co-lead.
    """
    require(person, Action.SEE_MATTERS)
    lines = _lines(session, plan.id, as_of)
    if person.sees_everything:
        return tuple(lines)
    own: dict[Period, frozenset[int]] = {}
    # By the terms of the quarter that each was raised at: a target may have changed hands since.
    for period in {line.period for line in lines}:
        listed = targets_of(session, person, plan.id, period, as_of)
        own[period] = frozenset(target.id for target in listed)
    return tuple(
        line for line in lines if line.target_id in own[line.period] or _concerns(person.unit_ids, line)
    )


def matter_of(
    session: Session, person: Person, plan: PlanRef, matter_id: int, *, as_of: datetime | None = None
) -> MatterLine:
    """One matter. Raises NotFound where it is not one of the person's, whether it exists or not."""
    for line in matters(session, person, plan, as_of=as_of):
        if line.id == matter_id:
            return line
    raise NotFound(_("没有这件事项,或者它不属于您所在的单位。"))


def units_to_ask(session: Session, person: Person) -> tuple[UnitRef, ...]:
    """All units that stand: any of them can be asked, or be made responsible."""
    require(person, Action.SEE_MATTERS)
    return tuple(current_units(session).values())


def open_of_unit(
    session: Session, person: Person, plan: PlanRef, unit_id: int, *, as_of: datetime | None = None
) -> tuple[MatterLine, ...]:
    """What a unit hands over: the open matters that it raised, is asked of or is to work on."""
    require(person, Action.SEE_HANDOVER, person.relation_to(unit_id))
    own = frozenset({unit_id})
    return tuple(
        line for line in _lines(session, plan.id, as_of) if line.end is None and _concerns(own, line)
    )


def by_due_date(lines: Iterable[MatterLine]) -> tuple[MatterLine, ...]:
    """Those that are decided and not closed, the nearest date first."""
    working = [line for line in lines if line.state is MatterState.DECIDED]
    return tuple(sorted(working, key=lambda line: (line.due_on or date.max, line.id)))


def _concerns(unit_ids: frozenset[int], line: MatterLine) -> bool:
    asked = [] if line.asked_unit is None else [line.asked_unit.id]
    assigned = [step.responsible.id for step in line.steps if step.responsible is not None]
    return not unit_ids.isdisjoint({line.unit.id, *asked, *assigned})


def _lines(session: Session, plan_id: int, as_of: datetime | None) -> list[MatterLine]:
    query = (
        select(Matter, Target.code, Target.name, Account.name)
        .join(Target, col(Target.id) == Matter.target_id)
        .join(Account, col(Account.id) == Matter.raised_by_id)
        .where(Matter.plan_id == plan_id)
        .order_by(col(Matter.id))
    )
    if as_of is not None:
        query = query.where(Matter.raised_at <= as_of)
    units, errata = units_by_id(session), errata_of(session, plan_id, as_of)
    steps = _steps(session, plan_id, as_of, units)
    stands_for = standing_now(session, plan_id, units, as_of)
    lines = (
        _line(row, code, called(name, errata.get(row.target_id, ())), raised_by, units, steps)
        for row, code, name, raised_by in session.exec(query)
    )
    # What is at its end keeps the names of its time.
    return [_under_units_now(line, stands_for) if line.end is None else line for line in lines]


def _under_units_now(line: MatterLine, stands_for: Callable[[UnitRef, int | None], UnitRef]) -> MatterLine:
    """An open matter passes to the units that stand for those that have ended."""

    def now(unit: UnitRef | None) -> UnitRef | None:
        return None if unit is None else stands_for(unit, line.target_id)

    steps = tuple(replace(step, responsible=now(step.responsible)) for step in line.steps)
    return replace(
        line, unit=stands_for(line.unit, line.target_id), asked_unit=now(line.asked_unit), steps=steps
    )


def _line(
    row: Matter,
    code: str,
    name: str,
    raised_by: str,
    units: Mapping[int, UnitRef],
    steps: Mapping[int, list[MatterStepLine]],
) -> MatterLine:
    assert row.id is not None
    return MatterLine(
        id=row.id,
        period=row.period,
        target_id=row.target_id,
        code=code,
        target_name=name,
        unit=units[row.unit_id],
        obstacle=row.obstacle,
        request=row.request,
        asked_of=row.asked_of,
        asked_unit=None if row.asked_unit_id is None else units[row.asked_unit_id],
        raised_by=raised_by,
        raised_at=row.raised_at,
        steps=tuple(steps.get(row.id, ())),
    )


def _steps(
    session: Session, plan_id: int, as_of: datetime | None, units: Mapping[int, UnitRef]
) -> dict[int, list[MatterStepLine]]:
    """By matter, in their order."""
    query = (
        select(MatterStep, Account.name)
        .join(Matter, col(Matter.id) == MatterStep.matter_id)
        .join(Account, col(Account.id) == MatterStep.taken_by_id)
        .where(Matter.plan_id == plan_id)
        .order_by(col(MatterStep.matter_id), col(MatterStep.number))
    )
    if as_of is not None:
        query = query.where(MatterStep.taken_at <= as_of)
    steps: dict[int, list[MatterStepLine]] = defaultdict(list)
    for row, by in session.exec(query):
        unit = None if row.responsible_unit_id is None else units[row.responsible_unit_id]
        steps[row.matter_id].append(
            MatterStepLine(
                number=row.number,
                step=row.step,
                text=row.text,
                responsible=unit,
                due_on=row.due_on,
                by=by,
                at=row.taken_at,
            )
        )
    return steps
