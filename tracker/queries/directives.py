"""批示 with all that followed them, for those whom they concern."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from tracker.domain.access import Action, Person, require
from tracker.domain.language import _
from tracker.domain.language.errors import NotFound
from tracker.domain.measure.period import Period
from tracker.domain.progress.scorecard import PlanRef, UnitRef
from tracker.domain.workflow.directive import About, DirectiveLine, DirectiveStepLine
from tracker.queries.successions import standing_now
from tracker.queries.targets import called, errata_of, targets_of, units_by_id
from tracker.tables import Account, Area, Directive, DirectiveStep, Snapshot, Target


def directives(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[DirectiveLine, ...]:
    """A plan's directives in the order in which they were written.

    Office and leaders get all; department staff those that went to their units, and those on targets that
    their units lead or co-lead.
    """
    require(person, Action.SEE_DIRECTIVES)
    lines = _lines(session, plan.id, as_of)
    if person.sees_everything:
        return tuple(lines)
    own: dict[Period, frozenset[str]] = {}
    # By the terms of the period that each was written at: a target may have changed hands since.
    for period in {line.period for line in lines}:
        listed = targets_of(session, person, plan.id, period, as_of)
        own[period] = frozenset(target.code for target in listed)
    return tuple(
        line
        for line in lines
        if (line.unit is not None and line.unit.id in person.unit_ids)
        or (line.about is About.TARGET and line.key in own[line.period])
    )


def directive_of(
    session: Session, person: Person, plan: PlanRef, directive_id: int, *, as_of: datetime | None = None
) -> DirectiveLine:
    """One directive. Raises NotFound where it is not the person's to see, whether it exists or not."""
    for line in directives(session, person, plan, as_of=as_of):
        if line.id == directive_id:
            return line
    raise NotFound(_("没有这件批示,或者它不属于您所在的单位。"))


def directives_of_unit(
    session: Session, person: Person, plan: PlanRef, unit_id: int, *, as_of: datetime | None = None
) -> tuple[DirectiveLine, ...]:
    """What a unit hands over: the directives that went to it and are not closed."""
    require(person, Action.SEE_HANDOVER, person.relation_to(unit_id))
    return tuple(
        line
        for line in _lines(session, plan.id, as_of)
        if line.unit is not None and line.unit.id == unit_id and line.end is None
    )


def directives_waiting(
    session: Session, person: Person, plan: PlanRef, *, as_of: datetime | None = None
) -> tuple[DirectiveLine, ...]:
    """Those that wait for this person: to be answered, or once answered to be closed by who wrote them."""
    return tuple(line for line in directives(session, person, plan, as_of=as_of) if line.waits_for(person))


def _lines(session: Session, plan_id: int, as_of: datetime | None) -> list[DirectiveLine]:
    columns: Any = select(  # type: ignore[call-overload]
        Directive,
        Account.name,
        col(Target.code),
        col(Target.name),
        col(Area.number),
        col(Area.title),
        col(Snapshot.number),
        col(Snapshot.name),
    )
    query = (
        columns.join(Account, col(Account.id) == Directive.written_by_id)
        .join(Target, col(Target.id) == Directive.target_id, isouter=True)
        .join(Area, col(Area.id) == Directive.area_id, isouter=True)
        .join(Snapshot, col(Snapshot.id) == Directive.snapshot_id, isouter=True)
        .where(Directive.plan_id == plan_id)
        .order_by(col(Directive.id))
    )
    if as_of is not None:
        query = query.where(Directive.written_at <= as_of)
    rows = session.exec(query).all()
    if not rows:
        return []
    units, errata = units_by_id(session), errata_of(session, plan_id, as_of)
    stands_for = standing_now(session, plan_id, units, as_of)
    steps = _steps(session, plan_id, as_of)
    lines = []
    for row, by, code, target_name, number, title, snapshot, snapshot_name in rows:
        key, name = {
            About.TARGET: (code, called(target_name, errata.get(row.target_id, ()))),
            About.AREA: (str(number), title),
            About.SNAPSHOT: (snapshot, snapshot_name),
        }[row.about]
        line = _line(row, key, name, by, units, steps)
        if line.unit is not None and line.end is None:
            line = replace(line, unit=stands_for(line.unit, row.target_id))
        lines.append(line)
    return lines


def _line(
    row: Directive,
    key: str,
    name: str,
    by: str,
    units: Mapping[int, UnitRef],
    steps: Mapping[int, list[DirectiveStepLine]],
) -> DirectiveLine:
    assert row.id is not None
    return DirectiveLine(
        id=row.id,
        period=row.period,
        about=row.about,
        key=key,
        name=name,
        unit=None if row.unit_id is None else units[row.unit_id],
        text=row.text,
        first_due_on=row.due_on,
        by_id=row.written_by_id,
        by=by,
        at=row.written_at,
        steps=tuple(steps.get(row.id, ())),
    )


def _steps(session: Session, plan_id: int, as_of: datetime | None) -> dict[int, list[DirectiveStepLine]]:
    """By directive, in their order."""
    query = (
        select(DirectiveStep, Account.name)
        .join(Directive, col(Directive.id) == DirectiveStep.directive_id)
        .join(Account, col(Account.id) == DirectiveStep.taken_by_id)
        .where(Directive.plan_id == plan_id)
        .order_by(col(DirectiveStep.directive_id), col(DirectiveStep.number))
    )
    if as_of is not None:
        query = query.where(DirectiveStep.taken_at <= as_of)
    steps: dict[int, list[DirectiveStepLine]] = defaultdict(list)
    for row, by in session.exec(query):
        steps[row.directive_id].append(
            DirectiveStepLine(
                number=row.number, step=row.step, text=row.text, due_on=row.due_on, by=by, at=row.taken_at
            )
        )
    return steps
