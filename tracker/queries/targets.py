"""The targets of a plan under the terms in force at a quarter.

Columns are read, not rows as objects: at 10,000 targets objects took half of a scorecard's time
(docs/bench.md).
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlmodel import Session, col, func, select

from tracker.domain.access import Action, Person, Relation, require
from tracker.domain.measure.period import Period
from tracker.domain.measure.target import Kind, Operator, Path, Step, Terms
from tracker.domain.progress.scorecard import AreaRef, ClauseAnchor, UnitRef
from tracker.domain.progress.scorecard import Target as TargetRecord
from tracker.domain.workflow.erratum import ErratumKind
from tracker.domain.workflow.reorganisation import Successions
from tracker.queries.charges import Beside, beside
from tracker.queries.successions import successions
from tracker.tables import (
    Area,
    Article,
    Erratum,
    MilestoneStep,
    PlannedValue,
    ReorganisationTerms,
    Target,
    TargetTerms,
    TermsUnit,
    Unit,
)

_OF_TARGET: Any = (
    col(Target.id),
    col(Target.code),
    col(Target.name),
    col(Target.area_id),
    col(Article.number).label("article"),
    col(Article.label).label("article_written"),
    col(Target.quote),
    col(Target.quote_start),
    col(Target.number_start),
    col(Target.number_end),
    col(Target.part_of_id),
)
_OF_VERSION: Any = (
    col(TargetTerms.id).label("terms_id"),
    col(TargetTerms.version).label("terms_version"),
    col(TargetTerms.lead_unit_id),
)
_OF_TERMS: Any = (
    col(TargetTerms.kind),
    col(TargetTerms.operator),
    col(TargetTerms.value),
    col(TargetTerms.unit_of_measure),
    col(TargetTerms.path),
    col(TargetTerms.baseline),
    col(TargetTerms.due),
    col(TargetTerms.is_reduction),
    col(TargetTerms.is_stretch),
    col(TargetTerms.condition),
    col(TargetTerms.upper),
)


class _Row(NamedTuple):
    """What _OF_TARGET, _OF_VERSION and _OF_TERMS select; why a tuple, queries/figures.py says."""

    id: int
    code: str
    name: str
    area_id: int
    article: int | None
    article_written: str | None
    quote: str
    quote_start: int
    number_start: int | None
    number_end: int | None
    part_of_id: int | None
    terms_id: int
    terms_version: int
    lead_unit_id: int
    kind: Kind
    operator: Operator
    value: Decimal | None
    unit_of_measure: str
    path: Path
    baseline: Decimal
    due: Period | None
    is_reduction: bool
    is_stretch: bool
    condition: str
    upper: Decimal | None


def targets_of(
    session: Session,
    person: Person,
    plan_id: int,
    period: Period,
    as_of: datetime | None = None,
    among: Collection[int] | None = None,
    *,
    versions: Collection[int] | None = None,
    with_withdrawn: bool = False,
) -> tuple[TargetRecord, ...]:
    """In the notice's order. Department staff get their own units' targets, led or co-led.

    Terms: the highest version that is effective by ``period`` and was known at ``as_of``.
    ``among``: only targets with these ids. ``versions``: by terms with these ids. ``with_withdrawn``:
    those too that an erratum says are none.
    """
    require(person, Action.SEE_PLAN)
    rows = session.exec(_versions(plan_id, period, as_of, among))
    # The last version stands at the first one's place. Few targets have two, and both engines read
    # them all faster than they choose.
    newest = {row[0]: row for row in rows if versions is None or row.terms_id in versions}
    units = units_by_id(session)
    known = successions(session, as_of)
    areas = _areas(session, plan_id, units, known, period.last_day)
    leaders = beside(session, known, period.last_day, as_of)
    co_units = co_units_of(session, units, plan_id, among)
    has_own_plans = any(row.path is Path.OWN_PLAN for row in newest.values())
    planned = _planned(session, plan_id, among) if has_own_plans else {}
    has_milestones = any(row.kind is Kind.MILESTONE for row in newest.values())
    steps = _steps(session, plan_id, among) if has_milestones else {}
    read_anew = errata_of(session, plan_id, as_of)
    reforms = _reforms(session, plan_id, period, as_of) if known.known else {}
    records = (
        _record(
            _Row._make(row),
            areas,
            units,
            co_units,
            planned,
            steps,
            read_anew.get(row[0], ()),
            leaders,
            reforms.get(row[0], 0),
        )
        for row in newest.values()
        if with_withdrawn or not is_withdrawn(read_anew.get(row[0], ()))
    )
    return tuple(record for record in records if _may_see(person, record))


def errata_of(
    session: Session, plan_id: int, as_of: datetime | None = None
) -> dict[int, tuple[tuple[ErratumKind, str], ...]]:
    """By target, in their order: what each erratum was, and the target's name from then on."""
    query = (
        select(Erratum.target_id, Erratum.kind, Erratum.name)
        .join(Target, col(Target.id) == Erratum.target_id)
        .where(Target.plan_id == plan_id)
    )
    if as_of is not None:
        query = query.where(Erratum.made_at <= as_of)
    errata: dict[int, tuple[tuple[ErratumKind, str], ...]] = {}
    for target_id, kind, name in session.exec(query.order_by(col(Erratum.id))):
        errata[target_id] = (*errata.get(target_id, ()), (ErratumKind(kind), name))
    return errata


def called(name: str, errata: Sequence[tuple[ErratumKind, str]]) -> str:
    """The name of a target: the register's, until an erratum gives it another."""
    return errata[-1][1] if errata else name


def is_withdrawn(errata: Sequence[tuple[ErratumKind, str]]) -> bool:
    """Whether the newest erratum of a target says that it is none."""
    return bool(errata) and errata[-1][0] is ErratumKind.WITHDRAWN


def require_sight(person: Person, target: TargetRecord) -> Relation:
    """What the person's units are to a target that they may see. Raises NotAllowed."""
    relation = person.relation_to(target.lead.id, frozenset(unit.id for unit in target.co_units))
    require(person, Action.SEE_TARGET, relation)
    return relation


def units_by_id(session: Session) -> dict[int, UnitRef]:
    """All units in the register's order; their names are in the published notice."""
    rows = session.exec(select(Unit.id, Unit.name).order_by(col(Unit.id)))
    return {unit_id: UnitRef(unit_id, name) for unit_id, name in rows if unit_id is not None}


def _versions(plan_id: int, period: Period, as_of: datetime | None, among: Collection[int] | None) -> Any:
    """All versions of terms that were effective and known, a target's newest last."""
    query = (
        select(*_OF_TARGET, *_OF_VERSION, *_OF_TERMS)
        .join(TargetTerms, col(TargetTerms.target_id) == Target.id)
        .join(Article, col(Article.id) == Target.article_id, isouter=True)
        .where(Target.plan_id == plan_id, col(TargetTerms.effective) <= period)
    )
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    if among is not None:
        query = query.where(col(Target.id).in_(among))
    return query.order_by(col(Target.quote_start), col(Target.id), col(TargetTerms.version))


def _may_see(person: Person, target: TargetRecord) -> bool:
    if person.sees_everything:
        return True
    return bool(person.unit_ids & {target.lead.id, *(unit.id for unit in target.co_units)})


def _areas(
    session: Session, plan_id: int, units: dict[int, UnitRef], known: Successions, day: date
) -> dict[int, AreaRef]:
    """By id, each with the unit that stood for its lead on a day."""
    rows = session.exec(select(Area).where(Area.plan_id == plan_id))
    return {
        area.id: AreaRef(area.id, area.number, area.title, _heir(units, known, area.lead_unit_id, day))
        for area in rows
        if area.id is not None
    }


def areas_of(
    session: Session, plan_id: int, period: Period, as_of: datetime | None = None
) -> tuple[AreaRef, ...]:
    """In the notice's order, each with who leads it at a period."""
    known = successions(session, as_of)
    found = _areas(session, plan_id, units_by_id(session), known, period.last_day)
    return tuple(sorted(found.values(), key=lambda area: area.number))


def _heir(units: dict[int, UnitRef], known: Successions, unit_id: int | None, day: date) -> UnitRef | None:
    return None if unit_id is None else units[known.heir(unit_id, on=day)]


def _reforms(session: Session, plan_id: int, period: Period, as_of: datetime | None) -> dict[int, int]:
    """By target how many versions of its terms a reform of units made."""
    query = (
        select(TargetTerms.target_id, func.count())
        .join(ReorganisationTerms, col(ReorganisationTerms.terms_id) == TargetTerms.id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == plan_id, col(TargetTerms.effective) <= period)
        .group_by(col(TargetTerms.target_id))
    )
    if as_of is not None:
        query = query.where(TargetTerms.created_at <= as_of)
    return dict(session.exec(query).all())


def co_units_of(
    session: Session, units: dict[int, UnitRef], plan_id: int, among: Collection[int] | None
) -> dict[int, tuple[UnitRef, ...]]:
    """By version of terms, in the notice's order."""
    query = (
        select(TermsUnit.terms_id, TermsUnit.unit_id)
        .join(TargetTerms, col(TargetTerms.id) == TermsUnit.terms_id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == plan_id)
    )
    if among is not None:
        query = query.where(col(Target.id).in_(among))
    by_terms: dict[int, list[UnitRef]] = defaultdict(list)
    for terms_id, unit_id in session.exec(query.order_by(col(TermsUnit.terms_id), col(TermsUnit.position))):
        by_terms[terms_id].append(units[unit_id])
    return {terms_id: tuple(listed) for terms_id, listed in by_terms.items()}


def _planned(session: Session, plan_id: int, among: Collection[int] | None) -> dict[int, tuple[Decimal, ...]]:
    """What own plans want reached, by version of terms, in the order of the periods."""
    columns = select(PlannedValue.terms_id, PlannedValue.value)  # type: ignore[call-overload]
    query = (
        columns.join(TargetTerms, col(TargetTerms.id) == PlannedValue.terms_id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == plan_id)
    )
    if among is not None:
        query = query.where(col(Target.id).in_(among))
    by_terms: dict[int, list[Decimal]] = defaultdict(list)
    for terms_id, value in session.exec(query.order_by(col(PlannedValue.period))):
        by_terms[terms_id].append(value)
    return {terms_id: tuple(values) for terms_id, values in by_terms.items()}


def _steps(session: Session, plan_id: int, among: Collection[int] | None) -> dict[int, tuple[Step, ...]]:
    """Of milestones that hold several steps, by version of terms."""
    columns = select(MilestoneStep.terms_id, MilestoneStep.name, MilestoneStep.due)  # type: ignore[call-overload]
    query = (
        columns.join(TargetTerms, col(TargetTerms.id) == MilestoneStep.terms_id)
        .join(Target, col(Target.id) == TargetTerms.target_id)
        .where(Target.plan_id == plan_id)
    )
    if among is not None:
        query = query.where(col(Target.id).in_(among))
    by_terms: dict[int, list[Step]] = defaultdict(list)
    for terms_id, name, due in session.exec(query.order_by(col(MilestoneStep.number))):
        by_terms[terms_id].append(Step(name, due))
    return {terms_id: tuple(steps) for terms_id, steps in by_terms.items()}


def _record(
    row: _Row,
    areas: dict[int, AreaRef],
    units: dict[int, UnitRef],
    co_units: dict[int, tuple[UnitRef, ...]],
    planned: dict[int, tuple[Decimal, ...]],
    steps: dict[int, tuple[Step, ...]],
    errata: Sequence[tuple[ErratumKind, str]],
    leaders: Beside,
    reforms: int,
) -> TargetRecord:
    area = areas[row.area_id]
    return TargetRecord(
        id=row.id,
        code=row.code,
        name=called(row.name, errata),
        area=area,
        anchor=ClauseAnchor(
            area=area.number,
            article=row.article,
            quote=row.quote,
            quote_start=row.quote_start,
            number_start=row.number_start,
            number_end=row.number_end,
            article_written=row.article_written or "",
        ),
        terms=_terms(row, planned.get(row.terms_id), steps.get(row.terms_id, ())),
        terms_id=row.terms_id,
        terms_version=row.terms_version,
        lead=units[row.lead_unit_id],
        co_units=co_units.get(row.terms_id, ()),
        errata=len(errata),
        part_of=row.part_of_id,
        leader=leaders.of(row.area_id, row.lead_unit_id),
        reforms=reforms,
    )


def _terms(row: _Row, planned: tuple[Decimal, ...] | None, steps: tuple[Step, ...]) -> Terms:
    return Terms(
        kind=row.kind,
        operator=row.operator,
        value=row.value,
        unit_of_measure=row.unit_of_measure,
        path=row.path,
        baseline=row.baseline,
        plan_values=planned,
        due=row.due,
        is_reduction=row.is_reduction,
        is_stretch=row.is_stretch,
        condition=row.condition,
        upper=row.upper,
        steps=steps,
    )
